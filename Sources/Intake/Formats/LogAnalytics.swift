import Evidence

extension Format {
    /// Rows of a Log Analytics query, from the command line, the REST API or the SDK.
    static let logAnalytics = Format.records(
        id: "log-analytics",
        title: "Log Analytics query result (command line, REST, SDK)",
        howToGet: "az monitor log-analytics query -w WORKSPACE --analytics-query \"AmlRunStatusChangedEvent\" -o json",
        tell: { head in
            let records = head.records.prefix(5)
            guard let best = records.map(LogAnalyticsRow.score).max() else { return 0 }
            return best
        },
        decode: { record, context, batch in
            LogAnalyticsRow.decode(record, context, &batch)
        })
}

/// A row of a Log Analytics table, whatever wrote it down.
enum LogAnalyticsRow {
    /// Adds the event or the metric values that the row states; false if it is no such row.
    static func decode(_ record: JSONRecord, _ context: DecoderContext, _ batch: inout EvidenceBatch) -> Bool {
        guard score(record) > 0, let platform = PlatformRecord(row: record.root, tableName: record.table) else { return false }
        return platform.decode(record, context, &batch)
    }

    /// A row whose query dropped the time: columns are written `RunId`, where run history writes `runId`.
    private static func isUndatedRow(_ root: JSONNode) -> Bool {
        guard root["RunId"] != nil || root["JobName"] != nil || root["ClusterName"] != nil else { return false }
        let columns = ["Status", "ActivityStatusValue", "EventType", "ExecutionState", "CurrentNodeCount", "TargetNodeCount"]
        guard columns.contains(where: { root[$0] != nil }) else { return false }
        let ownToRunHistory = [
            "runUuid", "RunUuid", "target", "Target", "startTimeUtc", "StartTimeUtc", "createdTimeUtc", "properties", "Properties",
            "StatusCode",
        ]
        return !ownToRunHistory.contains { root[$0] != nil }
    }

    /// A REST table and the command line's `TableName` are unmistakable; a dump of rows has at least the time that every table has.
    static func score(_ record: JSONRecord) -> Int {
        guard record.root.object != nil else { return 0 }
        if record.table != nil || record.root["TableName"] != nil { return 95 }
        if record.root.member("TimeGenerated") != nil { return 85 }
        return isUndatedRow(record.root) ? 92 : 0
    }
}
