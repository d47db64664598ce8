/// A limit that a user declares for a metric: what is beyond it is told, whatever earlier runs had.
package struct MetricThreshold: Hashable, Sendable {
    package enum Relation: String, Sendable, CaseIterable {
        case above = ">"
        case below = "<"
    }
    /// Which value of a run is held against the limit.
    package enum Statistic: String, Sendable, CaseIterable {
        case last, min, max, mean, best
    }
    package var metric: String
    package var relation: Relation
    package var limit: Double
    package var statistic: Statistic = .last
    /// As many values in a row must be beyond it; 1 asks the statistic alone.
    package var points = 1
    /// Only runs of this experiment, and of this step or script; nil means any.
    package var experiment: String?
    package var step: String?
    /// `warning` unless said.
    package var severity: String?

    package init(metric: String, relation: Relation, limit: Double) {
        self.metric = metric
        self.relation = relation
        self.limit = limit
    }

    func isCrossed(by value: Double) -> Bool { relation == .above ? value > limit : value < limit }

    /// The value that crosses the limit, if the run's does. What is no number has a rule of its own.
    func crossing(_ values: [Double]) -> Double? {
        let values = values.filter(\.isFinite)
        guard let last = values.last else { return nil }
        if points > 1 {
            var run = 0
            for value in values {
                run = isCrossed(by: value) ? run + 1 : 0
                if run >= points { return value }
            }
            return nil
        }
        let value: Double =
            switch statistic {
            case .last: last
            case .min: values.min() ?? last
            case .max: values.max() ?? last
            case .mean: MetricStatistics.mean(values)
            // The best is the one farthest on the good side of the limit.
            case .best: (relation == .above ? values.min() : values.max()) ?? last
            }
        return isCrossed(by: value) ? value : nil
    }
}
