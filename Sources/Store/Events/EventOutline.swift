import Evidence

/// What an event says about its run's life, without the line that says it.
struct EventOutline: Equatable, Decodable {
    /// The names that some exports carry.
    struct Names: Equatable, Decodable {
        var displayName: String?
        var jobName: String?
        var experimentName: String?
        var experiment: String?
    }

    var kind: EventKind
    var time: Timestamp?
    var runID: String?
    var parentRunID: String?
    var rootRunID: String?
    var compute: String?
    var status: RunStatus?
    var detail: Names

    init(_ event: Event) {
        kind = event.kind
        time = event.time
        runID = event.runID
        parentRunID = event.parentRunID
        rootRunID = event.rootRunID
        compute = event.compute
        status = event.status
        detail = Names(
            displayName: event.detail["displayName"], jobName: event.detail["jobName"], experimentName: event.detail["experimentName"],
            experiment: event.detail["experiment"])
    }

    /// The statement that a run's events come to, oldest first: its status is what the last change says.
    static func statement(of key: String, _ events: [EventOutline]) -> RunStatement {
        var statement = RunStatement(runID: events.compactMap(\.runID).min() ?? key)
        let last = lastChange(of: events).map { events[$0] }
        statement.status = last?.status ?? .unknown
        statement.created = events.first?.time
        statement.started = events.first { $0.isChange && $0.status == .running }?.time
        statement.ended = last.flatMap { $0.status?.isTerminal == true ? $0.time : nil }
        statement.compute = events.lazy.compactMap(\.compute).first
        statement.parentRunID = events.lazy.compactMap(\.parentRunID).first
        statement.rootRunID = events.lazy.compactMap(\.rootRunID).first
        statement.displayName = events.lazy.compactMap { $0.detail.displayName ?? $0.detail.jobName }.first
        statement.experiment = events.lazy.compactMap { $0.detail.experimentName ?? $0.detail.experiment }.first
        return statement
    }

    /// Index of the last change of status; the platform's own word goes before that of jobs and stages.
    static func lastChange(of events: [EventOutline]) -> Int? {
        events.lastIndex { $0.isChange && $0.kind == .runStatus } ?? events.lastIndex { $0.isChange }
    }

    private var isChange: Bool { status != nil && (kind == .runStatus || kind == .job || kind == .stage) }
}
