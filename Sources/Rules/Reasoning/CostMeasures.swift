import Evidence

/// What a run cost that bought nothing, and on what machines.
enum CostMeasures {
    /// Machines of one run; a record that says more says something else.
    private static let mostMachines = 10_000

    static func cost(of file: CaseFile) -> RunCost {
        var cost = RunCost()
        let finalizing = file.dossier.events.first { $0.kind == .runStatus && $0.status == .finalizing }?.time
        let end = file.status?.isTerminal == true ? file.run.ended : file.now
        if let finalizing, let end, finalizing < end { cost.finalizing = end.seconds(since: finalizing) }
        cost.retries = file.userLogs.map(\.attemptStarts.count).max() ?? 0
        // The log with the most attempts tells of all; where several do (ranks), they went on side by side.
        cost.retried = file.userLogs.filter { $0.attemptStarts.count == cost.retries }.compactMap(retried).max()
        cost.vmSize = file.run.properties["vmSize"] ?? file.dossier.computeEvents.lazy.compactMap { $0.detail["vmSize"] }.last
        if let count = file.run.properties["instanceCount"].flatMap({ Int($0) }), (1...mostMachines).contains(count) {
            cost.machines = count
        }
        return cost
    }

    /// Seconds from the log's first line to its last attempt. Silences in which an attempt begins are left out: nothing ran then, the next
    /// node was waited for.
    private static func retried(_ log: LogEvidence) -> Double? {
        guard let first = log.firstTime, let times = log.attemptTimes, let last = times.last, first < last else { return nil }
        var previous = first
        let waited = zip(log.attemptStarts, times).map { line, time -> Double in
            let silence = log.silences.first { $0.before.number < line && line <= $0.after.number }
            // Two starts may stand in one silence.
            let from = silence?.before.time.map { max($0, previous) }
            previous = time
            return max(0, from.map { time.seconds(since: $0) } ?? 0)
        }
        let seconds = last.seconds(since: first) - waited.reduce(0, +)
        return seconds > 0 ? seconds : nil
    }
}
