import Evidence

extension Format {
    /// Records of a diagnostic setting: blobs of an archive, messages of an event hub.
    static let diagnosticsRecords = Format.records(
        id: "diagnostics-records",
        title: "Records of a diagnostic setting (storage archive, event hub)",
        howToGet: "az storage blob download-batch -s insights-logs-amlrunstatuschangedevent -d diagnostics",
        tell: { head in head.records.prefix(5).contains { DiagnosticsRecord.isOne($0.root) } ? 90 : 0 },
        decode: { record, context, batch in
            guard DiagnosticsRecord.isOne(record.root), let platform = PlatformRecord(diagnostic: record.root) else { return false }
            return platform.decode(record, context, &batch)
        })
}

private enum DiagnosticsRecord {
    /// The schema asks for a time, a resource, an operation and a category; metric samples of the same stream have neither of the last two,
    /// but a grain of time.
    static func isOne(_ root: JSONNode) -> Bool {
        guard root.object != nil, root.member("TimeGenerated") == nil, root.member("time") != nil else { return false }
        if root.member("metricName") != nil, root.member("timeGrain") != nil { return true }
        guard root.member("category") != nil || root.member("type") != nil else { return false }
        return root.member("operationName") != nil || root.member("properties")?.embedded != nil && root.member("resourceId") != nil
    }
}
