import Evidence

extension Rule {
    /// The script ended, its process or its uploads did not.
    package static let finalizingBlockedByProcess = Rule(
        id: "finalizing-blocked-by-process", category: .stuckFinalizing, kind: .cause, severity: .critical,
        title: "The script ended, but its process or its uploads keep the run from ending",
        why: """
            The wrapper saw the script succeed and began to clean up, and never got through: an upload or flush that does not end \
            (`Cleaning up …` without `Cleanup took …`), or a thread that keeps the process alive after the end (`Cleanup took …` and no exit). The newer \
            runtime announces nothing: there the script's own last word that all is done counts, where its code starts a thread that is no daemon.
            """,
        harmless: [
            "An export taken minutes after the end.", "“Processing done” before hours of silent work.",
            "System logs without their last lines: that is normal.",
        ],
        remedy: [
            "Start threads with `daemon=True`, or stop and join them at the end.",
            "Call `run.flush()`, `wandb.finish()` and their kin before the script ends.",
            "Write fewer and larger files, or use a declared output instead of `./outputs`.",
        ],
        alert: .stuckFinalizing, prior: 86, explains: ["completion-signal-lost", "declared-output-empty"], needs: [.runHistory],
        patterns: [.experimentSucceeded, .cleanupBegun, .cleanupDone, .doneMarker],
        examples: [
            RuleExample(
                "clean-up began and never ended",
                files: [
                    "run.json": ExampleFiles.run("Finalizing", ended: nil),
                    "logs/r1/azureml-logs/70_driver_log.txt": """
                    [2026-03-02T08:00:01.000001] Entering context manager injector.
                    rows 100
                    [2026-03-02T08:20:00.000001] The experiment completed successfully. Finalizing run...
                    Cleaning up all outstanding Run operations, waiting 900.0 seconds
                    2 items cleaning up...

                    """,
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:20:00Z"),
                ],
                expectation: .finds(
                    title: "The script ended 6 h ago, but its clean-up never did; the run still says Finalizing",
                    source: "logs/r1/azureml-logs/70_driver_log.txt", line: 4)),
            RuleExample(
                "clean-up went through, and nothing keeps the process alive",
                files: [
                    "run.json": ExampleFiles.run("Finalizing", ended: nil),
                    "logs/r1/azureml-logs/70_driver_log.txt": """
                    [2026-03-02T08:00:01.000001] Entering context manager injector.
                    rows 100
                    [2026-03-02T08:20:00.000001] The experiment completed successfully. Finalizing run...
                    Cleaning up all outstanding Run operations, waiting 900.0 seconds
                    Cleanup took 0.4 seconds

                    """,
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:20:00Z"),
                ],
                expectation: .staysSilent),
            RuleExample(
                "all is done, and a thread goes on",
                files: [
                    "run.json": ExampleFiles.run("Running", ended: nil, extra: ", \"properties\": {\"ContentSnapshotId\": \"s1\"}"),
                    "snapshots/s1/train.py": pumping,
                    ExampleFiles.log: "2026-03-02T08:00:02 part 1 of 1\n2026-03-02T08:20:00 all parts written, job complete\n",
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:20:00Z"),
                ],
                expectation: .finds(
                    title: "The script ended 6 h ago, but its process did not; the run still says Running", source: ExampleFiles.log,
                    line: 2)),
            RuleExample(
                "a part is done, and silent work goes on",
                files: [
                    "run.json": ExampleFiles.run("Running", ended: nil, extra: ", \"properties\": {\"ContentSnapshotId\": \"s1\"}"),
                    "snapshots/s1/train.py": pumping,
                    ExampleFiles.log: "2026-03-02T08:00:02 part 1 of 1\n2026-03-02T08:20:00 processing done\n",
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:20:00Z"),
                ],
                expectation: .staysSilent),
            RuleExample(
                "clean-up in a run that ended",
                files: [
                    "run.json": ExampleFiles.run("Completed"),
                    "logs/r1/azureml-logs/70_driver_log.txt":
                        "[2026-03-02T08:20:00.000001] The experiment completed successfully. Finalizing run...\nCleaning up all outstanding Run operations, waiting 900.0 seconds\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the log is cut within the clean-up, but the run was exported at once", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Finalizing", ended: nil),
                    "logs/r1/azureml-logs/70_driver_log.txt":
                        "[2026-03-02T08:20:00.000001] The experiment completed successfully. Finalizing run...\nCleaning up all outstanding Run operations, waiting 900.0 sec",
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard let stuck = StuckRun(file), stuck.isBlockedByProcess else { return [] }
            let what = stuck.cleanupEnded || stuck.isLingering ? "but its process did not" : "but its clean-up never did"
            return [
                stuck.conclusion(
                    file,
                    title:
                        "The script ended \(readableDuration(seconds: stuck.age)) ago, \(what); the run still says \(stuck.status.rawValue)"
                )
            ]
        })
    private static let pumping = """
        import threading
        def pump():
            while True:
                pass
        threading.Thread(target=pump).start()
        print("all parts written, job complete")

        """
}
