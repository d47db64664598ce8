import Evidence

extension Format {
    /// Jobs as the v2 command line and the management API show them: what was asked for, and the graph of a pipeline.
    static let azMLJob = Format.records(
        id: "az-ml-job",
        title: "Jobs of the v2 command line or of the management API",
        howToGet: "az ml job list -o json; az ml job show -n NAME -o json",
        tell: { head in head.records.prefix(3).contains { JobRecord.isJob($0.root) } ? 88 : 0 },
        decode: { record, context, batch in
            guard let job = JobRecord(record, source: context.source) else { return false }
            batch.statements.append(job.statement)
            return true
        })
}

/// One job, in the form of the command line or of the management API (`properties.jobType`).
private struct JobRecord {
    private(set) var statement: RunStatement
    /// The members that describe the job: of the management API they lie in `properties`.
    private let job: RecordFields

    static func isJob(_ root: JSONNode) -> Bool {
        let fields = RecordFields(root)
        guard fields.text("name") != nil else { return false }
        if fields.fields("properties").text("jobtype") != nil { return true }
        // What people print of the SDK's listing: a few members of each job.
        if fields.text("jobtype") != nil, fields.text("status") != nil, fields.node("experimentname") != nil { return true }
        guard fields.text("type") != nil else { return false }
        return fields.node("creationcontext", "experimentname") != nil && fields.node("status", "jobs", "command", "compute") != nil
    }

    init?(_ record: JSONRecord, source: String) {
        guard JobRecord.isJob(record.root) else { return nil }
        let fields = RecordFields(record.root)
        guard let idNode = fields.node("name"), let runID = idNode.plainText else { return nil }
        let resource = fields.fields("properties")
        job = resource.text("jobtype") == nil ? fields : resource
        statement = RunStatement(runID: runID)
        statement.citations[.record] = record.quote(of: idNode, source: source)
        addIdentity(fields)
        addCourse(fields, record, source)
        statement.inputs = RunPorts.jobPorts(job.node("inputs"))
        statement.outputs = RunPorts.jobPorts(job.node("outputs"))
        if let node = job.node("outputs"), !statement.outputs.isEmpty {
            statement.citations[.outputs] = record.quote(of: node, source: source)
        }
        addGraph()
        statement.properties.merge(UnknownMembers.kept(of: record.root)) { mine, _ in mine }
    }

    private mutating func addIdentity(_ fields: RecordFields) {
        let properties = RunProperties(record: job)
        statement.displayName = job.text("displayname")
        statement.experiment = job.text("experimentname")
        statement.parentRunID = job.text("parentjobname") ?? properties.pipelineRunID
        let type = job.text("jobtype", "type")
        statement.kind = properties.kind(types: [type], hasParent: statement.parentRunID != nil)
        let compute = job.text("compute", "computeid") ?? job.fields("compute").text("target")
        statement.compute = properties.compute ?? ResourceName.compute(compute)
        statement.command = job.text("command")
        statement.snapshotID = properties.snapshotID ?? ResourceName.snapshot(ofCode: job.text("code", "codeid"))
        statement.reusedRunID = properties.reusedRunID
        statement.nodeID = properties.nodeID
        statement.stepName = properties.stepName
        let settings = job.fields("settings")
        statement.continueOnStepFailure =
            settings.node("continueonstepfailure", "continuerunonstepfailure")?.bool ?? properties.continueOnStepFailure
        let creation = fields.node("creationcontext") != nil ? fields.fields("creationcontext") : fields.fields("systemdata")
        statement.submittedBy = creation.text("createdby")
        statement.created = creation.time("createdat")?.value ?? fields.time("createdtime")?.value
        statement.properties = properties.kept
        let resources = job.fields("resources")
        for (name, text) in [
            ("environment", job.text("environment", "environmentid")), ("instanceCount", resources.text("instancecount")),
            ("vmSize", resources.text("instancetype")), ("jobType", type),
        ] {
            if let text { statement.properties[name] = text }
        }
    }

    private mutating func addCourse(_ fields: RecordFields, _ record: JSONRecord, _ source: String) {
        if let node = job.node("status"), let text = node.plainText {
            statement.status = RunStatus(text: text) ?? .unknown
            statement.citations[.status] = record.quote(of: node, source: source)
        }
        let limits = job.fields("limits")
        if let node = limits.node("timeout", "totaltimeout"), let seconds = Span.seconds(node.plainText), seconds > 0 {
            statement.limitSeconds = seconds
            statement.citations[.limit] = record.quote(of: node, source: source)
        }
        // Only newer services say these two here; run history is where they come from.
        if let node = job.node("error"), let envelope = ErrorEnvelope(node) {
            statement.error = envelope.error
            statement.citations[.error] = record.quote(of: envelope.place, source: source)
        }
        let names = job.node("logfiles")?.object?.map(\.key) ?? []
        statement.logFiles = names.sorted()
    }

    /// The steps of a pipeline in the order of the record, and an edge for every input that is another step's output.
    private mutating func addGraph() {
        for member in job.node("jobs")?.object ?? [] {
            let step = RecordFields(member.value)
            let compute = step.text("compute", "computeid") ?? step.fields("compute").text("target")
            statement.steps.append(PipelineStep(id: member.key, name: member.key, compute: ResourceName.compute(compute)))
            for port in RunPorts.jobPorts(step.node("inputs")) {
                guard let producer = port.producer else { continue }
                statement.edges.append(PipelineEdge(from: producer, to: PortReference(step: member.key, port: port.name)))
            }
        }
        if !statement.steps.isEmpty { statement.kind = .pipeline }
    }
}
