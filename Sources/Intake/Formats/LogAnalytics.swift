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
            guard let platform = PlatformRecord(row: record.root, tableName: record.table), LogAnalyticsRow.score(record) > 0,
                let event = PlatformEvents(record: record, source: context.source).event(of: platform)
            else { return false }
            batch.events.append(event)
            return true
        })
}

private enum LogAnalyticsRow {
    /// A REST table and the command line's `TableName` are unmistakable; a dump of rows has at least the time that every table has.
    static func score(_ record: JSONRecord) -> Int {
        guard record.root.object != nil else { return 0 }
        if let platform = PlatformRecord(row: record.root, tableName: record.table), platform.table == .metric { return 0 }
        if record.table != nil || record.root["TableName"] != nil { return 95 }
        return record.root.member("TimeGenerated") != nil ? 85 : 0
    }
}
