import GRDB

/// Marks what has to be looked at again because a source came or goes.
///
/// Runs are marked one by one while their source is written. What speaks of no run of its own is marked here: platform events by their
/// compute and time, listings by the objects that they name.
struct StaleMarks {
    let db: Database

    /// A source is there, and its times are noted.
    func add(source id: Int64) throws {
        try markEvents(of: id)
        try db.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO stale_listing SELECT source_id FROM covered WHERE source_id = ? AND kind = 'output listings'
                """
        ).execute(arguments: [id])
    }

    /// A source is about to go.
    func remove(source id: Int64) throws {
        try addRuns(of: id)
        try markEvents(of: id)
        try db.cachedStatement(sql: "DELETE FROM stale_listing WHERE source_id = ?").execute(arguments: [id])
        try db.cachedStatement(sql: "INSERT INTO stale_output SELECT path, modified, json FROM output WHERE source_id = ?")
            .execute(arguments: [id])
    }

    /// The runs of which a source speaks are put together anew.
    func addRuns(of id: Int64) throws {
        for table in ["statement", "event_group", "metric", "binding"] {
            try db.cachedStatement(
                sql: "INSERT OR IGNORE INTO stale_run SELECT DISTINCT run_key FROM \(table) WHERE source_id = ? AND run_key IS NOT NULL"
            ).execute(arguments: [id])
        }
    }

    private func markEvents(of id: Int64) throws {
        let sql = """
            INSERT INTO stale_event SELECT compute, first, last FROM covered WHERE source_id = ? AND compute <> '' AND first IS NOT NULL
            """
        try db.cachedStatement(sql: sql).execute(arguments: [id])
    }
}
