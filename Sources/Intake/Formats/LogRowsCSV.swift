import Evidence

extension Format {
    /// Rows of a Log Analytics query as a table: the portal's export, or what pandas writes.
    static let logRowsCSV = Format.table(
        id: "log-rows-csv",
        title: "Log Analytics query result as CSV (portal export, pandas)",
        howToGet: "Logs -> run the query -> Export -> Export to CSV (all columns) in the portal",
        hasRowLimit: true,
        tell: { $0.holds("timegenerated") ? 85 : 0 },
        decode: { record, context, batch in LogAnalyticsRow.decode(record, context, &batch) })
}
