import Evidence

extension Rule {
    /// The work is done, the run does not know.
    package static let completionSignalLost = Rule(
        id: "completion-signal-lost", category: .stuckFinalizing, kind: .cause, severity: .critical,
        title: "The work is done, but the run never ended",
        why: """
            The process ended well (the runtime's own logs, the wrapper or the job event say so) and the run history still says Running, \
            Finalizing or NotResponding long afterwards. The node or the service lost the signal; everything that waits for the run waits on.
            """,
        harmless: [
            "An export taken minutes after the end.", "A parent that waits for its other children.",
            "System logs without their last lines: that is normal.",
        ],
        remedy: [
            "Check the outputs; if they are whole, cancel the run and start what waits for it from them.",
            "Make the step idempotent, so that it can be run again without harm.",
            "Report it to support with the run id and the times below.",
        ],
        alert: .jobDoneRunOpen, prior: 84, explains: ["declared-output-empty", "status-contradicts-log"], needs: [.runHistory],
        patterns: [.wrapperExitCode, .experimentSucceeded, .jobReleased, .phaseCompleted],
        examples: [
            RuleExample(
                "exit code 0 hours ago, still Finalizing",
                files: [
                    "run.json": ExampleFiles.run("Finalizing", ended: nil),
                    ExampleFiles.wrapper: ExampleFiles.exited(0, at: "2026-03-02T08:20:00.000000Z"),
                    ExampleFiles.log: "2026-03-02 08:19:58 model written\nTraining completed.\n",
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:20:00Z"),
                ],
                expectation: .finds(
                    title: "The work ended 6 h ago, and the run still says Finalizing", source: ExampleFiles.wrapper, line: 1)),
            RuleExample(
                "an export taken five minutes after the end",
                files: [
                    "run.json": ExampleFiles.run("Finalizing", ended: nil),
                    ExampleFiles.wrapper: ExampleFiles.exited(0, at: "2026-03-02T08:20:00.000000Z"),
                    ExampleFiles.log: "2026-03-02 08:19:58 model written\n",
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T08:00:00Z", ended: "2026-03-02T08:25:00Z"),
                ],
                expectation: .staysSilent),
            RuleExample(
                "the older runtime gave the node back hours ago",
                files: [
                    "run.json": ExampleFiles.run("Running", ended: nil),
                    "logs/r1/azureml-logs/70_driver_log.txt": """
                    [2026-03-02T08:00:01.000001] Entering context manager injector.
                    rows 100
                    [2026-03-02T08:20:00.000001] The experiment completed successfully. Finalizing run...
                    Cleaning up all outstanding Run operations, waiting 900.0 seconds

                    """,
                    "logs/r1/azureml-logs/75_job_post.txt":
                        "[2026-03-02T08:20:00.000001] Entering job release\n[2026-03-02T08:20:01.000001] Job release is complete. Current time:2026-03-02T08:20:01.000001\n",
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:20:00Z"),
                ],
                expectation: .finds(
                    title: "The work ended 6 h ago, and the run still says Running", source: "logs/r1/azureml-logs/70_driver_log.txt",
                    line: 3)),
            RuleExample(
                "the runtime finished its phase hours ago",
                files: [
                    "run.json": ExampleFiles.run("Running", ended: nil),
                    ExampleFiles.wrapper:
                        "2026-03-02T08:20:00.000000Z  INFO execution_wrapper: phase execution completed. rank=None phase=0\n",
                    ExampleFiles.log: "2026-03-02 08:19:58 model written\n",
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:20:00Z"),
                ],
                expectation: .finds(
                    title: "The work ended 6 h ago, and the run still says Running", source: ExampleFiles.wrapper, line: 1)),
            RuleExample(
                "the only step of a pipeline was over hours ago",
                files: [
                    "pipeline.json": pipeline,
                    "jobs.json":
                        "[{\"name\": \"r1\", \"type\": \"pipeline\", \"status\": \"Running\", \"properties\": {}, \"settings\": {}, \"creation_context\": {\"created_at\": \"2026-03-02T08:00:00Z\"}, \"jobs\": {\"prep\": {\"type\": \"command\", \"component\": \"azureml:prep:1\", \"inputs\": {}, \"outputs\": {}}}, \"services\": {}}]\n",
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:20:00Z"),
                ],
                expectation: .finds(
                    title: "Its only step was over 6 h ago, and the run still says Running", source: "jobs.json", line: 1)),
            RuleExample(
                "a pipeline of which the steps are not known",
                files: [
                    "pipeline.json": pipeline,
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:20:00Z"),
                ],
                expectation: .staysSilent),
            RuleExample(
                "no system log: the script's own word", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Finalizing", ended: nil),
                    ExampleFiles.log: "2026-03-02 08:19:58 model written\n2026-03-02 08:20:00 Training completed.\n",
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:20:00Z"),
                ],
                expectation: .finds(title: "The work ended 6 h ago, and the run still says Finalizing", source: ExampleFiles.log, line: 2)),
        ],
        conclude: { file in
            if let parent = unfinishedParent(file) { return [parent] }
            guard let stuck = StuckRun(file), !stuck.isBlockedByProcess else { return [] }
            return [
                stuck.conclusion(
                    file,
                    title: "The work ended \(readableDuration(seconds: stuck.age)) ago, and the run still says \(stuck.status.rawValue)")
            ]
        })

    /// A pipeline that runs, and a step of it that is over.
    private static let pipeline =
        "[\n{\"runId\": \"r1\", \"startTimeUtc\": \"2026-03-02T08:00:00Z\", \"properties\": {\"azureml.runsource\": \"azureml.PipelineRun\"},\n \"status\": \"Running\"},\n"
        + "{\"runId\": \"p1\", \"parentRunId\": \"r1\", \"rootRunId\": \"r1\", \"displayName\": \"prep\", \"status\": \"Completed\", \"startTimeUtc\": \"2026-03-02T08:01:00Z\", \"endTimeUtc\": \"2026-03-02T08:20:00Z\"}\n]\n"

    /// All steps of a pipeline are over, and the pipeline is not.
    private static func unfinishedParent(_ file: CaseFile) -> Conclusion? {
        guard !file.children.isEmpty else { return nil }
        let seen = Observation(file)
        guard Reconciliation(seen) == .parentUnfinished, seen.age > Reconciliation.patience else { return nil }
        let last = file.children.max { ($0.ended ?? Timestamp(microseconds: 0)) < ($1.ended ?? Timestamp(microseconds: 0)) }
        guard let last, let ended = last.ended, let status = file.status else { return nil }
        var weights = Weights()
        weights.add(.history, 0.8)
        return Conclusion(
            mechanism: "parent:" + status.rawValue, confidence: weights.confidence(),
            title:
                "\(file.children.count == 1 ? "Its only step was" : "All \(file.children.count) steps were") over \(readableDuration(seconds: seen.age)) ago, and the run still says \(status.rawValue)",
            explanation: "The last of them, \(last.label), ended at \(ended.readable).",
            evidence: [file.statusQuote].compactMap { $0 }, effectiveTime: ended)
    }
}
