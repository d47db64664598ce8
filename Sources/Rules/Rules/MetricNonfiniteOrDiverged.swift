import Evidence

extension Rule {
    /// Training ended without numbers, or ran away.
    package static let metricNonfiniteOrDiverged = Rule(
        id: "metric-nonfinite-or-diverged", category: .metricAnomaly, kind: .cause, severity: .warning,
        title: "A metric became NaN or infinite, or the training ran away",
        why: """
            A loss that is no number stays none: every weight it touches is lost, and the script still ends with code 0. The rule looks at the \
            values that the run logged and at those that its log prints: a loss that ends as NaN or infinite, a loss whose last tenth is twice its \
            best and above its first value, a value frozen for twenty steps at something worse than what was reached before.
            """,
        harmless: [
            "A single NaN that later values follow.",
            "A metric that was never a number: AUC with one class, a correlation with a constant.",
            "`inf` as the best value before the first epoch.", "Overflows that a loss scaler catches.", "A value that settled at its best.",
        ],
        remedy: [
            "Find the first step with NaN, and look at its batch: zeros under a logarithm, empty targets, infinities in the features.",
            "Lower the learning rate, clip gradients, raise the warm-up; `torch.autograd.set_detect_anomaly(True)` names the operation.",
            "Let the script stop at the first loss that is no number (`terminate_on_nan`, `TerminateOnNaN`).",
        ],
        prior: 66, explains: ["metric-off-history", "metric-threshold-crossed"],
        examples: [
            RuleExample(
                "the loss is NaN from epoch 3 on, and the run completed",
                files: [
                    "run.json": ExampleFiles.run("Completed"),
                    ExampleFiles.log:
                        "Epoch 1/6 - loss: 0.6931 - accuracy: 0.51\nEpoch 2/6 - loss: 12.4 - accuracy: 0.50\nEpoch 3/6 - loss: nan - accuracy: 0.49\n"
                        + "Epoch 4/6 - loss: nan - accuracy: 0.49\nEpoch 5/6 - loss: nan - accuracy: 0.49\nEpoch 6/6 - loss: nan - accuracy: 0.49\ndone\n",
                ],
                expectation: .finds(title: "loss became NaN and stayed so to the end", source: ExampleFiles.log, line: 3)),
            RuleExample(
                "logged to the run history only",
                files: [
                    "runs.json": MetricExamples.runs(earlier: 1),
                    "metrics.json": MetricExamples.page(
                        "train_loss", earlier: [0.4], last: [("train_loss", "0.8"), ("train_loss_final", "NaN")]),
                ],
                expectation: .finds(title: "train_loss_final ended as NaN", source: "metrics.json", line: 4)),
            RuleExample(
                "a training that ran away",
                files: ["run.json": ExampleFiles.run("Completed"), ExampleFiles.log: curve(runaway)],
                expectation: .finds(
                    title: "loss ran away: it ends at 11.6, its best was 0.9 and its first value 1.9", source: ExampleFiles.log, line: 30)),
            RuleExample(
                "an ordinary curve, with one spike",
                files: ["run.json": ExampleFiles.run("Completed"), ExampleFiles.log: curve(spiked)],
                expectation: .staysSilent),
            RuleExample(
                "one step overflowed, and the scaler caught it",
                files: [
                    "run.json": ExampleFiles.run("Completed"),
                    ExampleFiles.log:
                        "step 1 loss=0.9\nstep 2 loss=inf\ngradient overflow, reducing loss scale to 32768\nstep 3 loss=0.8\nstep 4 loss=0.7\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "an AUC that has no value with one class",
                files: ["run.json": ExampleFiles.run("Completed"), ExampleFiles.log: "fold 1 auc: nan\nloss: 0.31\n"],
                expectation: .staysSilent),
            RuleExample(
                "the log is cut at the second NaN", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log: "iteration 10 loss 0.52\niteration 20 loss 88.1\niteration 30 loss nan\niteration 40 loss na",
                ],
                expectation: .finds(title: "loss ended as NaN", source: ExampleFiles.log, line: 3)),
        ],
        conclude: { file in
            guard file.run.reusedRunID == nil else { return [] }
            let all = MetricSeries.all(of: file.dossier, logs: file.userLogs)
            // A loss first: the others follow from it.
            for series in all.filter(\.isLoss) + all.filter({ !$0.isLoss }) {
                if let found = MetricCourse.judged(series) {
                    var conclusion = Conclusion(
                        mechanism: "\(found.kind):\(series.name)", confidence: confidence(found, file), title: found.title,
                        explanation: found.explanation, evidence: found.evidence, effectiveTime: found.evidence.first?.time)
                    // An exception of another kind ended the run: the numbers are what went before.
                    if let fatal = file.fatalTraceback, !MetricCourse.speaksOfNumbers(fatal.decisive.message) { conclusion.kind = .symptom }
                    return [conclusion]
                }
            }
            return []
        })

    private static func confidence(_ found: MetricCourse, _ file: CaseFile) -> Double {
        switch found.kind {
        case .nonfinite: 0.9
        case .diverged: 0.8
        case .frozen: 0.6
        }
    }

    private static let runaway: [Double] = (1...30).map { (step: Int) -> Double in step < 12 ? 2 - 0.1 * Double(step) : 0.4 * Double(step) }
    private static let spiked: [Double] = (1...30).map { (step: Int) -> Double in step == 14 ? 7 : 2 / Double(step) }

    private static func curve(_ values: [Double]) -> String {
        values.enumerated().map { "step \($0.offset + 1)/30 loss=\(MetricText.number($0.element))\n" }.joined()
    }
}
