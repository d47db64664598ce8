import Evidence

extension Format {
    /// Metrics that runs logged, as the run history's service answers them: cells of the first version, values of the second.
    static let runMetrics = Format.records(
        id: "run-metrics",
        title: "Metrics of runs (RunMetric and v2 metric pages)",
        howToGet: "az rest --method post --url https://REGION.api.azureml.ms/metric/v2.0/WORKSPACE_ID/runs/RUN/full",
        tell: { head in head.records.prefix(3).contains { RunMetricRecord($0) != nil } ? 94 : 0 },
        decode: { record, context, batch in
            guard let metric = RunMetricRecord(record) else { return false }
            let points = metric.points(in: record, source: context.source)
            batch.metrics += points
            return !points.isEmpty
        })
}

/// One metric of the first version, or one or many values of the second.
private struct RunMetricRecord {
    private let name: String
    private let runID: String?
    /// Rows of columns, each with the step and the time that it was logged at.
    private let rows: [(columns: JSONNode, step: Int64?, time: Timestamp?)]

    init?(_ record: JSONRecord) {
        let fields = RecordFields(record.root)
        if let name = fields.text("name"), let cells = fields.node("cells")?.array, fields.text("runid") != nil {
            self.name = name
            runID = fields.text("runid")
            let time = fields.time("createdutc")?.value
            // A single cell is a value logged once; of several their order is all that is known.
            rows = cells.enumerated().map { ($0.element, cells.count > 1 ? Int64($0.offset) : nil, time) }
            return
        }
        // A page of one metric's values has its name in front of them; a list of metrics holds it in each.
        let header = RecordFields(JSONNode(value: .object(record.header), offset: record.root.offset, line: record.root.line))
        let isValue = fields.node("data")?.object != nil && fields.text("createdutc") != nil
        let metric = isValue ? header : fields
        guard let name = metric.text("name"), let container = metric.text("datacontainerid") else { return nil }
        guard let values = isValue ? [record.root] : fields.node("value")?.array else { return nil }
        self.name = name
        runID = RunMetricRecord.run(ofContainer: container)
        rows = values.compactMap { node in
            let value = RecordFields(node)
            guard let data = value.node("data") else { return nil }
            return (data, value.node("step")?.int.map { Int64($0) }, value.time("createdutc")?.value)
        }
    }

    /// A point for every column that holds a number. A metric of one value names its column after itself.
    func points(in record: JSONRecord, source: String) -> [MetricPoint] {
        rows.flatMap { row -> [MetricPoint] in
            (row.columns.object ?? []).compactMap { column in
                guard let text = column.value.string, let value = MetricPoint.value(of: text) else { return nil }
                return MetricPoint(
                    runID: runID, name: column.key == name ? name : "\(name).\(column.key)", step: row.step, time: row.time, value: value,
                    quote: record.shortQuote(of: column.value, source: source, time: row.time))
            }
        }
    }

    /// `dcid.<run>` names the container of a run.
    private static func run(ofContainer id: String) -> String? {
        id.hasPrefix("dcid.") ? String(id.dropFirst(5)) : nil
    }
}
