import Evidence

extension Format {
    /// Runs as the run history tells them: details, the answers of a runs query, `get_details()` as JSON or as printed Python.
    static let runHistory = Format.records(
        id: "run-history",
        title: "Run history (RunDetails, runs query, get_details)",
        howToGet: "run.get_details() saved as JSON or printed; or the job page of the studio, \"Raw JSON\"",
        tell: { head in
            let records = head.records.prefix(3)
            return records.contains { RunHistoryRecord.isRun(RunHistoryRecord.fields(of: $0.root)) } ? 90 : 0
        },
        decode: { record, context, batch in
            guard let run = RunHistoryRecord(record, source: context.source) else { return false }
            batch.statements.append(run.statement)
            return true
        })
}

/// One run of a run-history dump.
private struct RunHistoryRecord {
    private(set) var statement: RunStatement

    /// The run's own members; one answer of the service wraps them in `runMetadata`.
    static func fields(of root: JSONNode) -> RecordFields {
        RecordFields(root.member("runMetadata") ?? root)
    }

    /// Metrics and events name a run too; a run also says how it stands, or what it was to do.
    static func isRun(_ fields: RecordFields) -> Bool {
        guard fields.text("runid") != nil, fields.node("timegenerated", "tablename", "metricid", "cells", "metrictype") == nil else {
            return false
        }
        return fields.node(
            "rundefinition", "starttimeutc", "createdtimeutc", "createdutc", "runtypev2", "runtype", "rootrunid", "logfiles", "target"
        ) != nil
            || (fields.text("status").flatMap { RunStatus(text: $0) } != nil
                && fields.node("time", "timestamp", "category", "operationname", "level") == nil)
    }

    init?(_ record: JSONRecord, source: String) {
        let fields = RunHistoryRecord.fields(of: record.root)
        guard RunHistoryRecord.isRun(fields), let idNode = fields.node("runid"), let runID = idNode.plainText else { return nil }
        statement = RunStatement(runID: runID)
        statement.citations[.record] = record.quote(of: idNode, source: source)
        addIdentity(fields)
        addCourse(fields, record, source)
        addError(fields, record, source)
        addDefinition(fields, record, source)
        addRemarks(fields)
        let extra = UnknownMembers.kept(of: record.root.member("runMetadata") ?? record.root)
        statement.properties.merge(extra) { mine, _ in mine }
    }

    private mutating func addIdentity(_ fields: RecordFields) {
        let properties = RunProperties(record: fields)
        statement.runUUID = fields.text("runuuid")
        statement.rootRunID = fields.text("rootrunid")
        statement.displayName = fields.text("displayname", "name")
        statement.experiment = fields.text("experimentname", "experiment")
        statement.parentRunID = fields.text("parentrunid") ?? properties.pipelineRunID ?? RunHistoryRecord.sweep(ofTrial: statement.runID)
        let type = fields.fields("runtypev2")
        let traits = type.node("traits")?.array?.map(\.plainText) ?? []
        // The SDK leaves null members out; only a root that is the run itself says that there is no parent.
        let hasParent: Bool? = statement.parentRunID != nil ? true : statement.rootRunID == statement.runID ? false : nil
        let words = [fields.text("runtype"), type.text("orchestrator")] + traits
        let isScript = fields.fields("rundefinition").text("script", "command") != nil
        statement.kind = properties.kind(types: words, hasParent: hasParent) ?? (isScript ? .job : nil)
        statement.reusedRunID = properties.reusedRunID
        statement.nodeID = properties.nodeID
        statement.stepName = properties.stepName
        statement.continueOnStepFailure = properties.continueOnStepFailure
        statement.snapshotID = properties.snapshotID
        let machine = fields.fields("compute")
        let target = machine.text("target") ?? fields.text("target") ?? fields.fields("rundefinition").text("target")
        statement.compute = properties.compute ?? ResourceName.compute(target)
        let creator = fields.fields("createdby")
        statement.submittedBy = fields.text("submittedby") ?? creator.text("username", "upn") ?? fields.text("createdby")
        statement.properties = properties.kept
        for (name, key): (String, FieldName) in [("vmSize", "vmsize"), ("vmPriority", "priority"), ("instanceCount", "instancecount")] {
            if let text = machine.text(key) { statement.properties[name] = text }
        }
    }

    private mutating func addCourse(_ fields: RecordFields, _ record: JSONRecord, _ source: String) {
        if let node = fields.node("status"), let text = node.plainText {
            statement.status = RunStatus(text: text) ?? .unknown
            statement.citations[.status] = record.quote(of: node, source: source)
        }
        statement.created = fields.time("createdtimeutc", "createdutc", "createdtime")?.value
        if let started = fields.time("starttimeutc", "starttime", "effectivestarttimeutc") {
            statement.started = started.value
            statement.citations[.started] = record.quote(of: started.node, source: source, time: started.value)
        }
        if let ended = fields.time("endtimeutc", "endtime") {
            statement.ended = ended.value
            statement.citations[.ended] = record.quote(of: ended.node, source: source, time: ended.value)
        }
        statement.cancelationReason = fields.text("cancelationreason", "cancellationreason")
    }

    private mutating func addError(_ fields: RecordFields, _ record: JSONRecord, _ source: String) {
        guard let node = fields.node("error"), let envelope = ErrorEnvelope(node) else { return }
        statement.error = envelope.error
        statement.citations[.error] = record.quote(of: envelope.place, source: source, time: statement.ended)
    }

    private mutating func addDefinition(_ fields: RecordFields, _ record: JSONRecord, _ source: String) {
        let definition = fields.fields("rundefinition")
        statement.script = definition.text("script") ?? fields.text("scriptname")
        statement.command = definition.text("command") ?? RunHistoryRecord.command(definition, script: statement.script)
        if let node = definition.node("maxrundurationseconds", "maxrunduration"), let seconds = Span.seconds(node.plainText), seconds > 0 {
            statement.limitSeconds = seconds
            statement.citations[.limit] = record.quote(of: node, source: source)
        }
        let environment = definition.fields("environment")
        if let name = environment.text("name") {
            statement.properties["environment"] = [name, environment.text("version")].compactMap { $0 }.joined(separator: ":")
        }
        let codes = definition.fields("commandreturncodeconfig")
        if let text = codes.text("returncode") { statement.anyExitCodeSucceeds = FieldName(text) == "ZeroOrGreater" }
        statement.inputs = RunPorts.inputs(record: fields, definition: definition)
        statement.outputs = RunPorts.outputs(record: fields, definition: definition)
        if let node = definition.node("outputdata") ?? fields.node("outputs"), !statement.outputs.isEmpty {
            statement.citations[.outputs] = record.quote(of: node, source: source)
        }
        // Of `logFiles` only the names are kept: the values are addresses with a signature in them, or whole logs.
        let names = fields.node("logfiles")?.object?.map(\.key) ?? []
        statement.logFiles = names.filter { $0.contains("/") || $0.contains(".") }.sorted()
    }

    private mutating func addRemarks(_ fields: RecordFields) {
        let warnings = (fields.node("warnings")?.array ?? []).compactMap { warning -> String? in
            guard let message = RecordFields(warning).text("message") ?? warning.string else { return nil }
            return [RecordFields(warning).text("source"), message].compactMap { $0 }.joined(separator: ": ")
        }
        if !warnings.isEmpty { statement.properties["warnings"] = warnings.joined(separator: "\n") }
        let queueing = fields.fields("queueinginfo")
        let reason = [queueing.text("code"), queueing.text("message")].compactMap { $0 }.joined(separator: ": ")
        if !reason.isEmpty { statement.properties["queueing"] = reason }
        if let type = fields.text("runtype") { statement.properties["runType"] = type }
    }

    /// The id of the sweep or AutoML run that `HD_<id>_3` or `AutoML_<id>_3` is a trial of: the SDK's details name no parent, but the
    /// services that start trials always build their ids so.
    private static func sweep(ofTrial runID: String) -> String? {
        let parts = runID.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "HD" || parts[0] == "AutoML", !parts[1].isEmpty, !parts[2].isEmpty,
            parts[1].allSatisfy({ $0.isHexDigit || $0 == "-" })
        else { return nil }
        return "\(parts[0])_\(parts[1])"
    }

    /// The v1 form has no command: script and arguments as they would be typed.
    private static func command(_ definition: RecordFields, script: String?) -> String? {
        guard let script else { return nil }
        let arguments = definition.node("arguments")?.array?.compactMap(\.string) ?? []
        return ([script] + arguments).joined(separator: " ")
    }
}
