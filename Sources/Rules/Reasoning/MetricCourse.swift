import Evidence

/// What is wrong with the course of a metric within one run.
struct MetricCourse {
    enum Kind: String { case nonfinite, diverged, frozen }
    let kind: Kind
    let title: String
    let explanation: String
    let evidence: [Quote]

    /// A curve of fewer points has no tenth to speak of.
    private static let fewestPoints = 20
    /// Values in a row that are the same.
    private static let frozenFor = 20

    static func judged(_ series: MetricSeries) -> MetricCourse? {
        // `best_loss=inf` is where the search for the best begins.
        let words = series.name.lowercased()
        guard !["best", "min", "max", "lowest", "initial"].contains(where: { words.contains($0) }) else { return nil }
        return nonfinite(series) ?? diverged(series) ?? frozen(series)
    }

    /// An exception's message that speaks of NaN or infinity follows from it.
    static func speaksOfNumbers(_ message: String) -> Bool {
        let text = message.lowercased()
        return ["nan", "infin", "inf ", "finite", "diverg"].contains { text.contains($0) }
    }

    private static func nonfinite(_ series: MetricSeries) -> MetricCourse? {
        guard let last = series.last, !last.isFinite else { return nil }
        let finite = series.points.filter { $0.value.isFinite }
        // Only of a loss it is known that it should be a number; another metric must have been one before.
        guard series.isLoss || finite.count >= 2 else { return nil }
        let word = MetricText.number(last) == "NaN" ? "NaN" : "infinite"
        let tail = series.points.reversed().prefix { !$0.value.isFinite }.count
        let before = finite.last.map { " The last number before was \(MetricText.number($0.value))." } ?? ""
        let title =
            tail > 1 && !finite.isEmpty ? "\(series.name) became \(word) and stayed so to the end" : "\(series.name) ended as \(word)"
        return MetricCourse(
            kind: .nonfinite, title: title,
            explanation: "What was trained with such a loss is worthless, whatever the exit code.\(before)",
            evidence: [series.firstNonfinite].compactMap { $0 } + series.places.suffix(2))
    }

    private static func diverged(_ series: MetricSeries) -> MetricCourse? {
        let values = series.points.map(\.value)
        guard series.isLoss, values.count >= fewestPoints, values.allSatisfy({ $0.isFinite && $0 > 0 }), let first = values.first else {
            return nil
        }
        let tenth = Array(values.suffix(max(3, values.count / 10)))
        let end = MetricStatistics.median(tenth)
        guard let best = values.dropLast(tenth.count).min(), end > 2 * best, end > first else { return nil }
        // Noise that large was there all along where the first half has it too.
        let half = values.prefix(values.count / 2)
        guard let high = half.max(), end > high || end > 10 * best else { return nil }
        return MetricCourse(
            kind: .diverged,
            title:
                "\(series.name) ran away: it ends at \(MetricText.number(end)), its best was \(MetricText.number(best)) and its first value "
                + MetricText.number(first),
            explanation: "The middle of the last tenth of \(values.count) values is twice the best value and above where it began.",
            evidence: Array(series.places.prefix(2)))
    }

    private static func frozen(_ series: MetricSeries) -> MetricCourse? {
        let values = series.points.map(\.value)
        guard series.isLoss, values.count >= frozenFor + 5, let last = values.last, last.isFinite, last > 0 else { return nil }
        let same = values.reversed().prefix { $0 == last }.count
        let earlier = Array(values.dropLast(same))
        // A converged loss is constant too: at its best, and not above where it was.
        guard same >= frozenFor, Set(earlier).count >= 5, let best = earlier.min(), last > 2 * best else { return nil }
        return MetricCourse(
            kind: .frozen, title: "\(series.name) froze at \(MetricText.number(last)), its best was \(MetricText.number(best))",
            explanation: "The last \(same) values are the same, after values that varied: nothing is learned any more.",
            evidence: Array(series.places.prefix(2)))
    }
}

extension MetricSeries {
    /// What training minimises.
    var isLoss: Bool {
        let words = name.lowercased().split(whereSeparator: { "_-/. @".contains($0) })
        return words.contains {
            ["loss", "nll", "logloss", "perplexity", "ppl", "objective", "elbo", "rmse", "mse"].contains($0) || $0.hasSuffix("loss")
        }
    }
}
