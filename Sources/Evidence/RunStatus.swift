/// Where a run stands, in the words of Azure ML's run history.
///
/// The run-history service, the v1 SDK and the v2 SDK list these in three different orders; `rank` is used for sorting only, never to judge
/// whether a transition was allowed.
package enum RunStatus: String, Sendable, Codable, CaseIterable {
    case notStarted = "NotStarted"
    case starting = "Starting"
    case provisioning = "Provisioning"
    case preparing = "Preparing"
    case queued = "Queued"
    case running = "Running"
    case finalizing = "Finalizing"
    case cancelRequested = "CancelRequested"
    case completed = "Completed"
    case failed = "Failed"
    case canceled = "Canceled"
    case notResponding = "NotResponding"
    case paused = "Paused"
    case bypassed = "Bypassed"
    case unknown = "Unknown"

    /// Folds the vocabularies of run history, pipelines, ARM, MLflow and metrics into one.
    package init?(text: String) {
        switch text.lowercased() {
        case "notstarted", "unapproved", "scheduled": self = .notStarted
        case "starting": self = .starting
        case "provisioning": self = .provisioning
        case "preparing": self = .preparing
        case "queued": self = .queued
        case "running", "inprogress", "in progress": self = .running
        case "finalizing": self = .finalizing
        case "cancelrequested": self = .cancelRequested
        case "completed", "finished", "succeeded": self = .completed
        case "failed": self = .failed
        case "canceled", "cancelled", "killed": self = .canceled
        case "notresponding": self = .notResponding
        case "paused", "pausing": self = .paused
        case "bypassed": self = .bypassed
        case "unknown": self = .unknown
        default: return nil
        }
    }

    /// Nothing follows after it.
    package var isTerminal: Bool {
        switch self {
        case .completed, .failed, .canceled, .bypassed: true
        default: false
        }
    }

    /// The run goes on, so that what is to be said of it changes with time.
    package var isOpen: Bool { !isTerminal && self != .unknown }

    /// The run has not got a process yet.
    package var isWaiting: Bool {
        switch self {
        case .notStarted, .starting, .provisioning, .preparing, .queued: true
        default: false
        }
    }

    /// Position in a run's life.
    package var rank: Int {
        switch self {
        case .unknown: 0
        case .notStarted: 1
        case .starting: 2
        case .provisioning: 3
        case .preparing: 4
        case .queued: 5
        case .running, .paused, .notResponding: 6
        case .finalizing: 7
        case .cancelRequested: 8
        case .completed, .failed, .canceled, .bypassed: 9
        }
    }
}
