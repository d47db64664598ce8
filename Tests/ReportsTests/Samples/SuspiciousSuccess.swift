import Evidence

extension Sample {
    /// A run says that it succeeded and left its output empty; another one only drifts.
    static let suspiciousSuccess: Sample = {
        let swallowed = makeFinding(
            "swallowed-exception", .swallowedException, .cause, .critical, 0.99, in: "exp-9", mechanism: "OSError@export.py:main",
            title: "An OSError was printed and not raised, and the output is empty",
            explanation: "The handler at export.py:41 prints the exception and goes on to exit code 0.",
            evidence: (0..<8).map { index in
                Quote(
                    location: Location(source: "logs/exp-9/std_log.txt", line: 30 + index, offset: 2_000 + 80 * index),
                    text: "export failed: [Errno 28] No space left on device (part \(index))")
            }, remedy: ["Free the scratch disk.", "Let main() raise instead of print."]
        ) { $0.isRootCause = true }
        let drift = makeFinding(
            "metric-drift", .metricAnomaly, .cause, .warning, 0.5, in: "train-4", mechanism: "auc", title: "auc fell from 0.91 to 0.83",
            explanation: "The last ten runs lay between 0.90 and 0.92.")
        return Sample(
            name: "suspicious-success",
            report: makeReport(
                [
                    makeEntry(
                        makeRun("exp-9", "export", kind: .job, status: .completed, from: moment(1), to: moment(1, 0, 9)), .suspicious,
                        "The run reports success and its output is empty.", cause: swallowed
                    ) {
                        $0.witnesses = [
                            Witness(name: "run history", statement: "Completed", contradicts: true),
                            Witness(name: "outputs", statement: "report is empty"),
                        ]
                    },
                    makeEntry(
                        makeRun("train-4", "train", kind: .job, status: .completed, from: moment(2), to: moment(3)), .succeeded,
                        "The run completed."
                    ) {
                        let values: [Double] = [0.91, 0.905, 0.912, .nan, 0.908, 0.911, 0.86, 0.83]
                        $0.series = [
                            ReportedSeries(
                                name: "auc",
                                points: values.enumerated().map { .init(step: Int64($0), value: $1, isCited: $0 > 5) },
                                findings: [drift.id])
                        ]
                    },
                ], [swallowed, drift], as: moment(4, 30), coverage: makeCoverage(read: 2, skipped: 1)))
    }()
}
