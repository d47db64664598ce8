import Evidence

extension Rule {
    /// The final value of a metric does not fit those of earlier runs of the same step.
    package static let metricOffHistory = Rule(
        id: "metric-off-history", category: .metricAnomaly, kind: .cause, severity: .warning,
        title: "A metric does not fit the earlier runs of the step",
        why: """
            The last value of a metric is compared with those of the earlier runs of the same step that ended well, at most thirty. It must lie \
            beyond all of them and far beyond in units of their spread, with thresholds that noise passes less than once in a thousand tests; or the newest \
            three to six runs must all have left the range of those before them, which is how a drift begins. Below five earlier runs nothing is \
            said. Runs whose own metrics did not fit are no baseline for later ones, until eight in a row make the new level a habit.
            """,
        harmless: [
            "A value a little beyond the range: every new record is one.", "A change below two percent, or within the rounding.",
            "A better value than ever (told as information only).", "A metric that never changed before: it is a setting.",
        ],
        remedy: [
            "Compare the inputs of this run with those of the last good one: rows, dates, nulls, schema.",
            "Look at what changed since: code, parameters, environment, data version.",
            "Hold back the model or the table that this run made until the reason is known.",
        ],
        alert: .metricBeyondLimit, prior: 30,
        examples: [
            RuleExample(
                "twelve nights near 4.7, then 9.35",
                files: [
                    "runs.json": MetricExamples.runs(earlier: 12),
                    "metrics.json": MetricExamples.page("rmse", earlier: MetricExamples.twelve, last: [("rmse", "9.35")]),
                ],
                expectation: .finds(
                    title: "rmse is 9.35; the 12 earlier runs lie between 4.45 and 4.91", source: "metrics.json", line: 14)),
            RuleExample(
                "printed on the log alone",
                files: MetricExamples.logs(earlier: MetricExamples.twelve.map { "val_rmse: \($0)" }, last: "done in 12 s\nval_rmse: 9.35")
                    .merging(["runs.json": MetricExamples.runs(earlier: 12)]) { first, _ in first },
                expectation: .finds(
                    title: "val_rmse is 9.35; the 12 earlier runs lie between 4.45 and 4.91", source: ExampleFiles.log, line: 3)),
            RuleExample(
                "a drift: three runs beyond all that were before",
                files: [
                    "runs.json": MetricExamples.runs(earlier: 26),
                    "metrics.json": MetricExamples.page(
                        "data_drift",
                        earlier: [
                            0.033, 0.037, 0.047, 0.031, 0.053, 0.038, 0.023, 0.051, 0.041, 0.050, 0.030, 0.056, 0.042, 0.025, 0.039, 0.046,
                            0.029,
                            0.044, 0.034, 0.058, 0.036, 0.040, 0.027, 0.048, 0.091, 0.126,
                        ], last: [("data_drift", "0.22")]),
                ],
                expectation: .finds(
                    title:
                        "data_drift has left its range: the last 3 runs, the newest with 0.22, lie above the 24 before them (0.023 to 0.058)",
                    source: "metrics.json", line: 28)),
            RuleExample(
                "a new record among noise",
                files: [
                    "runs.json": MetricExamples.runs(earlier: 12),
                    "metrics.json": MetricExamples.page("rmse", earlier: MetricExamples.twelve, last: [("rmse", "5.02")]),
                ],
                expectation: .staysSilent),
            RuleExample(
                "a setting that was changed",
                files: [
                    "runs.json": MetricExamples.runs(earlier: 12),
                    "metrics.json": MetricExamples.page("trees", earlier: Array(repeating: 300, count: 12), last: [("trees", "500")]),
                ],
                expectation: .staysSilent),
            RuleExample(
                "four earlier runs are too few", isDamaged: true,
                files: [
                    "runs.json": MetricExamples.runs(earlier: 4),
                    "metrics.json": MetricExamples.page("rmse", earlier: Array(MetricExamples.twelve.prefix(4)), last: [("rmse", "9.35")]),
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard file.status == .completed || file.status == .finalizing, file.run.reusedRunID == nil, !file.isTrial else { return [] }
            let metrics = MetricSeries.all(of: file.dossier, logs: file.userLogs)
            guard !metrics.isEmpty, file.dossier.history.count >= OffHistory.fewest else { return [] }
            let off = MetricHistory(file.dossier.history).deviations(of: metrics)
            guard let worst = off.first else { return [] }
            let isMild = worst.isBetter
            let changed = HistoryDifferences(file).list.prefix(3).map(\.text)
            var explanation = off.prefix(6).map(sentence).joined(separator: " ")
            if !changed.isEmpty { explanation += " Changed since the last good run: " + changed.joined(separator: "; ") + "." }
            let others = off.dropFirst().filter { !$0.isBetter }.map(\.series.name)
            var title = title(worst)
            if !others.isEmpty { title += "; \(list(others)) \(others.count == 1 ? "is" : "are") off too" }
            var conclusion = Conclusion(
                mechanism: "\(worst.series.name):\(worst.isHigh ? "high" : "low")", severity: isMild ? .info : nil,
                confidence: confidence(worst), title: title, explanation: explanation,
                evidence: off.prefix(6).flatMap { $0.series.places.prefix(2) }, effectiveTime: file.run.ended)
            if isMild { conclusion.kind = .symptom }
            return [conclusion]
        })

    /// With few runs everything rests on the assumption that the values spread evenly.
    private static func confidence(_ deviation: MetricHistory.Deviation) -> Double {
        if deviation.excursion != nil { return 0.75 }
        return deviation.count >= 15 ? 0.9 : deviation.count >= 8 ? 0.75 : 0.6
    }

    private static func title(_ deviation: MetricHistory.Deviation) -> String {
        let (name, value) = (deviation.series.name, MetricText.number(deviation.value))
        if let excursion = deviation.excursion {
            return "\(name) has left its range: the last \(excursion.runs) runs, the newest with \(value), lie "
                + "\(excursion.isHigh ? "above" : "below") the \(excursion.count) before them "
                + "(\(MetricText.number(excursion.low)) to \(MetricText.number(excursion.high)))"
        }
        guard let single = deviation.single else { return "\(name) is \(value)" }
        return "\(name) is \(value); the \(single.count) earlier runs lie between \(MetricText.number(single.low)) and "
            + MetricText.number(single.high)
    }

    private static func sentence(_ deviation: MetricHistory.Deviation) -> String {
        let name = deviation.series.name
        let better = deviation.isBetter ? ", for the better" : ""
        let far = "\(MetricText.number((deviation.distance * 10).rounded() / 10)) times the usual spread"
        if let excursion = deviation.excursion {
            return
                "\(name) moved away from its usual \(MetricText.number(excursion.median)) over \(excursion.runs) runs and is now \(far) off\(better)."
        }
        return
            "\(name) = \(MetricText.number(deviation.value)) lies \(far) from the usual \(MetricText.number(deviation.single?.median ?? 0))\(better)."
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(4)
        guard names.count > 1, let last = shown.last else { return names.first ?? "" }
        if names.count > 4 { return shown.joined(separator: ", ") + " and \(names.count - 4) more" }
        return shown.dropLast().joined(separator: ", ") + " and " + last
    }
}
