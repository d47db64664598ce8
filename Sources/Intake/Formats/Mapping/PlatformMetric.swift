import Evidence

/// Values of a metric that the platform measured over a grain of time: one point for each way in which it adds them up.
struct PlatformMetric {
    let name: String
    var runID: String?
    var resource: String?
    var dimensions: [String: String] = [:]

    /// Names of the aggregations in the order in which points are made.
    static let aggregations: [(name: String, key: FieldName)] = [
        ("average", "average"), ("minimum", "minimum"), ("maximum", "maximum"), ("total", "total"), ("count", "count"),
    ]

    /// The points of one moment. What is null was not asked for or not measured: it is no zero.
    func points(of fields: RecordFields, at time: Timestamp?, in record: JSONRecord, source: String) -> [MetricPoint] {
        PlatformMetric.aggregations.compactMap { aggregation, key in
            guard let node = fields.node(key), let value = node.plainText.flatMap(MetricPoint.value) else { return nil }
            return MetricPoint(
                runID: runID, resource: resource, name: name, time: time, value: value, aggregation: aggregation, dimensions: dimensions,
                quote: record.shortQuote(of: node, source: source, time: time))
        }
    }
}

extension PlatformRecord {
    /// Adds the event or the metric values that the record states; false if it states neither.
    func decode(_ record: JSONRecord, _ context: DecoderContext, _ batch: inout EvidenceBatch) -> Bool {
        if table == .metric {
            guard let name = fields.text("metricname") else { return false }
            var metric = PlatformMetric(name: name)
            metric.resource = compute ?? fields.text("resourceid")?.lowercased()
            let points = metric.points(of: fields, at: time?.value, in: record, source: context.source)
            batch.metrics += points
            return !points.isEmpty
        }
        guard let event = PlatformEvents(record: record, source: context.source).event(of: self) else { return false }
        batch.events.append(event)
        return true
    }
}
