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
        alert: .stuckFinalizing, prior: 84, explains: ["declared-output-empty"], needs: [.runHistory], patterns: Pattern.ends,
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
                "no system log: the script's own word", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Finalizing", ended: nil),
                    ExampleFiles.log: "2026-03-02 08:19:58 model written\n2026-03-02 08:20:00 Training completed.\n",
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:20:00Z"),
                ],
                expectation: .finds(title: "The work ended 6 h ago, and the run still says Finalizing", source: ExampleFiles.log, line: 2)),
        ],
        conclude: { file in
            guard let stuck = StuckRun(file), !stuck.isBlockedByProcess else { return [] }
            return [
                stuck.conclusion(
                    file,
                    title: "The work ended \(readableDuration(seconds: stuck.age)) ago, and the run still says \(stuck.status.rawValue)")
            ]
        })
}
