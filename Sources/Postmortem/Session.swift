package import Evidence
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

    /// Opens the store; makes it where `creates` is set.
    package init(storePath: String, creates: Bool, jobs: Int? = nil) throws {
        store = try CannotRun.translating { try Store(path: storePath, mode: creates ? .create : .existing) }
        self.jobs = max(1, jobs ?? ProcessInfo.processInfo.activeProcessorCount)
    }

    /// Closes the store; its write-ahead log is folded into the file.
    package func close() {
        store.close()
    }

    /// The newest time stamp of any evidence.
    package func newestEvidence() throws -> Timestamp? {
        try CannotRun.translating { try store.newestTime() }
    }
}
