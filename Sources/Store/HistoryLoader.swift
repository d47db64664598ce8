import Evidence
import GRDB

/// Earlier runs of the same step, as baselines.
struct HistoryLoader {
    let db: Database
    let shared: StepHistories
    let runs: RunLoader

    /// As many earlier runs are looked at: enough for the statistics of metrics, few enough to speak of today's habits.
    static let cap = 30
    /// As many good runs say what the step usually prints.
    private static let habitRuns = 5
    /// A run that makes up a name for every value has no metrics to compare.
    private static let mostNames = 200

    /// Puts the step's history into the dossier of one of its runs.
    func fill(_ dossier: inout Dossier, key: String) throws {
        let earlier = try self.earlier(than: key)
        dossier.history = try shared.digests(of: earlier[...], digest)
        guard let good = zip(earlier, dossier.history).first(where: { $0.1.status == .completed }) else { return }
        if wantsComparison(dossier) {
            dossier.lastGood = try shared.run(good.0.key) { try runs.statedRun(good.0.key) }
        }
        guard dossier.outputs.contains(where: { $0.content != .filled }) || dossier.outputs.isEmpty,
            dossier.logs.contains(where: { $0.role.isUserOutput && !$0.$hits.isEmpty })
        else { return }
        let filled = zip(earlier, dossier.history).filter { $0.1.status == .completed && ($0.1.outputBytes ?? 0) > 0 }
        dossier.habits = try filled.prefix(HistoryLoader.habitRuns).map { entry, _ in
            try shared.habits(of: entry.key) { try habits(entry.key) }
        }
    }

    /// A run that did not end well, left an output empty, or logged metrics: the others are not worth the reading.
    private func wantsComparison(_ dossier: Dossier) -> Bool {
        dossier.run.status != .completed || dossier.outputs.contains { $0.content == .empty } || !dossier.metrics.isEmpty
            || dossier.logs.contains { $0.metrics != nil }
    }

    /// Runs of the step that were there before, newest first.
    private func earlier(than key: String) throws -> [StepHistories.Entry] {
        let sql = "SELECT step_key, coalesce(created, started, ended), run_id FROM run WHERE run_key = ? AND step_key IS NOT NULL"
        guard let own = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [key]), let time = own[1] as Int64? else { return [] }
        let entries = try shared.entries(of: own[0]) { try self.entries(of: own[0]) }
        // Those strictly before, by bisection.
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].time < time { low = middle + 1 } else { high = middle }
        }
        return entries[max(0, low - HistoryLoader.cap)..<low].reversed()
    }

    private func entries(of step: String) throws -> [StepHistories.Entry] {
        let sql = """
            SELECT coalesce(created, started, ended) AS born, run_id, run_key FROM run WHERE step_key = ? AND born IS NOT NULL
            ORDER BY born, run_id DESC
            """
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [step]).map {
            StepHistories.Entry(time: $0[0], runID: $0[1], key: $0[2])
        }
    }

    private func digest(_ entry: StepHistories.Entry) throws -> RunDigest {
        let sql = """
            SELECT status, started, ended, snapshot_id, script, command, compute,
                (SELECT sum(bytes) FROM output WHERE owner = run_key) FROM run WHERE run_key = ?
            """
        var digest = RunDigest(runID: entry.runID, status: nil, started: nil, ended: nil)
        if let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [entry.key]) {
            digest.status = (row[0] as String?).flatMap(RunStatus.init(rawValue:))
            digest.started = (row[1] as Int64?).map(Timestamp.init(microseconds:))
            digest.ended = (row[2] as Int64?).map(Timestamp.init(microseconds:))
            (digest.snapshotID, digest.script, digest.command, digest.compute) = (row[3], row[4], row[5], row[6])
            digest.outputBytes = row[7]
        }
        try addLogs(to: &digest, key: entry.key)
        try addMetrics(to: &digest, key: entry.key)
        return digest
    }

    /// The longest of the run's user logs speaks for it.
    private func addLogs(to digest: inout RunDigest, key: String) throws {
        let sql = """
            SELECT l.lines, l.longest_silence, l.last_user_line, l.metrics FROM binding b
            JOIN log l ON l.source_id = b.source_id AND l.number = b.number
            WHERE b.run_key = ? AND b.kind = 'log' AND l.is_user = 1 ORDER BY l.lines DESC, l.path LIMIT 1
            """
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [key]) else { return }
        digest.logLines = row[0]
        digest.longestSilence = row[1]
        digest.lastUserLine = row[2]
        if let text: String = row[3] {
            let values = try RowDecoder().decode([String: String].self, from: text)
            digest.metrics = values.compactMapValues(MetricPoint.value)
        }
    }

    /// What a run logged through a client says more than what it printed.
    private func addMetrics(to digest: inout RunDigest, key: String) throws {
        guard try MetricLoader.hasPoints(key, db) else { return }
        let sql = """
            SELECT name, value, special FROM (
                SELECT name, value, special, row_number() OVER (PARTITION BY name ORDER BY step DESC, time DESC, key) AS place
                FROM metric WHERE run_key = ? AND aggregation IS NULL AND dimensions IS NULL)
            WHERE place = 1 ORDER BY name LIMIT ?
            """
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [key, HistoryLoader.mostNames])
        while let row = try rows.next() {
            digest.loggedNames.insert(row[0])
            digest.metrics[row[0]] = (row[2] as String?).flatMap(MetricPoint.value) ?? row[1] ?? .nan
        }
    }

    /// Lines on which patterns matched in the run's logs.
    private func habits(_ key: String) throws -> Set<String> {
        let sql = """
            SELECT f.text FROM fact f JOIN binding b ON b.source_id = f.source_id AND b.kind = 'log'
            WHERE b.run_key = ? AND f.kind = 'hit' LIMIT 2000
            """
        return try Set(String.fetchAll(db.cachedStatement(sql: sql), arguments: [key]))
    }
}
