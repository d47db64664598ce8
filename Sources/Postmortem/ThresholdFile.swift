import Evidence
import Rules
import Yams

/// Limits of metrics as people write them down, in the configuration (`metrics:`) or in a file of their own.
///
///     metrics:
///       - metric: rmse
///         above: 4.0
///         severity: error        # warning unless said
///       - metric: val_auc
///         below: 0.7
///         statistic: best        # last, min, max, mean, best
///         points: 3              # so many values in a row
///         experiment: churn
///         step: train.py
enum ThresholdFile {
    /// Reads a file that holds limits and nothing else: a list of them, bare or below `metrics:` or `thresholds:`.
    static func parse(_ text: String, path: String) throws -> [MetricThreshold] {
        var reader = YAMLReader(path: path)
        var limits: [MetricThreshold] = []
        if let root = try reader.document(text) {
            if case .mapping = root {
                for (_, node) in reader.members(root, known: ["metrics", "thresholds"], of: "the file of limits") {
                    limits += self.limits(node, &reader)
                }
            } else {
                limits = self.limits(root, &reader)
            }
        }
        try reader.finish()
        return limits
    }

    /// The limits of a list.
    static func limits(_ node: Node, _ reader: inout YAMLReader) -> [MetricThreshold] {
        reader.items(node, "metrics").compactMap { limit($0, &reader) }
    }

    private static let keys = ["metric", "above", "below", "points", "statistic", "severity", "experiment", "step"]

    private static func limit(_ node: Node, _ reader: inout YAMLReader) -> MetricThreshold? {
        var metric: String?
        var bounds: [(relation: MetricThreshold.Relation, limit: Double)] = []
        var limit = MetricThreshold(metric: "", relation: .above, limit: 0)
        let number = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
        let members = reader.members(node, known: keys, of: "metrics")
        for (key, value) in members {
            switch key {
            case "metric": metric = reader.text(value, "metrics.metric")?.value
            case "above": if let bound = reader.number(value, "metrics.above", in: number) { bounds.append((.above, bound.value)) }
            case "below": if let bound = reader.number(value, "metrics.below", in: number) { bounds.append((.below, bound.value)) }
            case "points": limit.points = reader.integer(value, "metrics.points", in: 1...1_000_000)?.value ?? limit.points
            case "statistic": limit.statistic = reader.choice(value, "metrics.statistic")?.value ?? limit.statistic
            case "severity":
                let severity: ConfigurationFile.Entry<Severity>? = reader.choice(value, "metrics.severity")
                limit.severity = severity?.value.rawValue ?? limit.severity
            case "experiment": limit.experiment = reader.text(value, "metrics.experiment")?.value
            case "step": limit.step = reader.text(value, "metrics.step")?.value
            default: break
            }
        }
        guard members.contains(where: { $0.key == "metric" }), members.count(where: { $0.key == "above" || $0.key == "below" }) == 1 else {
            reader.complain(node, "A limit needs 'metric' and one of 'above' and 'below', a number.")
            return nil
        }
        // Of the wrong type: that was told already.
        guard let metric, let bound = bounds.first else { return nil }
        limit.metric = metric
        limit.relation = bound.relation
        limit.limit = bound.limit
        return limit
    }
}
