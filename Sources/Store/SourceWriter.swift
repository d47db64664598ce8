package import Evidence
import GRDB
import GRDBSQLite

/// Puts what one source says into the store, within that source's transaction.
package final class SourceWriter {
    private let db: Database
    let sourceID: Int64
    private let redactor: Redactor
    /// Next number of each table; with the source's key it names a row.
    private var numbers: [SourceRows.Table: Int64] = [:]
    private var touched: Set<String> = []
    private var groups = EventGroups()
    private var groupCount = 0
    private var covered = CoveredTimes()

    init(db: Database, sourceID: Int64, redactor: Redactor) {
        self.db = db
        self.sourceID = sourceID
        self.redactor = redactor
    }

    /// Adds the batch to what the source said so far.
    package func write(_ batch: EvidenceBatch) throws {
        var maker = RowMaker(redactor: redactor)
        try maker.add(batch)
        try write(maker.rows)
    }

    /// The same with rows that were made before.
    ///
    /// Values are bound through SQLite's own interface, texts where they lie: GRDB's would copy every one of them twice.
    package func write(_ rows: SourceRows) throws {
        touched.formUnion(rows.runs)
        touched.formUnion(rows.subjects.lazy.compactMap(\.runKey))
        covered.add(rows.covered)
        try write(forms: rows.forms)
        groups.add(rows)
        if groups.isFull { try writeGroups() }
        var statements: [SourceRows.Table: Statement] = [:]
        for table in Set(rows.tables) { statements[table] = try db.cachedStatement(sql: SourceWriter.sql(for: table)) }
        // The texts go when this returns.
        defer { for statement in statements.values { sqlite3_clear_bindings(statement.sqliteStatement) } }
        try rows.text.withUnsafeBytes { text in
            // SQLite takes a null pointer for null, and texts may all be empty.
            let empty = UnsafeRawPointer(bitPattern: 1)
            let base = text.baseAddress ?? empty
            var cell = 0
            for table in rows.tables {
                guard let statement = statements[table]?.sqliteStatement else { continue }
                let number = numbers[table, default: 0]
                numbers[table] = number + 1
                sqlite3_bind_int64(statement, 1, sourceID)
                sqlite3_bind_int64(statement, 2, number)
                for column in 0..<table.columns {
                    let index = Int32(column + 3)
                    switch rows.cells[cell + column] {
                    case .null: sqlite3_bind_null(statement, index)
                    case .integer(let value): sqlite3_bind_int64(statement, index, value)
                    case .real(let value): sqlite3_bind_double(statement, index, value)
                    case .text(let start, let count):
                        let here = base.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
                        // Nil for the destructor: the bytes stay in place until the statement was run.
                        sqlite3_bind_text(statement, index, here, Int32(count), nil)
                    }
                }
                cell += table.columns
                try run(statement)
            }
        }
    }

    private func write(forms: [(number: Int, json: String)]) throws {
        let statement = try db.cachedStatement(sql: "INSERT OR IGNORE INTO event_form VALUES (?, ?, ?)")
        for form in forms { try statement.execute(arguments: [sourceID, form.number, form.json]) }
    }

    private func writeGroups() throws {
        let insert = try db.cachedStatement(sql: "INSERT INTO event_group VALUES (?, ?, ?, ?, ?, ?, ?, ?)").sqliteStatement
        defer { sqlite3_clear_bindings(insert) }
        for var group in groups.take() {
            group.json.append(UInt8(ascii: "]"))
            sqlite3_bind_int64(insert, 1, sourceID)
            sqlite3_bind_int64(insert, 2, Int64(groupCount))
            bind(group.subject.runKey, to: insert, at: 3)
            bind(group.subject.compute, to: insert, at: 4)
            bind(group.first, to: insert, at: 5)
            bind(group.last, to: insert, at: 6)
            sqlite3_bind_int64(insert, 7, Int64(group.count))
            try group.json.withUnsafeBytes { json in
                sqlite3_bind_text(insert, 8, json.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(json.count), nil)
                try run(insert)
            }
            groupCount += 1
        }
    }

    private func bind(_ value: Int64?, to statement: OpaquePointer, at index: Int32) {
        if let value { sqlite3_bind_int64(statement, index, value) } else { sqlite3_bind_null(statement, index) }
    }

    /// SQLite makes a copy of the text.
    private func bind(_ value: String?, to statement: OpaquePointer, at index: Int32) {
        guard var value else {
            sqlite3_bind_null(statement, index)
            return
        }
        value.withUTF8 { text in
            let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            _ = text.withMemoryRebound(to: CChar.self) { sqlite3_bind_text(statement, index, $0.baseAddress, Int32($0.count), copied) }
        }
    }

    private static func sql(for table: SourceRows.Table) -> String {
        "INSERT INTO \(table.rawValue) VALUES (\(repeatElement("?", count: table.columns + 2).joined(separator: ", ")))"
    }

    /// Runs a statement that returns no rows.
    private func run(_ statement: OpaquePointer) throws {
        let code = sqlite3_step(statement)
        let message = code == SQLITE_DONE ? nil : String(cString: sqlite3_errmsg(db.sqliteConnection))
        sqlite3_reset(statement)
        if let message { throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message) }
    }

    /// Notes the times that the source spoke of, and marks what has to be looked at again because of it.
    func finish() throws {
        try writeGroups()
        let run = try db.cachedStatement(sql: "INSERT OR IGNORE INTO stale_run VALUES (?)")
        for key in touched { try run.execute(arguments: [key]) }
        let times = try db.cachedStatement(sql: "INSERT OR IGNORE INTO covered VALUES (?, ?, ?, ?, ?)")
        for (kind, range) in covered.times {
            try times.execute(arguments: [
                sourceID, kind.name, redactor.redact(kind.compute), range?.lowerBound, range?.upperBound,
            ])
        }
        try StaleMarks(db: db).add(source: sourceID)
    }
}
