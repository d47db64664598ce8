import Evidence

extension Rule {
    /// The level of a metric changed at a run and stayed there.
    package static let metricStepChange = Rule(
        id: "metric-step-change", category: .metricAnomaly, kind: .cause, severity: .warning,
        title: "The level of a metric changed at one run and stayed",
        why: """
            Over the last twenty to thirty good runs of the step a rank test (Pettitt's, corrected for values that depend on those before them) \
            finds two levels, further apart than one and a half times the spread within them. No single run stands out, so nobody was told. It is \
            said once: of the first run with which the change can be seen, and it names the run at which it began.
            """,
        harmless: [
            "Values that wander slowly: each depends on the one before it, which the test allows for.",
            "A change for the better (told as information only).",
        ],
        remedy: [
            "Compare the run named with the one before it: code snapshot, parameters, environment, data version, node size.",
            "If the new level is meant, nothing is to be done: it becomes the baseline.",
        ],
        prior: 30,
        examples: [
            RuleExample(
                "a level of 4.7 becomes one of 5.1, and no run stands out",
                files: [
                    "runs.json": MetricExamples.runs(earlier: 22),
                    "metrics.json": MetricExamples.page("rmse", earlier: Array(stepped.prefix(22)), last: [("rmse", "5.24")]),
                ],
                expectation: .finds(
                    title: "The level of rmse changed from 4.655 to 5.13 at run h17, 7 runs ago", source: "metrics.json", line: 24)),
            RuleExample(
                "the same values, one night later: it was said",
                files: [
                    "runs.json": MetricExamples.runs(earlier: 23),
                    "metrics.json": MetricExamples.page("rmse", earlier: stepped, last: [("rmse", "5.11")]),
                ],
                expectation: .staysSilent),
            RuleExample(
                "noise around one level",
                files: [
                    "runs.json": MetricExamples.runs(earlier: 24),
                    "metrics.json": MetricExamples.page(
                        "rmse", earlier: MetricExamples.twelve + MetricExamples.twelve.reversed(), last: [("rmse", "4.7")]),
                ],
                expectation: .staysSilent),
            RuleExample(
                "half of the history is missing", isDamaged: true,
                files: [
                    "runs.json": MetricExamples.runs(earlier: 12),
                    "metrics.json": MetricExamples.page("rmse", earlier: Array(stepped[10..<22]), last: [("rmse", "5.1")]),
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard file.status == .completed, file.run.reusedRunID == nil, !file.isTrial,
                file.dossier.history.count + 1 >= MetricLevelChange.fewest
            else {
                return []
            }
            let metrics = MetricSeries.all(of: file.dossier, logs: file.userLogs)
            guard !metrics.isEmpty else { return [] }
            let history = MetricHistory(file.dossier.history)
            var found: [Conclusion] = []
            for series in metrics {
                guard let value = series.last, value.isFinite else { continue }
                let earlier = history.ordinary.filter { history.runs[$0].metrics[series.name]?.isFinite == true }
                let values = earlier.compactMap { history.runs[$0].metrics[series.name] }
                // A value that stands out by itself has its own rule.
                guard OffHistory(value, history: values) == nil, let change = MetricLevelChange(values + [value]),
                    change.at < earlier.count,
                    MetricLevelChange(values) == nil
                else { continue }
                let digest = history.runs[earlier[change.at]]
                let isHigh = change.after > change.before
                let isBetter = MetricDirection(series.name).isBetter(isHigh: isHigh)
                let ago = earlier.count - change.at + 1
                var text =
                    "Before that run the middle of \(series.name) was \(MetricText.number(change.before)), from it on it is "
                    + "\(MetricText.number(change.after))."
                let steps = setup(of: digest, since: history.runs[earlier[change.at - 1]])
                if !steps.isEmpty { text += " At that run also changed: " + steps.joined(separator: ", ") + "." }
                var conclusion = Conclusion(
                    mechanism: "\(series.name):\(isHigh ? "up" : "down")", severity: isBetter ? .info : nil, confidence: 0.85,
                    title:
                        "The level of \(series.name) changed from \(MetricText.number(change.before)) to \(MetricText.number(change.after)) at run "
                        + "\(digest.runID), \(ago) runs ago",
                    explanation: text, evidence: Array(series.places.prefix(2)), effectiveTime: digest.started)
                if isBetter { conclusion.kind = .symptom }
                found.append(conclusion)
            }
            return found
        })

    private static let stepped = [
        4.61, 4.83, 4.52, 4.74, 4.66, 4.91, 4.58, 4.70, 4.45, 4.79, 4.63, 4.68, 4.57, 4.72, 4.60, 4.65, 5.13, 5.02, 5.21, 5.08, 5.16, 4.99,
        5.24,
    ]

    private static func setup(of run: RunDigest, since other: RunDigest) -> [String] {
        var changes: [String] = []
        if let new = run.snapshotID, let old = other.snapshotID, new != old { changes.append("the code (snapshot \(old) to \(new))") }
        if let new = run.compute, let old = other.compute, new != old { changes.append("the compute (\(old) to \(new))") }
        if let new = run.script, let old = other.script, new != old { changes.append("the script (\(old) to \(new))") }
        return changes
    }
}
