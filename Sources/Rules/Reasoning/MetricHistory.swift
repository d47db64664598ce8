import Evidence

/// The metrics of earlier runs of the same step as baselines of this one's.
struct MetricHistory {
    /// Comparable earlier runs, oldest first.
    let runs: [RunDigest]
    /// Indices of those whose metrics were ordinary at their time.
    let ordinary: [Int]

    /// As many runs in a row at another level make it the new habit: until then each of them is told.
    private static let habit = 8

    /// Runs that ended well and whose metrics are not a copy of another run's (a step that was reused reports those of the run it reused).
    init(_ history: [RunDigest]) {
        var runs: [RunDigest] = []
        for digest in history.reversed() where digest.status == .completed && !digest.metrics.isEmpty {
            if let last = runs.last, last.metrics == digest.metrics, digest.metrics.count > 1 { continue }
            runs.append(digest)
        }
        self.runs = runs
        ordinary = MetricHistory.ordinary(runs)
    }

    /// Walks the runs in time: what did not fit those before it is no baseline for those after it.
    private static func ordinary(_ runs: [RunDigest]) -> [Int] {
        var accepted: [Int] = []
        var streak: [Int] = []
        for index in runs.indices {
            let isOff = runs[index].metrics.contains { name, value in
                OffHistory(value, history: accepted.compactMap { runs[$0].metrics[name] }.filter(\.isFinite)) != nil
            }
            guard isOff else {
                accepted.append(index)
                streak = []
                continue
            }
            streak.append(index)
            if streak.count == habit {
                accepted = streak
                streak = []
            }
        }
        return accepted
    }

    /// Ordinary values of one metric, oldest first, without the newest `dropping` runs.
    func values(of name: String, dropping: Int = 0) -> [Double] {
        let end = runs.count - dropping
        return ordinary.filter { $0 < end }.compactMap { runs[$0].metrics[name] }.filter(\.isFinite)
    }

    /// All values of one metric, oldest first, whether or not they were ordinary.
    func allValues(of name: String) -> [Double] {
        runs.compactMap { $0.metrics[name] }.filter(\.isFinite)
    }

    /// A metric of this run that does not fit its history.
    struct Deviation {
        let series: MetricSeries
        let value: Double
        let single: OffHistory?
        let excursion: MetricExcursion?

        var isHigh: Bool { single?.isHigh ?? excursion?.isHigh ?? true }
        var distance: Double { abs(single?.distance ?? excursion?.distance ?? 0) }
        var count: Int { single?.count ?? excursion?.count ?? 0 }
        var isBetter: Bool { MetricDirection(series.name).isBetter(isHigh: isHigh) }
    }

    /// What does not fit: worse before better, farthest first, then by name.
    func deviations(of metrics: [MetricSeries]) -> [Deviation] {
        var found: [Deviation] = []
        var tested = 0
        for series in metrics {
            guard let value = series.last, value.isFinite else { continue }
            let history = values(of: series.name)
            guard history.count >= OffHistory.fewest else { continue }
            tested += 1
            let single = OffHistory(value, history: history)
            let tail = allValues(of: series.name).suffix(5) + [value]
            let excursion = single == nil ? MetricExcursion(Array(tail)) { values(of: series.name, dropping: $0 - 1) } : nil
            if single != nil || excursion != nil {
                found.append(Deviation(series: series, value: value, single: single, excursion: excursion))
            }
        }
        let limit = OffHistory.discoveries(found.compactMap { $0.single?.chance }, tested: tested)
        return found.filter { $0.excursion != nil || ($0.single?.chance ?? 1) <= limit }.sorted { a, b in
            if a.isBetter != b.isBetter { return b.isBetter }
            if a.distance != b.distance { return a.distance > b.distance }
            return a.series.name < b.series.name
        }
    }
}
