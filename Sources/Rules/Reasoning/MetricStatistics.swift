/// Robust summaries of a few values, and the scale on which values of a metric are compared.
enum MetricStatistics {
    static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }

    /// The sample's standard deviation.
    static func deviation(_ values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        let mean = mean(values)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
    }

    static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// The median distance from the median, scaled to a normal distribution's standard deviation.
    static func spread(_ values: [Double]) -> Double {
        let center = median(values)
        return 1.4826 * median(values.map { abs($0 - center) })
    }

    /// The smallest step between two different values: rounding, mostly.
    static func quantum(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.min() ?? 0
    }

    /// How much each value depends on the one before it, 0 to 0.95: the lag-1 autocorrelation, corrected for the bias of short series.
    static func persistence(_ values: [Double]) -> Double {
        let mean = mean(values)
        let residuals = values.map { $0 - mean }
        let power = residuals.reduce(0) { $0 + $1 * $1 }
        guard power > 0, values.count > 2 else { return 0 }
        let lag = zip(residuals, residuals.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / power
        return min(0.95, max(0, lag + (1 + 3 * max(0, lag)) / Double(values.count)))
    }

    /// How many independent values a series that long is not worth: (1 + ρ) / (1 − ρ).
    static func inflation(_ values: [Double]) -> Double {
        let persistence = persistence(values)
        return (1 + persistence) / (1 - persistence)
    }
}

/// The scale on which the values of a metric spread evenly: rates near their bounds and heavy-tailed sizes are compared by their logarithms.
enum MetricScale {
    case plain, log, logit

    /// Largest over smallest value beyond which a positive metric is compared by ratios.
    private static let wideRatio = 3.0

    /// Told by the history; `value` must have a place on it too.
    init(history: [Double], value: Double) {
        guard let low = history.min(), let high = history.max(), low > 0 else {
            self = .plain
            return
        }
        let isRate = high < 1 && (low < 0.1 || high > 0.9)
        if isRate, value > 0, value < 1 {
            self = .logit
        } else if high / low > MetricScale.wideRatio, value > 0 {
            self = .log
        } else {
            self = .plain
        }
    }

    func place(_ x: Double) -> Double {
        switch self {
        case .plain: x
        case .log: MetricMath.log(x)
        case .logit: MetricMath.log(x / (1 - x))
        }
    }
}

/// A value that does not fit those of earlier runs.
struct OffHistory: Equatable {
    /// Runs of history behind it.
    let count: Int
    let low: Double
    let high: Double
    let median: Double
    /// Distance from the middle in units of the usual spread.
    let distance: Double
    /// How likely a distance like this is by chance, on both sides.
    let chance: Double
    let isHigh: Bool

    /// Fewer earlier runs tell nothing.
    static let fewest = 5
    /// From so many on, the median and its spread are steady enough to be used instead of a mean.
    private static let robustFrom = 15
    /// A change smaller than this part of the usual value matters to nobody.
    static let leastEffect = 0.02
    /// A new record lies close to the old one, whatever the distribution; what is off lies beyond it by this part of the whole range so far.
    private static let leastBeyond = 0.5
    /// The same on the plain scale, where what is close to zero is as good as zero.
    private static let leastPlainBeyond = 0.25
    private static let leastBeyondConstant = 4.0
    /// For a few runs. Steps log several metrics, with tails heavier than a normal distribution's: at 0.1 % one healthy run in a hundred
    /// was off, at this one in four hundred.
    private static let chanceOfFew = 0.0003

    /// Tests `value` against `history`, in any order. Both statistical conditions must hold (beyond all values so far, and far beyond in units of
    /// the spread), and the difference must matter. On normal noise less than one value in a thousand passes.
    init?(_ value: Double, history: [Double]) {
        let count = history.count
        guard count >= OffHistory.fewest, value.isFinite, let low = history.min(), let high = history.max(), value < low || value > high
        else { return nil }
        let quantum = MetricStatistics.quantum(history)
        let median = MetricStatistics.median(history)
        guard abs(value - median) >= max(2 * quantum, OffHistory.leastEffect * abs(median)) else { return nil }
        // A history of one or two values has no spread to measure by: such a metric is a setting.
        guard OffHistory.distinct(history) >= 3 else { return nil }
        let scale = MetricScale(history: history, value: value)
        let placed = history.map(scale.place)
        let at = scale.place(value)
        let beyond = (value > high ? value - high : low - value) / (high - low)
        guard let bottom = placed.min(), let top = placed.max(), beyond > OffHistory.leastPlainBeyond,
            max(at - top, bottom - at) > OffHistory.leastBeyond * (top - bottom)
        else { return nil }
        // Where most runs have one value (counts of rare things, rounded rates) the spread of the others is not known.
        if MetricStatistics.spread(history) == 0, beyond < OffHistory.leastBeyondConstant { return nil }
        let distance: Double
        if count < OffHistory.robustFrom {
            let deviation = MetricStatistics.deviation(placed)
            guard deviation > 0 else { return nil }
            distance = (at - MetricStatistics.mean(placed)) / (deviation * (1 + 1 / Double(count)).squareRoot())
            chance = MetricMath.tTail(distance, degrees: count - 1)
            guard chance < OffHistory.chanceOfFew else { return nil }
        } else {
            let step = MetricStatistics.quantum(placed) / 3.464_101_615
            let spread = max(MetricStatistics.spread(placed), 0.5 * MetricStatistics.deviation(placed), step)
            guard spread > 0 else { return nil }
            distance = (at - MetricStatistics.median(placed)) / spread
            guard abs(distance) > (count < 30 ? 6 : count < 60 ? 5 : 4.5) else { return nil }
            chance = MetricMath.tTail(distance, degrees: count - 1)
        }
        self.count = count
        self.low = low
        self.high = high
        self.median = median
        self.distance = distance
        isHigh = value > high
    }

    private static func distinct(_ values: [Double]) -> Int { Set(values).count }

    /// Of many metrics tested at once, those that a false discovery rate of 5 % leaves (Benjamini and Hochberg).
    static func discoveries(_ chances: [Double], tested: Int) -> Double {
        let sorted = chances.sorted()
        let last = sorted.indices.last { sorted[$0] <= 0.05 * Double($0 + 1) / Double(max(1, tested)) }
        return last.map { sorted[$0] } ?? -1
    }
}
