import Evidence
import GRDB
import Synchronization

/// Earlier runs of the same step, as baselines; read once and shared by all who ask.
///
/// Every run of a nightly step has the runs of the nights before as its history: without a memory, each digest would be read as often as
/// there are later runs, and the runs of the step put in order for each of them.
package final class StepHistory: Sendable {
    /// A run in the line of its step's runs.
    private struct Entry {
        var key: String
        var time: Int64
    }

    private struct State {
        /// Runs of each step, oldest first; at one time the later id first, as they are handed out backwards.
        var steps: [String: [Entry]] = [:]
        var digests: [String: RunDigest] = [:]
    }

    private let state = Mutex(State())

    /// As many earlier runs are looked at: enough for a median, few enough to speak of today's habits.
    private static let cap = 20

    init() {}

    /// The runs of the same step before this one, newest first.
    func earlierRuns(of key: String, in db: Database) throws -> [RunDigest] {
        let sql = "SELECT step_key, coalesce(created, started, ended) FROM run WHERE run_key = ?"
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [key]), let step = row[0] as String?,
            let time = row[1] as Int64?
        else { return [] }
        let entries = try runs(of: step, in: db)
        // The first that is not earlier.
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].time < time { low = middle + 1 } else { high = middle }
        }
        return try entries[max(0, low - StepHistory.cap)..<low].reversed().map { try digest(of: $0.key, in: db) }
    }

    private func runs(of step: String, in db: Database) throws -> [Entry] {
        if let known = state.withLock({ $0.steps[step] }) { return known }
        let sql = """
            SELECT run_key, coalesce(created, started, ended) AS at FROM run WHERE step_key = ? AND at IS NOT NULL ORDER BY at, run_id DESC
            """
        let entries = try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [step]).map { Entry(key: $0[0], time: $0[1]) }
        state.withLock { $0.steps[step] = entries }
        return entries
    }

    private func digest(of key: String, in db: Database) throws -> RunDigest {
        if let known = state.withLock({ $0.digests[key] }) { return known }
        let digest = try HistoryLoader(db: db).digest(of: key)
        state.withLock { $0.digests[key] = digest }
        return digest
    }
}
