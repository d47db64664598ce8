import GRDB

/// Copies kept files of the attached store, after the sources.
struct KeptMerge {
    let db: Database

    /// Each kept file is one transaction. What no longer belongs to its source goes; of two files of one content that are packed otherwise
    /// the one with the smaller hash stays, so that no order of merging shows.
    func run() throws {
        try db.inTransaction(.immediate) {
            try db.execute(
                sql: "DELETE FROM main.kept_file AS k WHERE NOT EXISTS (SELECT 1 FROM main.source s WHERE \(Store.keptPair))")
            return .commit
        }
        let wanted = try Int64.fetchAll(
            db,
            sql: """
                SELECT k.id FROM other.kept_file k JOIN main.source s ON \(Store.keptPair) LEFT JOIN main.kept_file m ON m.key = k.key
                WHERE m.id IS NULL OR k.hash < m.hash ORDER BY k.key
                """)
        for id in wanted {
            try db.inTransaction(.immediate) {
                try copy(id)
                return .commit
            }
        }
    }

    private func copy(_ id: Int64) throws {
        try db.execute(
            sql: "DELETE FROM main.kept_file WHERE key = (SELECT key FROM other.kept_file WHERE id = ?)", arguments: [id])
        let columns = try db.columns(in: "kept_file").map(\.name).filter { $0 != "id" }.joined(separator: ", ")
        try db.execute(
            sql: "INSERT INTO main.kept_file (\(columns)) SELECT \(columns) FROM other.kept_file WHERE id = ?", arguments: [id])
        try db.execute(
            sql: "INSERT INTO main.kept_part SELECT ?, number, bytes FROM other.kept_part WHERE kept_id = ?",
            arguments: [db.lastInsertedRowID, id])
    }
}
