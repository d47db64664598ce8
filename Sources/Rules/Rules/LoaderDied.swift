import Evidence

extension Rule {
    /// A data-loading worker was killed or went away.
    package static let loaderDied = Rule(
        id: "dataloader-worker-died", category: .prematureExit, kind: .cause, severity: .error,
        title: "A data-loading worker died",
        why: """
            The trainer found that one of the processes that load its data is gone. The signal says more than the exception: `Killed` mostly is \
            lack of memory on the node, `Segmentation fault` a library that crashed, `Bus error` shared memory that was full (which has a \
            rule of its own), and `exited unexpectedly` an exception or a kill that left no word.
            """,
        harmless: ["The message within `Exception ignored in …` while the interpreter shuts down."],
        remedy: [
            "Run once with `num_workers=0`: then the exception of the loader itself is printed.",
            "For `Killed` look at the node's memory: fewer workers, a smaller prefetch, smaller samples.",
        ],
        alert: .failedJobs, prior: 62,
        explains: [
            "dist-rank-failed", "nccl-collective-timeout", "py-unhandled-exception", "sigterm-shutdown", "explicit-exit",
            "scheduler-ended-job",
            "declared-output-empty",
        ],
        patterns: [.loaderDied],
        examples: [
            RuleExample(
                "killed during training",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    Traceback (most recent call last):
                      File "train.py", line 30, in <module>
                        for batch in loader:
                    RuntimeError: DataLoader worker (pid 4711) is killed by signal: Killed.

                    """,
                ],
                expectation: .finds(
                    title: "A data-loading worker (pid 4711) was killed by the signal Killed", source: ExampleFiles.log, line: 4)),
            RuleExample(
                "no traceback around the line",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: "giving up: DataLoader worker (pid(s) 71, 72) exited unexpectedly\n",
                ],
                expectation: .finds(title: "A data-loading worker (pid 71, 72) exited unexpectedly", source: ExampleFiles.log, line: 1)),
            RuleExample(
                "at shutdown, when all is done",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: """
                    Training completed
                    Exception ignored in: <function _MultiProcessingDataLoaderIter.__del__ at 0x7f>
                    Traceback (most recent call last):
                      File "dataloader.py", line 1466, in __del__
                        self._shutdown_workers()
                    RuntimeError: DataLoader worker (pid 77) is killed by signal: Killed.

                    """,
                ],
                expectation: .staysSilent),
            RuleExample(
                "cut behind the signal", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log: "RuntimeError: DataLoader worker (pid 9) is killed by signal: Segm",
                ],
                expectation: .finds(title: "A data-loading worker (pid 9) was killed by the signal Segm", source: ExampleFiles.log, line: 1)
            ),
        ],
        conclude: { file in
            guard
                let found = FatalMechanism(
                    .workerDied, patterns: [.loaderDied], in: file, isProof: { $0.captures["signal"]?.hasPrefix("Bus") != true })
            else { return [] }
            // A trainer that dies of its own exception takes its loaders down, and they complain: only a kill or a crash of theirs came first.
            let ownSignal = ["Killed", "Segm"].contains { found.hit?.captures["signal"]?.hasPrefix($0) == true }
            let hasOtherReason = file.tracebacks.contains { judged in
                [.unhandled, .printedThenExited, .background].contains(judged.fate) && SpecialReason(judged) == nil
                    && !judged.decisive.isCollateral
            }
            if found.judged == nil, !ownSignal, hasOtherReason { return [] }
            let pid =
                found.hit?.captures["pid"]
                ?? found.block.flatMap { block in
                    TextScan.integer(after: "(pid(s) ", in: block.message) ?? TextScan.integer(after: "(pid ", in: block.message)
                }.map(String.init)
            let signal = found.hit?.captures["signal"].map { String($0.drop { $0.isWhitespace }) }
            let how = signal.map { "was killed by the signal \($0)" } ?? "exited unexpectedly"
            return [
                Conclusion(
                    mechanism: signal ?? "exited", confidence: found.confidence(file),
                    title: "A data-loading worker\(pid.map { " (pid \($0))" } ?? "") \(how)",
                    explanation: "The trainer lost a process that loads its data\(found.place)\(found.onRanks), and ended."
                        + (signal?.hasPrefix("Kill") == true ? " Lack of memory on the node is the most frequent reason." : ""),
                    evidence: found.evidence(file), exception: found.exception, effectiveTime: found.quote?.time)
            ]
        })
}
