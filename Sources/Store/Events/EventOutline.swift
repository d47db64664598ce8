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
        var statement = RunStatement(runID: events.lazy.compactMap { $0.runID }.min() ?? key)
        let last = lastChange(of: events).map { events[$0] }
        statement.status = last?.status ?? .unknown
        statement.created = events.first?.time
        statement.ended = last.flatMap { $0.status?.isTerminal == true ? $0.time : nil }
        statement.started = events.first { $0.isChange && $0.status == .running }?.time
        for event in events {
            statement.compute = statement.compute ?? event.compute
            statement.parentRunID = statement.parentRunID ?? event.parentRunID
            statement.rootRunID = statement.rootRunID ?? event.rootRunID
            statement.displayName = statement.displayName ?? event.detail.displayName ?? event.detail.jobName
            statement.experiment = statement.experiment ?? event.detail.experimentName ?? event.detail.experiment
        }
        return statement
    }

    /// Parent and root that a run's events name, the earliest that do.
    static func parents(in events: [EventOutline]) -> (parent: String?, root: String?) {
        let events = events.filter { $0.parentRunID != nil || $0.rootRunID != nil }.sorted { a, b in
            let (left, right) = (a.time?.microseconds ?? .min, b.time?.microseconds ?? .min)
            if left != right { return left < right }
            return (a.parentRunID ?? "", a.rootRunID ?? "") < (b.parentRunID ?? "", b.rootRunID ?? "")
        }
        return (events.lazy.compactMap { $0.parentRunID }.first, events.lazy.compactMap { $0.rootRunID }.first)
    }

    /// Index of the last change of status; the platform's own word goes before that of jobs and stages.
    static func lastChange(of events: [EventOutline]) -> Int? {
        events.lastIndex { $0.isChange && $0.kind == .runStatus } ?? events.lastIndex { $0.isChange }
    }

    private var isChange: Bool { status != nil && (kind == .runStatus || kind == .job || kind == .stage) }
}
