package import Evidence
import GRDB

/// Counts of what a store holds.
package struct StoreInfo: Sendable {
    package var version: Int
    package var counts: [(name: String, count: Int)]
    package var formats: [(name: String, count: Int)]
    package var coverage: Coverage
}

extension Store {
    /// What was read, what could not be, and which times it speaks of.
    package func coverage() throws -> Coverage {
        try reading { db in
            var coverage = Coverage()
            for row in try Row.fetchAll(db, sql: "SELECT state, count(*), sum(bytes), sum(records) FROM source GROUP BY state") {
                let count: Int = row[1]
                switch SourceState(rawValue: row[0]) {
                case .skipped: coverage.filesSkipped += count
                case .damaged:
                    coverage.filesDamaged += count
                    coverage.filesRead += count
                default: coverage.filesRead += count
                }
                coverage.bytes += row[2] ?? 0
                coverage.records += row[3] ?? 0
            }
            let problems = try Row.fetchAll(
                db, sql: "SELECT place, line, offset, reason, recovered_bytes, is_damage FROM problem ORDER BY place, line, offset, reason")
            coverage.problems = problems.map {
                Problem(source: $0[0], line: $0[1], offset: $0[2], reason: $0[3], recoveredBytes: $0[4], isDamage: $0[5])
            }
            coverage.problems += [try Store.rawFiles(db), try Store.keptNote(db)].compactMap { $0 }
            coverage.ranges = try Store.ranges(db)
            return coverage
        }
    }

    /// What `ingest --no-redact` brought in, told once: nothing is lost, but who passes the report on has to know.
    private static func rawFiles(_ db: Database) throws -> Problem? {
        let sql = "SELECT count(*), min(path) FROM source WHERE patterns LIKE '% \(RedactionRules.rawMark)'"
        guard let row = try Row.fetchOne(db, sql: sql), let count = row[0] as Int?, count > 0, let first = row[1] as String? else {
            return nil
        }
        let files = count == 1 ? "This file was" : "This file and \(count - 1) more were"
        return Problem(
            source: first, reason: files + " read with --no-redact: secrets that stand there stand in the store and in its reports, too.",
            recoveredBytes: 0, isDamage: false)
    }

    /// What `ingest --keep-sources` keeps, told once for the same reason.
    private static func keptNote(_ db: Database) throws -> Problem? {
        let count = try Store.keptSize(db).files
        guard count > 0, let first = try String.fetchOne(db, sql: "SELECT min(path) FROM kept_file") else { return nil }
        let files =
            count == 1 ? "This file is kept in the store as it is" : "This file and \(count - 1) more are kept in the store as they are"
        return Problem(
            source: first,
            reason: files + " (--keep-sources): secrets that stand there stand in the store, though in none of "
                + "its reports.",
            recoveredBytes: 0, isDamage: false)
    }

    /// Hashes of the unpacked content of the sources at these paths; none where a path stands for several contents.
    package func contentHashes(of paths: Set<String>) throws -> [String: String] {
        try reading { db in
            var hashes: [String: String] = [:]
            var ambiguous: Set<String> = []
            let rows = try Row.fetchCursor(db, sql: "SELECT path, content_hash FROM source")
            while let row = try rows.next() {
                let path: String = row[0]
                guard paths.contains(path) else { continue }
                if let known = hashes.updateValue(row[1], forKey: path), known != row[1] { ambiguous.insert(path) }
            }
            return hashes.filter { !ambiguous.contains($0.key) }
        }
    }

    private static func ranges(_ db: Database) throws -> [CoverageRange] {
        let kinds: [(shown: String, kept: [String])] = [
            ("run history", ["run history"]), ("status events", ["runStatus"]), ("job events", ["job"]), ("pipeline stages", ["stage"]),
            ("cluster events", ["cluster", "node"]), ("activity log", ["activity"]), ("other events", ["other"]),
            ("user logs", ["user logs"]), ("system logs", ["system logs"]), ("code", ["code"]), ("run metrics", ["run metrics"]),
            ("platform metrics", ["platform metrics"]), ("output listings", ["output listings"]),
        ]
        return try kinds.compactMap { shown, kept in
            let names = kept.map { "'\($0)'" }.joined(separator: ", ")
            let sql = "SELECT count(DISTINCT source_id), min(first), max(last) FROM covered WHERE kind IN (\(names))"
            guard let row = try Row.fetchOne(db, sql: sql), let count = row[0] as Int?, count > 0 else { return nil }
            let time = { (at: Int) in (row[at] as Int64?).map(Timestamp.init(microseconds:)) }
            return CoverageRange(kind: shown, sources: count, first: time(1), last: time(2))
        }
    }

    /// Counts and coverage.
    package func info() throws -> StoreInfo {
        let coverage = try coverage()
        return try reading { db in
            let queries: [(String, String)] = [
                ("sources", "SELECT count(*) FROM source"), ("runs", "SELECT count(*) FROM run"),
                ("run records", "SELECT count(*) FROM statement"), ("logs", "SELECT count(*) FROM log"),
                ("facts", "SELECT count(*) FROM fact"), ("code files", "SELECT count(*) FROM code"),
                ("outputs", "SELECT count(DISTINCT path || char(31) || coalesce(container, '')) FROM output"),
                ("metric values", "SELECT count(DISTINCT key) FROM metric"),
                ("findings", "SELECT count(*) FROM finding"), ("problems", "SELECT count(*) FROM problem"),
                ("kept files", "SELECT count(*) FROM kept_file"), ("kept bytes", "SELECT coalesce(sum(packed_bytes), 0) FROM kept_file"),
            ]
            var counts = try queries.map { (name: $0.0, count: try Int.fetchOne(db, sql: $0.1) ?? 0) }
            let events = try EventReader(db: db, decoder: RowDecoder(), forms: EventForms()).count()
            counts.insert((name: "events", count: events), at: 3)
            let formats = try Row.fetchAll(
                db, sql: "SELECT coalesce(format, '(none)'), count(*) FROM source GROUP BY 1 ORDER BY 2 DESC, 1")
            return StoreInfo(
                version: Schema.version, counts: counts, formats: formats.map { (name: $0[0], count: $0[1]) }, coverage: coverage)
        }
    }

    /// What is wrong with the store, one sentence each; empty where all is well.
    package func verify() throws -> [String] {
        try reading { db in
            var complaints = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }.map { "SQLite: \($0)." }
            for row in try Row.fetchAll(db, sql: "PRAGMA foreign_key_check") {
                complaints.append("A row of \(row[0] as String? ?? "?") belongs to no source.")
            }
            complaints += try Store.brokenKeptFiles(db)
            let orphans: [(String, String)] = [
                (
                    "events whose form is not there",
                    """
                    SELECT count(*) FROM event_group g, json_each(g.json) t WHERE json_extract(t.value, '$[0]') IS NOT NULL AND NOT EXISTS
                    (SELECT 1 FROM event_form f WHERE f.source_id = g.source_id AND f.number = json_extract(t.value, '$[0]'))
                    """
                ),
                (
                    "bindings of logs that are not there",
                    """
                    SELECT count(*) FROM binding b WHERE b.kind = 'log'
                    AND NOT EXISTS (SELECT 1 FROM log l WHERE l.source_id = b.source_id AND l.number = b.number)
                    """
                ),
                ("bindings to runs that are not there", "SELECT count(*) FROM binding WHERE run_key NOT IN (SELECT run_key FROM run)"),
                ("findings of runs that are not there", "SELECT count(*) FROM finding WHERE run_key NOT IN (SELECT run_key FROM run)"),
                (
                    "run records without a run",
                    "SELECT count(DISTINCT run_key) FROM statement WHERE run_key NOT IN (SELECT run_key FROM run)"
                ),
            ]
            // While sources wait to be put together (an interrupted ingest), the derived tables may lag behind; that is no damage.
            if try meta("bindings", in: db) == nil {
                for (name, sql) in orphans {
                    let count = try Int.fetchOne(db, sql: sql) ?? 0
                    if count > 0 { complaints.append("There are \(count) \(name).") }
                }
            }
            return complaints
        }
    }
}
