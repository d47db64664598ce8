import Evidence
import Foundation
import GRDB

/// Reads runs, as sources tell of them.
struct RunLoader {
    let db: Database
    let decoder = JSONDecoder()

    /// The run that run-history records tell of.
    func statedRun(_ key: String) throws -> Run? {
        let sql = """
            SELECT t.json FROM statement t JOIN source s ON s.id = t.source_id WHERE t.run_key = ? ORDER BY s.path, s.key, t.number
            """
        let texts = try String.fetchAll(db.cachedStatement(sql: sql), arguments: [key])
        let statements = try texts.map { try decoder.decode(RunStatement.self, from: Data($0.utf8)) }
        return statements.isEmpty ? nil : Run(statements: statements)
    }

    /// The run that only diagnostics tell of: its status is what its last event says.
    func eventRun(_ key: String) throws -> Run? {
        let events = try self.events(key)
        guard let first = events.first else { return nil }
        var statement = RunStatement(runID: events.compactMap(\.runID).min() ?? key)
        let changes = events.filter { $0.status != nil && ($0.kind == .runStatus || $0.kind == .job || $0.kind == .stage) }
        let last = changes.last { $0.kind == .runStatus } ?? changes.last
        statement.status = last?.status ?? .unknown
        statement.created = first.time
        statement.started = changes.first { $0.status == .running }?.time
        statement.ended = last.flatMap { $0.status?.isTerminal == true ? $0.time : nil }
        statement.compute = events.lazy.compactMap(\.compute).first
        statement.parentRunID = events.lazy.compactMap(\.parentRunID).first
        statement.rootRunID = events.lazy.compactMap(\.rootRunID).first
        statement.displayName = events.lazy.compactMap { $0.detail["displayName"] ?? $0.detail["jobName"] }.first
        statement.experiment = events.lazy.compactMap { $0.detail["experimentName"] ?? $0.detail["experiment"] }.first
        statement.citations[.record] = first.quote
        if let last { statement.citations[.status] = last.quote }
        return Run(statements: [statement])
    }

    /// A run of which there are logs and nothing else.
    func logRun(_ runID: String) -> Run {
        var statement = RunStatement(runID: runID)
        statement.status = .unknown
        return Run(statements: [statement])
    }

    /// Events that name the run, one of each key, oldest first.
    func events(_ key: String) throws -> [Event] {
        let sql = """
            SELECT e.key, e.json FROM event e JOIN source s ON s.id = e.source_id WHERE e.run_key = ? ORDER BY e.time, e.key, s.path, s.key, e.number
            """
        return try distinctEvents(Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [key]))
    }

    /// One event of each key, in the order of the rows.
    func distinctEvents(_ rows: RowCursor) throws -> [Event] {
        var seen: Set<String> = []
        var events: [Event] = []
        while let row = try rows.next() {
            guard seen.insert(row[0]).inserted else { continue }
            let text: String = row[1]
            events.append(try decoder.decode(Event.self, from: Data(text.utf8)))
        }
        return events
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
