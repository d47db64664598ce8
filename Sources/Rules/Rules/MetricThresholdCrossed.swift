import Evidence

extension Rule {
    /// A metric crossed a limit: one that the user declared, or the script's own.
    package static let metricThresholdCrossed = Rule(
        id: "metric-threshold-crossed", category: .metricAnomaly, kind: .cause, severity: .warning,
        title: "A metric crossed its limit",
        why: """
            Limits come from two places: those that the user declares (`--thresholds`), held against what the runs logged and printed; and those of \
            the script itself, which says in its log that a metric is beyond its limit, that drift was detected, or that a gate was not passed. A \
            script that says so and ends with code 0 leaves a run that Azure ML calls completed.
            """,
        harmless: [
            "The limit alone, printed as a setting.", "A value on the good side of it: a loss below, an accuracy above.",
            "Scores of single items that a filter drops.", "`no drift detected`.",
        ],
        remedy: [
            "Hold back what the run made until somebody has looked.", "Compare the inputs with those of the last good run.",
            "Let the script end with a code other than 0 if the limit is meant as a gate.",
        ],
        alert: .metricBeyondLimit, prior: 20, patterns: [.metricBeyondLimit, .driftDetected, .metricGateFailed],
        examples: [
            RuleExample(
                "the script says that its error is beyond the threshold, and completes",
                files: [
                    "run.json": ExampleFiles.run("Completed"),
                    ExampleFiles.log: "evaluating\nWARNING rmse 9.35 exceeds threshold 4.0\nreport written\n",
                ],
                expectation: .finds(
                    title: "The script itself says that rmse is beyond its limit: rmse 9.35 exceeds threshold 4.0",
                    source: ExampleFiles.log, line: 2)),
            RuleExample(
                "drift was detected",
                files: [
                    "run.json": ExampleFiles.run("Completed"),
                    ExampleFiles.log: "comparing with the reference window\nData drift detected in 4 of 11 columns\n",
                ],
                expectation: .finds(
                    title: "The script itself says that there is drift: Data drift detected in 4 of 11 columns", source: ExampleFiles.log,
                    line: 2)),
            RuleExample(
                "a gate that was not passed, the run failed",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(3),
                    ExampleFiles.log: "auc 0.58\nQuality gate FAILED\n",
                ],
                expectation: .finds(
                    title: "The script itself says that a gate was not passed: Quality gate FAILED", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "settings, good values, and no drift",
                files: [
                    "run.json": ExampleFiles.run("Completed"),
                    ExampleFiles.log:
                        "drift threshold: 0.25\nloss 0.04 is below threshold 0.05\naccuracy 0.93 above the minimum 0.9\nno drift detected\nquality gate passed\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the log is cut behind the verdict", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.log: "data_drift=0.4498 > threshold 0.25\nwriting repo",
                ],
                expectation: .finds(
                    title: "The script itself says that data_drift is beyond its limit: data_drift=0.4498 > threshold 0.25",
                    source: ExampleFiles.log, line: 1)),
        ],
        conclude: { file in
            guard file.run.reusedRunID == nil else { return [] }
            let declared = declared(file)
            return declared.isEmpty ? printed(file).map { [$0] } ?? [] : declared
        })

    private static func declared(_ file: CaseFile) -> [Conclusion] {
        let thresholds = file.thresholds.filter { $0.applies(to: file.run) }
        guard !thresholds.isEmpty else { return [] }
        let metrics = Dictionary(uniqueKeysWithValues: MetricSeries.all(of: file.dossier, logs: file.userLogs).map { ($0.name, $0) })
        return thresholds.compactMap { threshold in
            guard let series = metrics[threshold.metric], let value = threshold.crossing(series.points.map(\.value)) else { return nil }
            let words = threshold.relation == .above ? "above" : "below"
            let number = MetricText.number(threshold.limit)
            let points = threshold.points > 1 ? " for \(threshold.points) values in a row" : ""
            let which = threshold.statistic == .last || threshold.points > 1 ? "" : " (\(threshold.statistic.rawValue))"
            return Conclusion(
                mechanism: "\(threshold.metric)\(threshold.relation.rawValue)\(number)",
                severity: threshold.severity.flatMap(Severity.init(rawValue:)), confidence: 0.95,
                title: "\(series.name)\(which) is \(MetricText.number(value)), \(words) its limit of \(number)\(points)",
                explanation:
                    "The limit \(words == "above" ? "above" : "below") which \(series.name) is to be told was declared as \(number).",
                evidence: Array(series.places.prefix(2)), effectiveTime: file.run.ended)
        }
    }

    /// The script's own verdict, the last of each kind.
    private static func printed(_ file: CaseFile) -> Conclusion? {
        let beyond = file.userHits(.metricBeyondLimit).last { hit in
            let relation = (hit.captures["relation"] ?? "").lowercased()
            let isHigh = ["exceed", "above", "over", "greater", ">"].contains { relation.hasPrefix($0) }
            let isLow = ["below", "under", "fell", "falls", "less", "<"].contains { relation.hasPrefix($0) }
            return !(isHigh || isLow) || !MetricDirection(hit.captures["name"] ?? "").isBetter(isHigh: isHigh)
        }
        let found: (what: String, key: String, hit: PatternHit)
        if let beyond, let name = beyond.captures["name"] {
            found = ("\(name) is beyond its limit", name, beyond)
        } else if let gate = file.userHits(.metricGateFailed).last {
            found = ("a gate was not passed", "gate", gate)
        } else if let drift = file.userHits(.driftDetected).last {
            found = ("there is drift", "drift", drift)
        } else {
            return nil
        }
        var weights = Weights()
        weights.add(.log, 0.75)
        if file.ending.state == .failed, file.fatalTraceback == nil { weights.add(.history, 0.3) }
        var conclusion = Conclusion(
            mechanism: "printed:\(found.key.lowercased())", confidence: weights.confidence(textOnly: true),
            title: "The script itself says that \(found.what): \(PrintedText.message(of: found.hit.text).prefix(120))",
            explanation: "It holds the metric against a limit of its own and prints the verdict."
                + (file.saysSucceeded ? " The run is recorded as Completed all the same." : ""),
            evidence: [found.hit.quote], effectiveTime: found.hit.quote.time)
        // What ended the run by an exception has its own rule.
        if file.fatalTraceback != nil { conclusion.kind = .symptom }
        return conclusion
    }
}

extension MetricThreshold {
    func applies(to run: Run) -> Bool {
        if let experiment, run.experiment != experiment { return false }
        guard let step else { return true }
        return [run.stepName, run.displayName, run.script].contains { $0 == step }
    }
}
