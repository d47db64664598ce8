import Evidence

extension Format {
    /// Platform metrics as Azure Monitor answers them: one record a metric, with its series over time.
    static let monitorMetrics = Format.records(
        id: "monitor-metrics",
        title: "Platform metrics of Azure Monitor (command line, REST)",
        howToGet: "az monitor metrics list --resource WORKSPACE_ID --metric \"Failed Runs\" --interval PT1M --aggregation Total -o json",
        tell: { head in head.records.prefix(3).contains { MonitorMetric.isOne($0.root) } ? 94 : 0 },
        decode: { record, context, batch in
            guard MonitorMetric.isOne(record.root) else { return false }
            let points = MonitorMetric.points(of: record, source: context.source)
            batch.metrics += points
            return !points.isEmpty
        })
}

private enum MonitorMetric {
    static func isOne(_ root: JSONNode) -> Bool {
        root.member("timeseries")?.array != nil && root.member("name")?.plainText != nil
    }

    static func points(of record: JSONRecord, source: String) -> [MetricPoint] {
        let fields = RecordFields(record.root)
        guard let name = fields.text("name") else { return [] }
        return (fields.node("timeseries")?.array ?? []).flatMap { series -> [MetricPoint] in
            let parts = RecordFields(series)
            var metric = PlatformMetric(name: name)
            for node in parts.node("metadatavalues")?.array ?? [] {
                let dimension = RecordFields(node)
                if let key = dimension.text("name"), let value = dimension.text("value") { metric.dimensions[key] = value }
            }
            let dimensions = RecordFields(JSONNode(value: .object(metric.members), offset: 0, line: 1))
            metric.runID = dimensions.text("runid")
            metric.resource =
                ResourceName.compute(dimensions.text("clustername", "computename"))?.lowercased() ?? resource(of: fields.text("id"))
            return (parts.node("data")?.array ?? []).flatMap { node -> [MetricPoint] in
                let values = RecordFields(node)
                return metric.points(of: values, at: values.time("timestamp")?.value, in: record, source: source)
            }
        }
    }

    /// The id of the resource in `<resource>/providers/Microsoft.Insights/metrics/<name>`, lower-cased: exports differ in its case.
    private static func resource(of id: String?) -> String? {
        guard let lowered = id?.lowercased() else { return nil }
        let parts = lowered.split(separator: "/", omittingEmptySubsequences: false)
        guard let end = parts.lastIndex(of: "microsoft.insights"), end >= 2, parts[end - 1] == "providers" else { return lowered }
        return parts[..<(end - 1)].joined(separator: "/")
    }
}

extension PlatformMetric {
    fileprivate var members: [JSONMember] {
        dimensions.map { JSONMember(key: $0.key, value: JSONNode(value: .string($0.value), offset: 0, line: 1)) }
    }
}
