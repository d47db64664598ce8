import Foundation
import Intake
package import Rules
package import Store

/// An open store, and all that can be done with it.
package struct Session: Sendable {
    let store: Store
    /// Seconds for which another process is waited for, and who hears of it.
    let wait: Double
    let tell: @Sendable (String) -> Void
    /// Limits of metrics that somebody declared.
    let thresholds: [MetricThreshold]
    /// Tasks that work side by side.
    let jobs: Int

    /// What `tool.version` says.
    package static let toolVersion = "0.1.0"

    /// Another process that writes to the store is waited for so many seconds, unless told otherwise: as long as a nightly ingest takes.
    package static let usualWait = 300.0

    /// Opens the store; makes it where `creates` is set. `tell` hears of it when another process has to be waited for.
    package init(
        storePath: String, creates: Bool, jobs: Int? = nil, wait: Double = Session.usualWait,
        redaction: RedactionRules = RedactionRules(), thresholds: [MetricThreshold] = [],
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        let patience = Patience(seconds: wait, tell: tell)
        self.wait = wait
        self.tell = tell
        self.thresholds = thresholds
        store = try CannotRun.translating {
            try Store(path: storePath, mode: creates ? .create : .existing, patience: patience, redaction: redaction)
        }
        self.jobs = max(1, jobs ?? ProcessInfo.processInfo.activeProcessorCount)
    }

    /// Opens the store that is configured. Without `redacts` secrets are left in what is stored.
    package init(settings: Settings, creates: Bool, redacts: Bool, tell: @escaping @Sendable (String) -> Void) throws {
        var redaction = settings.redaction
        redaction.isOn = redacts
        try self.init(
            storePath: settings.store.value, creates: creates, jobs: settings.jobs.value, wait: settings.wait.value, redaction: redaction,
            thresholds: settings.limits.value, tell: tell)
    }

    /// Closes the store; its write-ahead log is folded into the file.
    package func close() {
        store.close()
    }
}
