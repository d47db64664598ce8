import Evidence

extension Rule {
    /// SIGKILL, and nothing says who sent it.
    package static let unattributedKill = Rule(
        id: "sigkill-unattributed", category: .prematureExit, kind: .cause, severity: .error,
        title: "The process was killed, and nothing tells by whom",
        why: """
            SIGKILL leaves the process no last word. The kernel (memory), the platform (node lost, preempted, time limit), a supervisor and a \
            person all use it; which one it was must come from another source. Without one the rule says only that it was killed, and which \
            evidence would settle it.
            """,
        harmless: [
            "A worker that was killed after another one had failed: the launcher's clean-up.", "Exit code 137 of a run that was canceled.",
        ],
        remedy: [
            "Get the node's memory metric and kernel log for that minute: lack of memory is the most frequent reason.",
            "Export the activity log and the cluster events of that hour and ingest them too.",
        ],
        alert: .memoryDeaths, prior: 50,
        explains: [
            "declared-output-empty", "premature-exit-success", "dist-rank-failed", "nccl-collective-timeout", "dataloader-worker-died",
            "explicit-exit",
        ],
        patterns: [.shellSignal],
        examples: [
            RuleExample(
                "exit code 137 and a line that has no end",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(137),
                    ExampleFiles.log: "step 1 loss 0.5\nstep 2 loss 0.4\nstep 3 los",
                ],
                expectation: .finds(title: "The process was ended by SIGKILL, and nothing tells by whom", source: ExampleFiles.log, line: 3)
            ),
            RuleExample(
                "the older runtime states the command's code",
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    "logs/r1/azureml-logs/70_driver_log.txt": """
                    [2026-03-02T08:00:01.000001] Entering context manager injector.
                    step 1 loss 0.5
                    [2026-03-02T08:20:00.000001] Command finished with return code 137
                    2026/03/02 08:20:04 Process Exiting with Code:  1

                    """,
                ],
                expectation: .finds(
                    title: "The process was ended by SIGKILL, and nothing tells by whom", source: "logs/r1/azureml-logs/70_driver_log.txt",
                    line: 2, also: ["logs/r1/azureml-logs/70_driver_log.txt:3"])),
            RuleExample(
                "the older runtime states its own code",
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    "logs/r1/azureml-logs/70_driver_log.txt": """
                    [2026-03-02T08:00:01.000001] Entering context manager injector.
                    step 1 loss 0.5
                    2026/03/02 08:20:04 Process Exiting with Code:  247

                    """,
                ],
                expectation: .finds(
                    title: "The process was ended by SIGKILL, and nothing tells by whom", source: "logs/r1/azureml-logs/70_driver_log.txt",
                    line: 2, also: ["logs/r1/azureml-logs/70_driver_log.txt:3"])),
            RuleExample(
                "a launcher's words are all there is", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log: "shard 7\nlauncher: worker 2 exited with status code 137\n",
                ],
                expectation: .finds(
                    title: "The process was ended by SIGKILL, and nothing tells by whom", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "the word in a count",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: "Killed workers: 0\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "only the shell's word, no run history of an exit code", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log: "shard 7\nrun.sh: line 3:    77 Killed                  python train.py\n",
                ],
                expectation: .finds(title: "The process was ended by SIGKILL, and nothing tells by whom", source: ExampleFiles.log, line: 2)
            ),
        ],
        conclude: { file in
            guard file.ending.signal == 9, file.status != .completed else { return [] }
            var weights = Weights()
            weights.add(file.ending.source, 0.7)
            if file.status == .failed { weights.add(.history, 0.4) }
            if file.userLogs.contains(where: \.endsInsideLine) { weights.add(.log, 0.4) }
            let last = file.lastLine.map { $0.line.quote(from: $0.log.source) }
            let shell = file.userHits(.shellSignal).last?.quote
            return [
                Conclusion(
                    mechanism: "SIGKILL", confidence: min(0.75, weights.confidence()),
                    title: "The process was ended by SIGKILL, and nothing tells by whom",
                    explanation: "The process ended with \(file.ending.code.map { "exit code \($0)" } ?? "SIGKILL") and left no exception"
                        + (file.userLogs.contains(where: \.endsInsideLine) ? "; its log stops in the middle of a line." : ".")
                        + lastWords(file),
                    evidence: [shell, last, file.ending.quote, file.run.citations[.error] ?? file.statusQuote].compactMap { $0 },
                    effectiveTime: last?.time ?? file.ending.quote?.time)
            ]
        })
}
