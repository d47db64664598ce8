package import Evidence
import GRDB

/// Puts what one source says into the store, within that source's transaction.
package final class SourceWriter {
    private let db: Database
    private let sourceID: Int64
    private let redactor: Redactor
    /// Next number of each table; with the source's key it names a row.
    private var numbers: [SourceRows.Table: Int] = [:]
    private var touched: Set<String> = []

    init(db: Database, sourceID: Int64, redactor: Redactor) {
        self.db = db
        self.sourceID = sourceID
        self.redactor = redactor
    }

    /// Adds the batch to what the source said so far.
    package func write(_ batch: EvidenceBatch) throws {
        var rows = SourceRows(redactor: redactor)
        try rows.add(batch)
        try write(rows)
    }

    /// The same with rows that were made before.
    package func write(_ rows: SourceRows) throws {
        touched.formUnion(rows.runs)
        for row in rows.rows {
            let number = numbers[row.table, default: 0]
            numbers[row.table] = number + 1
            let marks = repeatElement("?", count: row.values.count + 2).joined(separator: ", ")
            let statement = try db.cachedStatement(sql: "INSERT INTO \(row.table.rawValue) VALUES (\(marks))")
            statement.setUncheckedArguments(StatementArguments([sourceID.databaseValue, number.databaseValue] + row.values))
            try statement.execute()
        }
    }

    /// Marks the runs that the source spoke of, so that they are put together anew.
    func finish() throws {
        let statement = try db.cachedStatement(sql: "INSERT OR IGNORE INTO stale_run VALUES (?)")
        for key in touched { try statement.execute(arguments: [key]) }
    }
}

extension Store {
    /// The rows that a batch will become, made without the database.
    package func rows(of batch: EvidenceBatch) throws -> SourceRows {
        var rows = SourceRows(redactor: redactor)
        try rows.add(batch)
        return rows
    }
}
