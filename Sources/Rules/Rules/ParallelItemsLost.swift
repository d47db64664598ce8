import Evidence

extension Rule {
    /// A parallel step dropped items, or gave up because of them.
    package static let parallelItemsLost = Rule(
        id: "parallel-items-lost", category: .swallowedException, kind: .cause, severity: .warning,
        title: "A parallel step lost some of its work",
        why: """
            A parallel step forgives failed items up to its error threshold. Then it completes with less than it was given, or gives up with \
            `SystemExit: 42`, which names no reason: that stands in the files of its workers.
            """,
        harmless: ["A threshold that is merely printed.", "Items that failed and were tried again with success.", "A count that is zero."],
        remedy: [
            "Open the log of the worker named below: the reason stands there.",
            "Set the error threshold to what you can do without; `-1` forgives everything.",
            "Compare the number of rows or files that came out with the number that went in, and let the step fail where they differ.",
        ],
        prior: 72,
        explains: ["explicit-exit", "py-unhandled-exception", "premature-exit-success", "status-contradicts-log", "declared-output-empty"],
        needs: [.userLog], patterns: [.parallelProgress, .parallelLoss],
        examples: [
            RuleExample(
                "completed with fewer batches than it was given",
                files: [
                    "run.json": ExampleFiles.run("Completed"),
                    "logs/r1/logs/job_progress_overview.txt":
                        "2026-03-02T08:10:00 Processed 10 of 40 mini batches in 0:05:00.\n2026-03-02T08:29:00 Processed 37 of 40 mini batches in 0:24:00.\n",
                    ExampleFiles.log: "The job is done\n",
                ],
                expectation: .finds(
                    title: "Only 37 of 40 mini batches were processed", source: "logs/r1/logs/job_progress_overview.txt", line: 2)),
            RuleExample(
                "gave up: the reason stands in a worker's file",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(42),
                    ExampleFiles.log:
                        "Traceback (most recent call last):\n  File \"driver/amlbi_main.py\", line 9, in <module>\n    main()\nSystemExit: 42\n",
                    "logs/r1/logs/user/stdout/0/process000.std.txt":
                        "batch 1\nTraceback (most recent call last):\n  File \"score.py\", line 12, in run\n    x = row[\"age\"]\nKeyError: 'age'\nThe number of errors exceeded the error threshold 10\n",
                ],
                expectation: .finds(
                    title: "The workers of the parallel step failed: KeyError: 'age'",
                    source: "logs/r1/logs/user/stdout/0/process000.std.txt",
                    line: 5)),
            RuleExample(
                "all batches were processed",
                files: [
                    "run.json": ExampleFiles.run("Completed"),
                    "logs/r1/logs/job_progress_overview.txt": "2026-03-02T08:29:00 Processed 40 of 40 mini batches in 0:24:00.\n",
                    ExampleFiles.log: "0 items failed\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "items failed, and are counted",
                files: ["run.json": ExampleFiles.run("Completed"), ExampleFiles.log: "scored 1988 rows\n12 items failed\n"],
                expectation: .finds(title: "Items were lost: 12 items failed", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "items that failed are tried again",
                files: ["run.json": ExampleFiles.run("Completed"), ExampleFiles.log: "12 items failed, retrying them\nscored 2000 rows\n"],
                expectation: .staysSilent),
            RuleExample(
                "the overview is cut while the run goes on", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Running", ended: nil),
                    "logs/r1/logs/job_progress_overview.txt":
                        "2026-03-02T08:10:00 Processed 10 of 40 mini batches in 0:05:00.\n2026-03-02T08:2",
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard let status = file.status ?? Optional(.unknown), status == .completed || status == .failed || status == .unknown else {
                return []
            }
            guard let loss = ParallelLoss(file, status) else { return [] }
            var weights = Weights()
            weights.add(.log, loss.weight)
            if status == .failed { weights.add(.history, 0.5) }
            if !file.emptyOutputs.isEmpty { weights.add(.history, 0.6) }
            var conclusion = Conclusion(
                mechanism: loss.mechanism, severity: status == .failed ? .error : file.emptyOutputs.isEmpty ? .warning : .critical,
                confidence: weights.confidence(), title: loss.title, explanation: loss.explanation,
                evidence: loss.evidence + [file.statusQuote].compactMap { $0 }, exception: loss.exception,
                effectiveTime: loss.evidence.first?.time ?? file.run.ended)
            if loss.exception != nil { conclusion.category = .unhandledException }
            return [conclusion]
        })
}
