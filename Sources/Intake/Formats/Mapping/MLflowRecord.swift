import Evidence

/// A run as MLflow tells it: `{"info": ..., "data": ...}` of the service, or a row of `search_runs()` with a column a metric.
struct MLflowRecord {
    private(set) var statement: RunStatement
    private(set) var metrics: [MetricPoint] = []
    private let source: String

    static func isOne(_ root: JSONNode) -> Bool {
        let run = root.member("run") ?? root
        if let info = run.member("info") {
            let fields = RecordFields(info)
            return fields.text("runid", "runuuid") != nil && fields.node("experimentid", "artifacturi", "lifecyclestage") != nil
        }
        return isRow(root)
    }

    /// A row has dotted columns, or at least the three that every row has.
    private static func isRow(_ root: JSONNode) -> Bool {
        guard root["run_id"]?.plainText != nil else { return false }
        return root["experiment_id"] != nil && root["artifact_uri"] != nil && root["status"] != nil
    }

    init?(_ record: JSONRecord, source: String) {
        guard MLflowRecord.isOne(record.root) else { return nil }
        let run = RecordFields(record.root.member("run") ?? record.root)
        let isRow = run.node("info") == nil
        let info = isRow ? run : run.fields("info")
        guard let place = info.node("runid", "runuuid"), let runID = place.plainText else { return nil }
        self.source = source
        statement = RunStatement(runID: runID)
        statement.citations[.record] = record.quote(of: place, source: source)
        addCourse(info, record)
        if isRow {
            addColumns(record)
        } else {
            addData(run.fields("data"), record)
        }
    }

    /// Of the folder of a run: what its `meta.yaml` says.
    init(runID: String, info: RecordFields, record: JSONRecord, source: String) {
        self.source = source
        statement = RunStatement(runID: runID)
        statement.citations[.record] = record.quote(of: info.node("runid", "runuuid") ?? record.root, source: source)
        addCourse(info, record)
    }

    private mutating func addCourse(_ info: RecordFields, _ record: JSONRecord) {
        statement.displayName = info.text("runname")
        statement.submittedBy = info.text("userid")
        if let node = info.node("status"), let text = node.plainText { addStatus(text, at: node, record) }
        if let started = MLflowRecord.time(info.node("starttime")) {
            statement.started = started.value
            statement.citations[.started] = record.quote(of: started.node, source: source, time: started.value)
        }
        if let ended = MLflowRecord.time(info.node("endtime")) {
            statement.ended = ended.value
            statement.citations[.ended] = record.quote(of: ended.node, source: source, time: ended.value)
        }
        if let experiment = info.text("experimentid") { statement.properties["mlflow.experimentId"] = experiment }
        if let stage = info.text("lifecyclestage"), stage != "active" { statement.properties["mlflow.lifecycleStage"] = stage }
    }

    /// A process that was killed hard leaves `RUNNING` behind for ever: it is kept as a property, but it says nothing of how the run stands.
    private mutating func addStatus(_ text: String, at node: JSONNode, _ record: JSONRecord) {
        let name = MLflowRecord.statusNames[text] ?? text
        guard name.uppercased() != "RUNNING" else {
            statement.properties["mlflow.status"] = "RUNNING"
            return
        }
        statement.status = RunStatus(text: name) ?? .unknown
        statement.citations[.status] = record.quote(of: node, source: source)
    }

    /// Files hold the number.
    private static let statusNames = ["1": "RUNNING", "2": "SCHEDULED", "3": "FINISHED", "4": "FAILED", "5": "KILLED"]

    // MARK: Metrics, parameters, tags

    private mutating func addData(_ data: RecordFields, _ record: JSONRecord) {
        for pair in MLflowRecord.pairs(data.node("params")) { add(parameter: pair.key, pair.node) }
        for pair in MLflowRecord.pairs(data.node("tags")) { add(tag: pair.key, pair.node) }
        if let list = data.node("metrics")?.array {
            metrics = list.compactMap {
                MLflowRecord.point(RecordFields($0), runID: statement.runID, in: record, source: source)
            }
        } else {
            for pair in MLflowRecord.pairs(data.node("metrics")) { add(metric: pair.key, pair.node, record) }
        }
    }

    /// Of names that people choose, case and underscores count.
    private mutating func addColumns(_ record: JSONRecord) {
        for member in record.root.object ?? [] {
            if member.key.hasPrefix("metrics.") {
                add(metric: String(member.key.dropFirst(8)), member.value, record)
            } else if member.key.hasPrefix("params.") {
                add(parameter: String(member.key.dropFirst(7)), member.value)
            } else if member.key.hasPrefix("tags.") {
                add(tag: String(member.key.dropFirst(5)), member.value)
            }
        }
    }

    /// The last value of a metric, of which neither step nor time is told.
    private mutating func add(metric name: String, _ node: JSONNode, _ record: JSONRecord) {
        guard let value = node.plainText.flatMap(MetricPoint.value) else { return }
        metrics.append(MetricPoint(runID: statement.runID, name: name, value: value, quote: record.shortQuote(of: node, source: source)))
    }

    mutating func add(parameter name: String, _ node: JSONNode) {
        if let text = RunProperties.keepable(node) { statement.properties["param.\(name)"] = text }
    }

    mutating func add(tag name: String, _ node: JSONNode) {
        guard let text = node.plainText else { return }
        switch name {
        case "mlflow.parentRunId": statement.parentRunID = text
        case "mlflow.rootRunId": statement.rootRunID = text
        case "mlflow.runName": statement.displayName = statement.displayName ?? text
        case "mlflow.user": statement.submittedBy = statement.submittedBy ?? text
        case "mlflow.source.name": statement.properties["tag.\(name)"] = RunProperties.keepable(node)
        default:
            // The rest of MLflow's own tags are recordings of its bookkeeping.
            if !name.hasPrefix("mlflow."), let kept = RunProperties.keepable(node) { statement.properties["tag.\(name)"] = kept }
        }
    }

    /// Entries of a list of `{"key": ..., "value": ...}` or of an object.
    private static func pairs(_ node: JSONNode?) -> [(key: String, node: JSONNode)] {
        if let object = node?.object { return object.map { ($0.key, $0.value) } }
        return (node?.array ?? []).compactMap { entry in
            guard let key = entry.member("key")?.string, let value = entry.member("value") else { return nil }
            return (key, value)
        }
    }

    /// `{"key", "value", "timestamp", "step"}`: 64-bit numbers are text where protocol buffers wrote them.
    static func point(_ fields: RecordFields, runID: String?, in record: JSONRecord, source: String) -> MetricPoint? {
        guard let name = fields.text("key"), let node = fields.node("value"), let value = node.plainText.flatMap(MetricPoint.value)
        else { return nil }
        let time = time(fields.node("timestamp"))?.value
        return MetricPoint(
            runID: runID, name: name, step: fields.node("step")?.int.map { Int64($0) }, time: time, value: value,
            quote: record.shortQuote(of: node, source: source, time: time))
    }

    /// Milliseconds since 1970, or a date; zero and less stand for "not yet".
    private static func time(_ node: JSONNode?) -> (value: Timestamp, node: JSONNode)? {
        guard let node, let text = node.plainText else { return nil }
        if let number = node.double {
            guard number > 0, number < 1e14 else { return nil }
            return (Timestamp(microseconds: Int64(number * 1_000)), node)
        }
        return FieldTime.parse(text).map { ($0, node) }
    }
}
