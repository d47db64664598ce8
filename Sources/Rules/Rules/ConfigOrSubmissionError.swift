import Evidence

extension Rule {
    /// Quota, capacity or configuration kept the job from running.
    package static let configOrSubmissionError = Rule(
        id: "config-or-submission-error", category: .submissionFailure, kind: .cause, severity: .error,
        title: "The job was rejected before it could run",
        why: """
            There was no quota or capacity for the nodes asked for, or the request itself was wrong, so no process of the run was ever started. The \
            service's message says which.
            """,
        harmless: ["A quota that the script itself checks and reports.", "Waiting in the queue of a cluster that is growing."],
        remedy: [
            "Ask for quota in the subscription and region named, or take another size or region.",
            "Ask for fewer nodes, or run fewer steps side by side.",
        ],
        alert: .failedRuns, prior: 90,
        explains: ["py-unhandled-exception", "explicit-exit", "external-call-failed", "scheduler-ended-job", "capacity-wait"],
        patterns: [.submissionRejected],
        examples: [
            RuleExample(
                "the error of a run that never started",
                files: [
                    "run.json":
                        "[\n{\"runId\": \"r1\", \"status\": \"Failed\", \"target\": \"gpu\", \"createdTimeUtc\": \"2026-03-02T08:00:00Z\",\n \"error\": {\"error\": {\"code\": \"UserError\",\n  \"message\": \"ClusterCoreQuotaReached: the cluster needs 96 cores.\"}}}\n]\n"
                ],
                expectation: .finds(
                    title: "The job was rejected: ClusterCoreQuotaReached: the cluster needs 96 cores.", source: "run.json", line: 4)),
            RuleExample(
                "a script that checks a quota of its own",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: "quota check passed\nQuotaExceeded: 0\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "a service that the script calls has a quota of requests",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log:
                        "Traceback (most recent call last):\n  File \"ask.py\", line 7, in <module>\n    ask(q)\nRateLimitError: You exceeded your current quota, check your plan\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "only the submitter's log, cut", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.log: "sbatch: error: Batch job submission failed: Invalid acc",
                ],
                expectation: .finds(
                    title: "The job was rejected: sbatch: error: Batch job submission failed: Invalid acc", source: ExampleFiles.log,
                    line: 1)),
        ],
        conclude: { file in
            guard file.status != .completed, file.ending.state != .succeeded, file.ending.state != .killed else { return [] }
            var weights = Weights()
            if let error = file.run.error, let quote = file.run.citations[.error],
                isRejection(error.message) || error.innerCodes.contains(where: isRejection)
            {
                weights.add(.history, 0.9)
                let line =
                    error.message.split(whereSeparator: \.isNewline).first { isRejection(String($0)) } ?? error.message.split(
                        whereSeparator: \.isNewline
                    ).first ?? ""
                return [
                    Conclusion(
                        mechanism: TextScan.masked(String(line)), confidence: weights.confidence(),
                        title: "The job was rejected: \(line.prefix(160))",
                        explanation: "The service's error says so" + (file.run.started == nil ? ", and the run never started." : "."),
                        evidence: [quote],
                        effectiveTime: file.run.ended ?? file.run.created)
                ]
            }
            // In a log the words must be among the last, and no work of the script's own may stand before them.
            guard
                file.run.started == nil || file.ending.state != .unknown || file.status == .failed || file.status == nil
                    || file.status == .unknown,
                let last = file.lastLine,
                // The first of them: what follows repeats it in other words.
                let hit = file.userHits(.submissionRejected).first(where: { hit in
                    (hit.quote.location.line ?? 0) >= last.line.number - 30 && isAboutCompute(hit.text)
                })
            else { return [] }
            weights.add(.log, 0.7)
            if file.status == .failed { weights.add(.history, 0.4) }
            return [
                Conclusion(
                    mechanism: TextScan.masked(hit.text), confidence: weights.confidence(),
                    title: "The job was rejected: \(hit.text.prefix(160))",
                    explanation:
                        "The line quoted is the scheduler's or the service's, and nothing of the script's own work stands behind it.",
                    evidence: [hit.quote], exception: file.fatalTraceback.map { $0.summary(of: $0.decisive) }, effectiveTime: hit.quote.time
                )
            ]
        })

    /// A quota of cores or nodes. One of requests, tokens or disk is a matter of the script's.
    private static func isAboutCompute(_ text: String) -> Bool {
        let folded = text.lowercased()
        guard folded.contains("quota") else { return true }
        let words = [
            "core", "cpu", "gpu", "cluster", "node", "sku", "instance", "container", "virtual machine", "vm ", "family", "capacity", "job",
            "pods", "subscription", "region",
        ]
        return words.contains { folded.contains($0) } && !folded.contains("disk quota")
    }

    private static func isRejection(_ text: String) -> Bool {
        let signs = [
            "CoreQuotaReached", "ExceedCoreQuota", "QuotaExceeded", "QUOTA_EXCEEDED", "quota of 0", "AllocationFailed", "SkuNotAvailable",
            "could not be allocated",
            "OutOfCapacity", "not ready for runs", "Cores quota", "exceeding approved", "quota limit", "CoreQuota", "QuotaReached",
            "quota of ", "InsufficientCapacity",
        ]
        return signs.contains { text.contains($0) }
    }
}
