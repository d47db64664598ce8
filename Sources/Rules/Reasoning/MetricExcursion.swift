/// The newest runs have all left the range of those before them: a drift, run by run too small for a single value to tell.
struct MetricExcursion: Equatable {
    /// The newest runs outside, and the runs before them.
    let runs: Int
    let count: Int
    let low: Double
    let high: Double
    let median: Double
    let distance: Double
    let isHigh: Bool

    /// Two may be chance; more than six were seen while it was smaller.
    private static let lengths = 3...6
    private static let fewest = 12
    /// Beyond chance for values in random order: 1 / C(n + k, k) for k values beyond n.
    private static let chance = 0.002
    /// The newest value must also lie far out, in units of the usual spread.
    private static let far = 4.0

    /// Tests `tail`, which is given oldest first and ends with the newest run, against the accepted runs before each of its members.
    ///
    /// `base(k)` gives the accepted values before the newest k. Values that depend on those before them count as fewer. Simulated false
    /// alarms: 0.1 % on normal noise, 1 % with an autocorrelation of 0.5, 4 % on a random walk.
    init?(_ tail: [Double], base: (Int) -> [Double]) {
        for length in MetricExcursion.lengths where length <= tail.count {
            let newest = Array(tail.suffix(length))
            let before = base(length)
            guard before.count >= MetricExcursion.fewest, let low = before.min(), let high = before.max(), let value = newest.last else {
                continue
            }
            let isHigh = newest.allSatisfy { $0 > high }
            guard isHigh || newest.allSatisfy({ $0 < low }), Set(before).count >= 3 else { continue }
            let median = MetricStatistics.median(before)
            guard abs(value - median) >= max(2 * MetricStatistics.quantum(before), OffHistory.leastEffect * abs(median)) else { continue }
            let scale = MetricScale(history: before, value: newest.min() ?? value)
            let placed = before.map(scale.place)
            let worth = Double(before.count) / MetricStatistics.inflation(placed)
            let odds = (1...length).reduce(1.0) { $0 * Double($1) / (worth + Double($1)) }
            guard odds <= MetricExcursion.chance else { continue }
            let spread = max(MetricStatistics.spread(placed), 0.5 * MetricStatistics.deviation(placed))
            guard spread > 0 else { continue }
            let distance = (scale.place(value) - MetricStatistics.median(placed)) / spread
            guard abs(distance) >= MetricExcursion.far else { continue }
            (runs, count, self.low, self.high) = (length, before.count, low, high)
            (self.median, self.distance, self.isHigh) = (median, distance, isHigh)
            return
        }
        return nil
    }
}
