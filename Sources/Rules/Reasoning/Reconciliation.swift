package import Evidence

/// What the witnesses of one run say, each in a few words: what the table of `Reconciliation` is asked with.
package struct Observation: Hashable, Sendable {
    /// What became of the user's process.
    package enum Process: String, Sendable {
        case alive
        /// Nothing tells that it ended but the script's own last word.
        case saidDone = "said that all is done"
        case endedWell = "ended well"
        case endedBadly = "ended with a failure"
        case killed
        case unknown
    }
    /// How far the older runtime's clean-up came. `unseen`: no log that would tell was given, or the runtime writes none.
    package enum Cleanup: String, Sendable {
        case unseen = "not seen"
        case none = "not begun"
        case begun, done, released
    }
    /// The last job event.
    package enum Job: String, Sendable {
        case none = "not given"
        case submitted, running, succeeded, failed
    }
    package enum Outputs: String, Sendable {
        case filled, empty
        case unknown = "no listing"
    }
    package enum Children: String, Sendable {
        /// There are none, or not all of them are known.
        case none
        case open
        case allOver = "all over"
        case allCompleted = "all completed"
        case someFailed = "some failed"
    }

    package var process = Process.unknown
    package var cleanup = Cleanup.unseen
    package var status: RunStatus?
    package var job = Job.none
    package var outputs = Outputs.unknown
    package var children = Children.none
    /// Seconds since the work ended, or since the status was set where nothing tells of an end.
    package var age = 0.0
    /// Something keeps the process alive: a thread or child process that is no daemon.
    package var hasKeeper = false
    package var uploadFailed = false
    /// The events of the compute tell of a node or a cluster that is gone.
    package var nodeIsGone = false
    package var hasStarted = true
    package var goesOnAfterFailure = false
    package var hasLog = true

    package init() {}
}

/// What all witnesses say together, and what of the recorded status is wrong.
package enum Reconciliation: String, Sendable, CaseIterable {
    case running = "it is running"
    case blockedByProcess = "the script ended, and its clean-up or its process keeps the run from ending"
    case signalLost = "the work is done, and the run was never told"
    case nodeGone = "the node went, and the run does not know"
    case uploadFailed = "the script succeeded, and its results could not be collected"
    case falseFailure = "the script succeeded, and the run says that it failed"
    case nothingWritten = "it says that it completed, and its output is empty"
    case falseSuccess = "the script failed, and the run says that it completed"
    case consistent = "all witnesses agree"
    case killedFromOutside = "the process was killed, and the run goes on"
    case waiting = "it waits to be started"
    case rejected = "it failed before it started"
    case cancelStuck = "it was told to cancel, and does not end"
    case parentUnfinished = "all of its children are over, and it is not"
    case partial = "it went on although a child failed"
    case undecided = "what was given does not decide it"

    /// What kind of contradiction it is; nil where the witnesses agree.
    package enum Contradiction: String, Sendable {
        case falseSuccess = "false success"
        case falseFailure = "false failure"
        case stuckFinalizing = "stuck finalizing"
        case orphaned
        case killedFromOutside = "killed from outside"
        case evidenceLost = "evidence lost"
    }

    package var contradiction: Contradiction? {
        switch self {
        case .falseSuccess, .nothingWritten: .falseSuccess
        case .falseFailure: .falseFailure
        case .blockedByProcess, .signalLost, .cancelStuck: .stuckFinalizing
        case .parentUnfinished, .nodeGone: .orphaned
        case .killedFromOutside: .killedFromOutside
        case .uploadFailed: .evidenceLost
        case .running, .consistent, .waiting, .rejected, .partial, .undecided: nil
        }
    }

    /// A row of the table. Nil members fit anything.
    struct Row: Sendable {
        var process: Set<Observation.Process>?
        var cleanup: Set<Observation.Cleanup>?
        var status: Set<RunStatus>?
        var job: Set<Observation.Job>?
        /// What else must hold.
        var condition: @Sendable (Observation) -> Bool = { _ in true }
        let verdict: Reconciliation

        func fits(_ seen: Observation) -> Bool {
            (process?.contains(seen.process) ?? true) && (cleanup?.contains(seen.cleanup) ?? true)
                && (status.map { allowed in seen.status.map(allowed.contains) ?? false } ?? true) && (job?.contains(seen.job) ?? true)
                && condition(seen)
        }
    }

    /// A quarter of an hour: the older runtime waits at most that long for what is still to be uploaded.
    package static let cleanupPatience = 900.0
    /// Half an hour: collecting outputs and the delay of diagnostics take minutes.
    package static let patience = 1_800.0

    private static let open: Set<RunStatus> = [.running, .finalizing]

    /// From top to bottom; the first row that fits decides.
    static let table: [Row] = [
        Row(status: [.cancelRequested], condition: { $0.age > patience }, verdict: .cancelStuck),
        Row(
            status: [.running, .finalizing], condition: { $0.children == .allOver || $0.children == .allCompleted },
            verdict: .parentUnfinished),
        Row(
            status: [.completed, .running], condition: { $0.children == .someFailed && $0.goesOnAfterFailure }, verdict: .partial),
        Row(
            process: [.endedWell], cleanup: [.none, .begun], status: open, condition: { $0.age > cleanupPatience },
            verdict: .blockedByProcess),
        Row(
            process: [.endedWell], cleanup: [.done], status: open, job: [.running, .none],
            condition: { $0.hasKeeper && $0.age > patience }, verdict: .blockedByProcess),
        Row(
            process: [.endedWell], cleanup: [.done, .released, .unseen], status: open, condition: { $0.age > patience },
            verdict: .signalLost),
        Row(process: [.endedWell], status: [.notResponding], condition: { $0.nodeIsGone }, verdict: .nodeGone),
        Row(process: [.endedWell], status: [.notResponding], condition: { $0.age > patience }, verdict: .signalLost),
        Row(process: [.endedWell], status: [.failed], condition: \.uploadFailed, verdict: .uploadFailed),
        Row(process: [.endedWell], status: [.failed], verdict: .falseFailure),
        Row(process: [.endedWell], status: [.completed], condition: { $0.outputs == .empty }, verdict: .nothingWritten),
        Row(process: [.endedBadly, .killed], status: [.completed], verdict: .falseSuccess),
        Row(process: [.endedBadly, .killed], status: [.failed, .canceled], verdict: .consistent),
        Row(process: [.endedWell], status: [.completed], verdict: .consistent),
        Row(
            process: [.killed], status: [.running, .finalizing, .notResponding], job: [.none, .submitted, .running],
            verdict: .killedFromOutside),
        Row(
            process: [.saidDone], status: [.running], condition: { $0.hasKeeper && $0.age > patience }, verdict: .blockedByProcess),
        Row(process: [.alive, .saidDone], status: [.running], verdict: .running),
        Row(
            process: [.unknown], status: [.failed], job: [.none, .submitted, .failed], condition: { !$0.hasStarted && !$0.hasLog },
            verdict: .rejected),
        Row(
            process: [.unknown], status: [.notStarted, .starting, .provisioning, .preparing, .queued], job: [.none, .submitted],
            verdict: .waiting),
        Row(verdict: .undecided),
    ]

    /// The verdict of the first row that fits.
    package init(_ seen: Observation) {
        self = Reconciliation.table.first { $0.fits(seen) }?.verdict ?? .undecided
    }
}
