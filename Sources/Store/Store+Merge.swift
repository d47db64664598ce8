import Evidence
import Foundation
import GRDB

/// What a merge brought into the store.
package struct MergeSummary: Hashable, Sendable {
    package var sources = 0
    package var added = 0
    /// Sources that were there with other content and had to give way.
    package var replaced = 0
    /// Sources that were there, or there in a newer state.
    package var kept = 0

    package init() {}
}

extension Store {
    /// Takes over what another store holds: the content is that of one store into which all sources of both were read.
    ///
    /// Of two different contents of one name the newer stays: the one whose evidence reaches later, then the longer. No order of merging
    /// shows. Each source is one transaction, so that an interrupted merge goes on when it is asked for again.
    package func merge(storeAt other: String) throws -> MergeSummary {
        guard FileManager.default.fileExists(atPath: other) else { throw StoreError.missing(other) }
        guard Store.identity(other) != Store.identity(path) else {
            throw StoreError(
                kind: .other, what: "cannot merge the store", place: other, why: "it is the store to merge into",
                advice: "Name another one.")
        }
        // Brings it to this program's version, and refuses what is no store of ours.
        do { try Store(path: other, mode: .existing).close() } catch let error as StoreError { throw error }
        do {
            return try pool.writeWithoutTransaction { db in
                try db.execute(sql: "ATTACH DATABASE ? AS other", arguments: [other])
                defer { try? db.execute(sql: "DETACH DATABASE other") }
                var summary = MergeSummary()
                let merging = try StoreMerge(db: db, store: self)
                let ids = try Int64.fetchAll(db, sql: "SELECT id FROM other.source ORDER BY key")
                for id in ids { try db.inTransaction(.immediate) { try merging.take(id, &summary) } }
                try KeptMerge(db: db).run()
                try db.inTransaction(.immediate) {
                    try db.execute(sql: "INSERT OR IGNORE INTO main.reported SELECT * FROM other.reported")
                    return .commit
                }
                return summary
            }
        } catch let error as DatabaseError {
            throw StoreError.of(error, path: other, what: "cannot merge the store")
        }
    }

    /// The file behind the path, whatever links lead to it.
    private static func identity(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }
}

/// Copies sources of the attached store.
private struct StoreMerge {
    let db: Database
    let store: Store
    /// Tables whose rows hang on a source, with their columns; bindings are made anew.
    private let tables: [(name: String, columns: String)]

    init(db: Database, store: Store) throws {
        self.db = db
        self.store = store
        let names = try String.fetchAll(
            db, sql: "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
        tables = try names.compactMap { name in
            let columns = try db.columns(in: name).map(\.name)
            guard name != "binding", !name.hasPrefix("stale_"), columns.contains("source_id") else { return nil }
            return (name, columns.filter { $0 != "source_id" }.joined(separator: ", "))
        }
    }

    /// What decides between two contents of one name: the greater one stays.
    private static let rank = """
        SELECT id, key, content_hash, coalesce(last_time, -9223372036854775807), bytes, CASE state WHEN 'damaged' THEN 0 ELSE 1 END, patterns,
            coalesce(forced_format, ''), path, stored_hash FROM
        """

    private func precedes(_ a: Row, _ b: Row) -> Bool {
        let (left, right) = ((a[3] as Int64, a[4] as Int64, a[5] as Int64), (b[3] as Int64, b[4] as Int64, b[5] as Int64))
        if left != right { return left < right }
        for at in [2, 6, 7, 8, 9] where (a[at] as String) != (b[at] as String) { return (a[at] as String) < (b[at] as String) }
        return false
    }

    func take(_ id: Int64, _ summary: inout MergeSummary) throws -> Database.TransactionCompletion {
        guard let theirs = try Row.fetchOne(db, sql: StoreMerge.rank + " other.source WHERE id = ?", arguments: [id]) else {
            return .commit
        }
        summary.sources += 1
        let name = SourceName(key: theirs[1])
        if name.run == nil, try hasTwin(of: theirs, name) {
            summary.kept += 1
            return .commit
        }
        let ours = try Row.fetchOne(db, sql: StoreMerge.rank + " main.source WHERE key = ?", arguments: [name.key])
        if let ours, !precedes(ours, theirs) {
            summary.kept += 1
            return .commit
        }
        if let ours { try Store.remove(ours[0], in: db) }
        if name.run != nil { try removeTwin(of: theirs, name) }
        try copy(id)
        try store.markChanged(db)
        if ours == nil { summary.added += 1 } else { summary.replaced += 1 }
        return .commit
    }

    /// The same content is there with the run that it belongs to.
    private func hasTwin(of theirs: Row, _ name: SourceName) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM main.source WHERE key > ?1 || char(31) AND key < ?1 || char(32) AND content_hash = ?2
                AND forced_run IS NOT NULL)
                """,
            arguments: [name.key, theirs[2] as String]) == true
    }

    /// The same content without a run gives way.
    private func removeTwin(of theirs: Row, _ name: SourceName) throws {
        let twin = try Int64.fetchOne(
            db, sql: "SELECT id FROM main.source WHERE key = ? AND content_hash = ?", arguments: [name.withoutRun.key, theirs[2] as String])
        if let twin { try Store.remove(twin, in: db) }
    }

    private func copy(_ id: Int64) throws {
        let columns = try db.columns(in: "source").map(\.name).filter { $0 != "id" }.joined(separator: ", ")
        try db.execute(
            sql: "INSERT INTO main.source (\(columns)) SELECT \(columns) FROM other.source WHERE id = ?", arguments: [id])
        let new = db.lastInsertedRowID
        for table in tables {
            try db.cachedStatement(
                sql: """
                    INSERT INTO main.\(table.name) (source_id, \(table.columns))
                    SELECT ?, \(table.columns) FROM other.\(table.name) WHERE source_id = ?
                    """
            ).execute(arguments: [new, id])
        }
        let marks = StaleMarks(db: db)
        try marks.addRuns(of: new)
        try marks.add(source: new)
    }
}
