import Evidence
import Foundation
import GRDB

/// Reads runs, as sources tell of them.
struct RunLoader {
    let db: Database
    let decoder: RowDecoder
    let eventReader: EventReader

    init(db: Database, decoder: RowDecoder = RowDecoder(), forms: EventForms = EventForms()) {
        self.db = db
        self.decoder = decoder
        eventReader = EventReader(db: db, decoder: decoder, forms: forms)
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

    /// The same by the outlines of its events, without the lines that say so, of which a large store has a gigabyte.
    func eventRun(_ key: String, _ outlines: [EventOutline]) throws -> Run? {
        if outlines.isEmpty { return nil }
        var outlines = outlines.sorted { ($0.time?.microseconds ?? .min) < ($1.time?.microseconds ?? .min) }
        // Which of two of one moment counts, and whether they are one, more of them tells.
        for i in outlines.indices.dropLast() where outlines[i].time == outlines[i + 1].time {
            outlines = try events(key).map(EventOutline.init)
            break
        }
        return Run(statements: [EventOutline.statement(of: key, outlines)])
    }

    /// A run of which there are logs and nothing else.
    func logRun(_ runID: String) -> Run {
        var statement = RunStatement(runID: runID)
        statement.status = .unknown
        return Run(statements: [statement])
    }

    /// Events that name the run, one of each key, oldest first.
    func events(_ key: String) throws -> [Event] {
        var events = DistinctEvents()
        try eventReader.read(where: RunLoader.ofRun, [key]) { events.add($0, at: $1) }
        return try events.sorted(SourceNames(db: db))
    }

    private static let ofRun = "g.run_key = ?"
}
