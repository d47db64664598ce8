import Evidence
import GRDB

/// Reads one run as far as it serves later ones as a baseline. `StepHistory` asks once for each run.
struct HistoryLoader {
    let db: Database

    func digest(of key: String) throws -> RunDigest {
        let sql = """
            SELECT run_id, status, started, ended, (SELECT sum(bytes) FROM output WHERE owner = run_key) FROM run WHERE run_key = ?
            """
        // A run that has gone since the step's runs were listed: one of which nothing is known.
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [key]) else {
            return RunDigest(runID: key, status: nil, started: nil, ended: nil)
        }
        var digest = RunDigest(
            runID: row[0], status: (row[1] as String?).flatMap(RunStatus.init(rawValue:)),
            started: (row[2] as Int64?).map(Timestamp.init(microseconds:)), ended: (row[3] as Int64?).map(Timestamp.init(microseconds:)))
        digest.outputBytes = row[4]
        try addLogs(to: &digest, key: key)
        return digest
    }

    /// The longest of the run's user logs speaks for it.
    private func addLogs(to digest: inout RunDigest, key: String) throws {
        let sql = """
            SELECT l.lines, l.longest_silence, l.last_user_line FROM binding b
            JOIN log l ON l.source_id = b.source_id AND l.number = b.number
            WHERE b.run_key = ? AND b.kind = 'log' AND l.is_user = 1 ORDER BY l.lines DESC, l.path LIMIT 1
            """
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [key]) else { return }
        digest.logLines = row[0]
        digest.longestSilence = row[1]
        digest.lastUserLine = row[2]
    }
}
