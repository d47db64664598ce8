import Evidence

extension Rule {
    /// Canceled because it ran into its limit.
    package static let timeLimitExceeded = Rule(
        id: "time-limit-exceeded", category: .hungExternalCall, kind: .cause, severity: .error,
        title: "The run was canceled at its time limit",
        why: """
            Azure ML cancels a job that reaches its limit and gives it no status of its own: it says Canceled. The rule compares the duration \
            with the limit that the run was submitted with. Whether the run hung, was slow, or the limit is too tight, the log must tell.
            """,
        harmless: ["A run that a person canceled earlier.", "A limit of a pipeline agent outside Azure ML: the job itself goes on."],
        remedy: [
            "See what the run did in its last minutes: the last lines are quoted.",
            "If it was slow and not stuck, raise the limit to three times its usual duration.",
        ],
        alert: .runningTooLong, prior: 40, explains: ["sigkill-unattributed", "sigterm-shutdown", "declared-output-empty"],
        needs: [.runHistory], patterns: [.retry],
        examples: [
            RuleExample(
                "canceled after exactly its limit, still retrying",
                files: [
                    "run.json": ExampleFiles.run(
                        "Canceled", ended: "2026-03-02T09:00:02Z",
                        extra: ",\n \"runDefinition\": {\"script\": \"sync.py\", \"maxRunDurationSeconds\": 3600}"),
                    ExampleFiles.log: "2026-03-02 08:59:50 WARNING attempt 40: 503 Server Error: Service Unavailable; trying again\n",
                ],
                expectation: .finds(title: "Canceled at its time limit of 1 h", source: ExampleFiles.log, line: 1)),
            RuleExample(
                "ten tries and more tell what the time was spent on",
                files: [
                    "run.json": ExampleFiles.run(
                        "Canceled", ended: "2026-03-02T09:00:02Z",
                        extra: ",\n \"runDefinition\": {\"script\": \"sync.py\", \"maxRunDurationSeconds\": 3600}"),
                    ExampleFiles.log: "page 3 of 9\n" + (1...12).map { "attempt \($0): the queue is unavailable\n" }.joined(),
                ],
                expectation: .finds(
                    title: "Canceled at its time limit of 1 h", source: ExampleFiles.log, line: 13, also: ["\(ExampleFiles.log):2"])),
            RuleExample(
                "canceled by somebody long before the limit",
                files: [
                    "run.json": ExampleFiles.run(
                        "Canceled", ended: "2026-03-02T08:10:00Z",
                        extra: ",\n \"runDefinition\": {\"script\": \"sync.py\", \"maxRunDurationSeconds\": 3600}"),
                    ExampleFiles.log: "2026-03-02 08:09:50 epoch 3\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the log is missing", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run(
                        "Canceled", ended: "2026-03-02T09:00:02Z",
                        extra: ",\n \"runDefinition\": {\"script\": \"sync.py\", \"maxRunDurationSeconds\": 3600}")
                ],
                expectation: .finds(title: "Canceled at its time limit of 1 h", source: "run.json", line: 4)),
        ],
        conclude: { file in
            guard let limit = LimitReached(file) else { return [] }
            var weights = Weights()
            weights.add(.history, 0.85)
            let last = file.lastLine.map { $0.line.quote(from: $0.log.source) }
            let retries = file.userHits(.retry)
            if retries.count >= 10 { weights.add(.log, 0.6) }
            var text =
                "It ran for \(readableDuration(seconds: limit.ran)); the limit was \(readableDuration(seconds: limit.limit)). Azure ML cancels a job that reaches its limit."
            if retries.count >= 10 { text += " It spent its time trying again: at least \(retries.count) lines say so." }
            var evidence = [last, file.run.citations[.limit], file.statusQuote].compactMap { $0 }
            evidence.insert(contentsOf: retries.prefix(1).map(\.quote), at: min(1, evidence.count))
            return [
                Conclusion(
                    mechanism: "limit", confidence: weights.confidence(),
                    title: "Canceled at its time limit of \(readableDuration(seconds: limit.limit))", explanation: text + lastWords(file),
                    evidence: evidence, effectiveTime: file.run.ended)
            ]
        })
}
