import Evidence
import Foundation
import GRDB

/// Earlier runs of the same step, as baselines.
struct HistoryLoader {
    let db: Database

    /// As many earlier runs are looked at: enough for a median, few enough to speak of today's habits.
    private static let cap = 20

    func earlierRuns(key: String, run: Run) throws -> [RunDigest] {
        let sql = """
            SELECT o.run_key, o.run_id, o.status, o.started, o.ended,
                (SELECT sum(bytes) FROM output WHERE owner = o.run_key) AS output_bytes
            FROM run r JOIN run o ON o.step_key = r.step_key AND o.run_key <> r.run_key
            WHERE r.run_key = ?1 AND r.step_key IS NOT NULL AND coalesce(o.created, o.started, o.ended)
                < coalesce(r.created, r.started, r.ended)
            ORDER BY coalesce(o.created, o.started, o.ended) DESC, o.run_id LIMIT ?2
            """
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [key, HistoryLoader.cap]).map { row in
            var digest = RunDigest(
                runID: row[1], status: (row[2] as String?).flatMap(RunStatus.init(rawValue:)),
                started: (row[3] as Int64?).map(Timestamp.init(microseconds:)), ended: (row[4] as Int64?).map(Timestamp.init(microseconds:))
            )
            digest.outputBytes = row[5]
            try addLogs(to: &digest, key: row[0])
            return digest
        }
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
