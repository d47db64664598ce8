import Evidence

/// Makes events of platform records. Every kind fills the same fields from every export, so that one record has one `Event.key`:
/// what only some exports carry (`correlationId`, `resultType`) goes into `detail`.
struct PlatformEvents {
    let record: JSONRecord
    let source: String

    /// The event that the record states; nil for metric samples and for records that say neither when nor what.
    func event(of platform: PlatformRecord) -> Event? {
        switch platform.table {
        case .runStatus: runStatus(platform)
        case .job: job(platform)
        case .cluster: cluster(platform)
        case .node: node(platform)
        case .stage: stage(platform)
        case .activity: ActivityOperation(platform.fields).event(in: record, source: source)
        case .metric: nil
        case .other: other(platform)
        }
    }

    /// The names that every record of the run history's stream is asked for, hashed once.
    private enum Names {
        static let runID: [FieldName] = ["runid"]
        static let status: [FieldName] = ["status"]
        static let parentRunID: [FieldName] = ["parentrunid"]
        static let rootRunID: [FieldName] = ["rootrunid"]
        static let message: [FieldName] = ["message", "resultdescription"]
        static let caller: [FieldName] = ["triggeringusername"]
        static let operation: [FieldName] = ["operationname", "eventtype"]
        static let ofRunStatusUnknown: [FieldName] = ["runid", "parentrunid", "rootrunid", "message", "triggeringusername"]
        static let ofRunStatus = ofRunStatusUnknown + ["status"]
    }

    private func runStatus(_ platform: PlatformRecord) -> Event? {
        let fields = platform.fields
        guard let runID = fields.carried(Names.runID), let place = fields.node(Names.status), let status = place.plainText else {
            return other(platform)
        }
        var event = start(.runStatus, platform, at: place)
        event.runID = runID
        event.parentRunID = fields.carried(Names.parentRunID)
        event.rootRunID = fields.carried(Names.rootRunID)
        event.status = RunStatus(text: status) ?? .unknown
        event.message = fields.carried(Names.message)
        event.caller = fields.carried(Names.caller)
        event.detail = detail(of: platform, without: event.status == .unknown ? Names.ofRunStatusUnknown : Names.ofRunStatus)
        return event
    }

    private func job(_ platform: PlatformRecord) -> Event? {
        let fields = platform.fields
        let failure = fields.node("joberrormessage")
        guard let place = failure ?? fields.node("eventtype", "operationname", "executionstate", "jobname") else { return other(platform) }
        var event = start(.job, platform, at: place)
        event.runID = fields.carried("jobname", "runid")
        event.nodeID = fields.carried("nodeid")
        event.status = fields.text("executionstate").flatMap { RunStatus(text: $0) }
        event.message = failure?.carriedText
        event.detail = detail(of: platform, without: ["jobname", "runid", "nodeid", "joberrormessage", "clustername"])
        return event
    }

    private func cluster(_ platform: PlatformRecord) -> Event? {
        guard let place = platform.fields.node("clustername", "operationname", "eventtype") else { return other(platform) }
        var event = start(.cluster, platform, at: place)
        event.message = platform.fields.carried("clustererrorcodes")
        event.detail = detail(of: platform, without: ["clustername"])
        return event
    }

    private func node(_ platform: PlatformRecord) -> Event? {
        let fields = platform.fields
        guard let place = fields.node("nodeid", "clustername", "operationname") else { return other(platform) }
        var event = start(.node, platform, at: place)
        event.nodeID = fields.carried("nodeid")
        event.runID = fields.carried("runid", "jobname")
        event.detail = detail(of: platform, without: ["nodeid", "clustername"])
        return event
    }

    private func stage(_ platform: PlatformRecord) -> Event? {
        guard let update = StageUpdate(platform.fields) else { return other(platform) }
        var event = start(.stage, platform, at: update.place)
        event.runID = update.pipelineRunID
        event.stage = update.stage
        event.status = update.status.map { RunStatus(text: $0) ?? .unknown }
        event.message = update.message
        event.caller = platform.fields.carried("caller", "triggeringusername")
        event.detail = detail(of: platform, without: ["resultdescription", "pipelinerunid", "stagename"])
        return event
    }

    private func other(_ platform: PlatformRecord) -> Event? {
        let fields = platform.fields
        let name = fields.text("metricname", "operationname", "eventtype", "name") ?? platform.tableName
        guard
            let place = fields.node("message", "resultdescription", "operationname") ?? platform.time?.node
                ?? fields.node("category", "type"),
            name != nil || platform.time != nil
        else { return nil }
        var event = start(.other, platform, at: place)
        event.name = name ?? "record"
        event.runID = fields.carried("runid")
        // One sample a device: without it the samples of one moment would pass for one record.
        event.nodeID = [fields.carried("nodeid", "instanceid"), fields.carried("deviceid")].compactMap { $0 }.joined(separator: "/")
        if event.nodeID?.isEmpty == true { event.nodeID = nil }
        event.result = fields.carried("resulttype")
        event.correlationID = fields.carried("correlationid")
        event.message = fields.carried("message", "resultdescription")
        event.detail = detail(of: platform, without: ["message", "resultdescription", "correlationid", "resulttype", "metricname"])
        return event
    }

    private func start(_ kind: EventKind, _ platform: PlatformRecord, at place: JSONNode) -> Event {
        let time = platform.time?.value
        // A query may have dropped the operation; then the kind's own word stands for it, the same for every export.
        let name = platform.fields.text(Names.operation) ?? kind.rawValue
        var event = Event(kind: kind, time: time, name: name, quote: record.quote(of: place, source: source, time: time))
        event.compute = platform.compute
        return event
    }

    private func detail(of platform: PlatformRecord, without taken: [FieldName]) -> [String: String] {
        EventDetail.fields(of: platform.fields, without: taken)
    }
}
