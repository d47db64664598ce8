package import Evidence
import GRDB

/// Puts what one source says into the store, within that source's transaction.
package final class SourceWriter {
    private let db: Database
    let sourceID: Int64
    private let redactor: Redactor
    /// Next number of each table; with the source's key it names a row.
    private var numbers: [SourceRows.Table: Int64] = [:]
    private var touched: Set<String> = []
    private var groups = EventGroups()
    private var groupCount: Int64 = 0
    private var inserts: [SourceRows.Table: RepeatedStatement] = [:]
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
    package func write(_ rows: SourceRows) throws {
        touched.formUnion(rows.runs)
        covered.add(rows.covered)
        try write(forms: rows.forms)
        groups.add(rows)
        if groups.isFull { try writeGroups() }
        let used = Set(rows.tables)
        for table in used where inserts[table] == nil {
            let places = repeatElement("?", count: table.columns + 2).joined(separator: ", ")
            inserts[table] = try RepeatedStatement(db, sql: "INSERT INTO \(table.rawValue) VALUES (\(places))")
        }
        // The texts go when this returns.
        defer { for table in used { inserts[table]?.clear() } }
        try rows.text.withUnsafeBufferPointer { text in
            var cell = 0
            for table in rows.tables {
                guard let insert = inserts[table] else { continue }
                let number = numbers[table, default: 0]
                numbers[table] = number + 1
                insert.bind(sourceID, at: 1)
                insert.bind(number, at: 2)
                for column in 0..<table.columns {
                    switch rows.cells[cell + column] {
                    case .null: insert.bind(Int64?.none, at: column + 3)
                    case .integer(let value): insert.bind(value, at: column + 3)
                    case .real(let value): insert.bind(value, at: column + 3)
                    case .text(let start, let count):
                        insert.bind(inPlace: UnsafeBufferPointer(rebasing: text[start..<start + count]), at: column + 3)
                    }
                }
                cell += table.columns
                try insert.run()
            }
        }
    }

    private func write(forms: [(number: Int, json: String)]) throws {
        guard !forms.isEmpty else { return }
        let insert = try db.cachedStatement(sql: "INSERT OR IGNORE INTO event_form VALUES (?, ?, ?)")
        for form in forms { try insert.execute(arguments: [sourceID, form.number, form.json]) }
    }

    private func writeGroups() throws {
        guard !groups.isEmpty else { return }
        let insert = try RepeatedStatement(db, sql: "INSERT INTO event_group VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        var json: [UInt8] = []
        for group in groups.sorted {
            if let key = group.subject.runKey { touched.insert(key) }
            groups.write(group, to: &json)
            insert.bind(sourceID, at: 1)
            insert.bind(groupCount, at: 2)
            insert.bind(group.subject.runKey, at: 3)
            insert.bind(group.subject.compute, at: 4)
            insert.bind(group.first, at: 5)
            insert.bind(group.last, at: 6)
            insert.bind(Int64(group.count), at: 7)
            try json.withUnsafeBufferPointer { text in
                insert.bind(inPlace: text, at: 8)
                try insert.run()
            }
            groupCount += 1
        }
        insert.clear()
        groups = EventGroups()
    }

    /// Notes the times that the source spoke of, and marks what has to be looked at again because of it.
    func finish() throws {
        try writeGroups()
        let mark = try RepeatedStatement(db, sql: "INSERT OR IGNORE INTO stale_run VALUES (?)")
        for key in touched {
            mark.bind(key, at: 1)
            try mark.run()
        }
        let times = try db.cachedStatement(sql: "INSERT OR IGNORE INTO covered VALUES (?, ?, ?, ?, ?)")
        for (kind, range) in covered.times {
            try times.execute(arguments: [
                sourceID, kind.name, redactor.redact(kind.compute), range?.lowerBound, range?.upperBound,
            ])
        }
        try StaleMarks(db: db).add(source: sourceID)
    }
}
