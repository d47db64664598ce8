import Foundation
import Intake
import Rules
import Store

/// An open store, and all that can be done with it.
package struct Session: Sendable {
    let store: Store
    /// Tasks that work side by side.
    let jobs: Int

    /// What `tool.version` says.
    package static let toolVersion = "0.1.0"

    /// Another process that writes to the store is waited for so many seconds, unless told otherwise: as long as a nightly ingest takes.
    package static let usualWait = 300.0

    /// Opens the store; makes it where `creates` is set. `tell` hears of it when another process has to be waited for.
    package init(
        storePath: String, creates: Bool, jobs: Int? = nil, wait: Double = Session.usualWait,
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        let patience = Patience(seconds: wait, tell: tell)
        store = try CannotRun.translating { try Store(path: storePath, mode: creates ? .create : .existing, patience: patience) }
        self.jobs = max(1, jobs ?? ProcessInfo.processInfo.activeProcessorCount)
    }

    /// Closes the store; its write-ahead log is folded into the file.
    package func close() {
        store.close()
    }
}
