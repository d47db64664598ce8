import Evidence

extension Rule {
    /// A metric that good runs always log is absent.
    package static let metricMissing = Rule(
        id: "metric-missing", category: .metricAnomaly, kind: .cause, severity: .warning,
        title: "A metric that good runs always have is absent",
        why: """
            At least nine in ten of five or more good runs of the step logged the metric, and this one, although it completed and logged others, \
            did not: the code that makes it was skipped, or failed and was passed over.
            """,
        harmless: ["A metric that was renamed: another new one stands in its place.", "A run of whose metrics nothing was exported."],
        remedy: [
            "Look in the log for what should have made it: an evaluation that was skipped, an exception that was only printed.",
            "Let the script fail where a metric cannot be computed.",
        ],
        prior: 25,
        examples: [
            RuleExample(
                "twelve nights with rmse and rows, then rows alone",
                files: [
                    "runs.json": MetricExamples.runs(earlier: 12),
                    "metrics.json": MetricExamples.page(
                        "rmse", earlier: MetricExamples.twelve, last: [("rows", "700")]),
                    "rows.json": MetricExamples.page("rows", earlier: Array(repeating: 700, count: 12), last: []),
                ],
                expectation: .finds(
                    title: "rmse is absent: 12 of the 12 earlier runs have it", source: "metrics.json", line: 14)),
            RuleExample(
                "renamed",
                files: [
                    "runs.json": MetricExamples.runs(earlier: 12),
                    "metrics.json": MetricExamples.page(
                        "rmse", earlier: MetricExamples.twelve, last: [("rows", "700"), ("test_rmse", "4.7")]),
                    "rows.json": MetricExamples.page("rows", earlier: Array(repeating: 700, count: 12), last: []),
                ],
                expectation: .staysSilent),
            RuleExample(
                "no metric of the run was exported", isDamaged: true,
                files: [
                    "runs.json": MetricExamples.runs(earlier: 12),
                    "metrics.json": MetricExamples.page("rmse", earlier: MetricExamples.twelve, last: []),
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard file.status == .completed, file.run.reusedRunID == nil else { return [] }
            let metrics = MetricSeries.all(of: file.dossier, logs: file.userLogs)
            // Of a run that logged nothing it is not known whether anything was exported; a long log is read in samples.
            let logged = metrics.filter(\.isLogged)
            let good = file.dossier.history.filter { $0.status == .completed && !$0.metrics.isEmpty }
            guard !logged.isEmpty, good.count >= 5 else { return [] }
            let known = Set(good.flatMap { $0.loggedNames })
            guard metrics.allSatisfy({ known.contains($0.name) || !$0.isLogged }) else { return [] }
            let present = Set(metrics.map(\.name))
            let absent = known.subtracting(present).sorted().compactMap { name -> (String, Int)? in
                let count = good.count { $0.loggedNames.contains(name) }
                return count * 10 >= good.count * 9 && count >= 5 ? (name, count) : nil
            }
            guard let first = absent.first else { return [] }
            let names = absent.map(\.0)
            let title =
                absent.count == 1
                ? "\(first.0) is absent: \(first.1) of the \(good.count) earlier runs have it"
                : "\(names.prefix(4).joined(separator: ", ")) are absent: the \(good.count) earlier runs have them"
            return [
                Conclusion(
                    mechanism: names.prefix(4).joined(separator: ","), confidence: 0.7, title: title,
                    explanation: "The run completed and logged \(logged.map(\.name).prefix(5).joined(separator: ", ")), but not "
                        + "\(names.prefix(5).joined(separator: ", ")), which the good runs before it logged.",
                    evidence: logged.prefix(3).flatMap { $0.places.suffix(1) }, effectiveTime: file.run.ended)
            ]
        })
}
