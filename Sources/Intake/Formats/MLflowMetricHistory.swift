import Evidence

extension Format {
    /// The values that one or more runs logged for a metric, as MLflow's `metrics/get-history` answers them.
    static let mlflowMetricHistory = Format.records(
        id: "mlflow-metric-history",
        title: "History of a metric (MLflow metrics/get-history)",
        howToGet: "GET TRACKING_URI/api/2.0/mlflow/metrics/get-history?run_id=RUN&metric_key=loss; ingest it with --run RUN",
        tell: { head in head.records.prefix(3).contains { HistoryValue.isOne($0) } ? 92 : 0 },
        decode: { record, context, batch in
            guard HistoryValue.isOne(record) else { return false }
            let fields = RecordFields(record.root)
            let runID = fields.text("runid", "runuuid") ?? context.options.runID
            guard let point = MLflowRecord.point(fields, runID: runID, in: record, source: context.source) else { return false }
            batch.metrics.append(point)
            return true
        })
}

private enum HistoryValue {
    static func isOne(_ record: JSONRecord) -> Bool {
        let fields = RecordFields(record.root)
        return record.envelope == "metrics" && fields.text("key") != nil && fields.node("value", "timestamp", "step") != nil
    }
}
