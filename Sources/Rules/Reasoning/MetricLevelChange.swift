/// The level of a metric changed at a run and stayed there.
struct MetricLevelChange: Equatable {
    /// Index of the first value of the new level.
    let at: Int
    let before: Double
    let after: Double

    /// Fewer values cannot tell a change from chance.
    static let fewest = 20
    /// ln 200: Pettitt's p of 2·exp(−x) is below 1 % where x is beyond it.
    private static let significant = 5.298_317_366_548_036
    /// In units of the spread within the levels; smaller ones are significant and matter to nobody.
    private static let leastStep = 1.5

    /// Pettitt's rank statistic over values in the order of time, corrected for values that depend on those before them.
    init?(_ values: [Double]) {
        let n = values.count
        guard n >= MetricLevelChange.fewest, values.allSatisfy(\.isFinite), let low = values.min(), let high = values.max(), low < high
        else {
            return nil
        }
        let scale = MetricScale(history: values, value: values[0])
        let placed = values.map(scale.place)
        var best = (size: 0.0, at: 0)
        var sum = 0.0
        for t in 0..<(n - 1) {
            // U(t) = U(t − 1) + Σ sign(x_t − x_j)
            for j in 0..<n { sum += placed[t] > placed[j] ? 1 : placed[t] < placed[j] ? -1 : 0 }
            if abs(sum) > best.size { best = (abs(sum), t + 1) }
        }
        guard best.at > 0 else { return nil }
        let (first, second) = (Array(placed[..<best.at]), Array(placed[best.at...]))
        let (left, right) = (MetricStatistics.mean(first), MetricStatistics.mean(second))
        let residuals = first.map { $0 - left } + second.map { $0 - right }
        let count = Double(n)
        let size = 6 * best.size * best.size / ((count * count * count + count * count) * MetricStatistics.inflation(residuals))
        guard size > MetricLevelChange.significant else { return nil }
        guard abs(right - left) > MetricLevelChange.leastStep * MetricStatistics.deviation(residuals) else { return nil }
        let (old, new) = (MetricStatistics.median(Array(values[..<best.at])), MetricStatistics.median(Array(values[best.at...])))
        guard abs(new - old) >= max(2 * MetricStatistics.quantum(values), OffHistory.leastEffect * abs(old)) else { return nil }
        (at, before, after) = (best.at, old, new)
    }
}
