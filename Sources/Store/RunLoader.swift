import Evidence
import Foundation
import GRDB

/// Reads runs, as sources tell of them.
struct RunLoader {
    let db: Database
    let decoder: RowDecoder

    init(db: Database, decoder: RowDecoder = RowDecoder()) {
        self.db = db
        self.decoder = decoder
    }

    /// The run that run-history records tell of.
    func statedRun(_ key: String) throws -> Run? {
        let sql = "SELECT t.source_id, t.number, t.json FROM statement t WHERE t.run_key = ?"
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [key])
        var found: [(source: Int64, number: Int, statement: RunStatement)] = []
        while let row = try rows.next() {
            found.append((row[0], row[1], try decoder.decode(RunStatement.self, from: row, at: 2)))
        }
        if found.count > 1 {
            // By the source's path and key. Sorted here: SQLite would copy the records, kilobytes each, into a table for that.
            let names = SourceNames(db: db)
            let named = try found.map { (name: try names.name(of: $0.source), $0) }
            found = named.sorted { a, b in a.name == b.name ? a.1.number < b.1.number : a.name < b.name }.map(\.1)
        }
        return found.isEmpty ? nil : Run(statements: found.map(\.statement))
    }

    /// The run that only diagnostics tell of: its status is what its last event says.
    func eventRun(_ key: String) throws -> Run? {
        let events = try self.events(key)
        guard let first = events.first else { return nil }
        let outlines = events.map(EventOutline.init)
        var statement = EventOutline.statement(of: key, outlines)
        statement.citations[.record] = first.quote
        if let last = EventOutline.lastChange(of: outlines) { statement.citations[.status] = events[last].quote }
        return Run(statements: [statement])
    }

    /// The same without the lines that say so, of which a large store has a gigabyte.
    func outlinedEventRun(_ key: String) throws -> Run? {
        // Sorted here: SQLite would copy the events, a kilobyte each, into a table for that.
        let sql = "SELECT e.key, e.time, e.source_id, e.number, e.json FROM event e WHERE e.run_key = ?"
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [key])
        var found: [(key: String, time: Int64, source: Int64, number: Int64, outline: EventOutline)] = []
        while let row = try rows.next() {
            let outline = try row.withUnsafeData(atIndex: 4) { data in data.flatMap { $0.withUnsafeBytes(EventOutline.init(json:)) } }
            // Events without a time stand first.
            found.append((row[0], row[1] ?? Int64.min, row[2], row[3], try outline ?? decoder.decode(EventOutline.self, from: row, at: 4)))
        }
        found.sort { ($0.time, $0.key) < ($1.time, $1.key) }
        if Set(found.map(\.key)).count < found.count {
            found = try firstOfEach(found.map { ($0.key, $0.source, $0.number) }).map { found[$0] }
        }
        let outlines = found.map(\.outline)
        return outlines.isEmpty ? nil : Run(statements: [EventOutline.statement(of: key, outlines)])
    }

    /// Indices of the events that stay where several exports tell the same one: of each key that of the first source, by path and key.
    private func firstOfEach(_ events: [(key: String, source: Int64, number: Int64)]) throws -> [Int] {
        var names: [Int64: [String]] = [:]
        let statement = try db.cachedStatement(sql: "SELECT path, key FROM source WHERE id = ?")
        for source in Set(events.map(\.source)) { names[source] = try Row.fetchOne(statement, arguments: [source]).map { [$0[0], $0[1]] } }
        var first: [String: Int] = [:]
        for (i, event) in events.enumerated() {
            guard let other = first[event.key].map({ events[$0] }) else {
                first[event.key] = i
                continue
            }
            let (name, otherName) = (names[event.source] ?? [], names[other.source] ?? [])
            let isEarlier =
                event.source == other.source ? event.number < other.number : name.lexicographicallyPrecedes(otherName, by: RowText.precedes)
            if isEarlier { first[event.key] = i }
        }
        return first.values.sorted()
    }

    /// A run of which there are logs and nothing else.
    func logRun(_ runID: String) -> Run {
        var statement = RunStatement(runID: runID)
        statement.status = .unknown
        return Run(statements: [statement])
    }

    /// Events that name the run, one of each key, oldest first.
    func events(_ key: String) throws -> [Event] {
        let sql = "SELECT e.key, e.time, e.source_id, e.number, e.json FROM event e WHERE e.run_key = ?"
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [key])
        var events = DistinctEvents()
        while let row = try rows.next() { try events.add(row, decoder) }
        return try events.sorted(SourceNames(db: db)).map(\.event)
    }

    /// Parent and root that events name for the run.
    func parentsInEvents(_ key: String) throws -> (parent: String?, root: String?) {
        let sql = """
            SELECT parent_run_id, root_run_id FROM event WHERE run_key = ? AND (parent_run_id IS NOT NULL OR root_run_id IS NOT NULL)
            ORDER BY time, key
            """
        let rows = try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [key])
        return (rows.lazy.compactMap { $0[0] as String? }.first, rows.lazy.compactMap { $0[1] as String? }.first)
    }
}
