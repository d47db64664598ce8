import Evidence

extension Rule {
    /// The process asked for memory that the node did not have, and was told so.
    package static let failedAllocation = Rule(
        id: "oom-python-alloc", category: .unhandledException, kind: .cause, severity: .error,
        title: "An allocation in the node's memory failed",
        why: """
            The process asked for more memory than the node, the container or the runtime's own heap limit would give, and ended with the \
            runtime's word for it: `MemoryError`, `std::bad_alloc`, `Cannot allocate memory`, a Java, JavaScript or R message. It is not the \
            kernel's kill, which leaves no exception. A size beyond every node points at a wrong shape or type, not at a small node.
            """,
        harmless: [
            "A failed attempt after which the script went on with a smaller batch.",
            "The accelerator's memory, which has a rule of its own.",
        ],
        remedy: [
            "Hold less at once: read in chunks or columns, use smaller types, free what is no longer needed, start fewer workers.",
            "Take a node with more memory; for Java and Spark raise `-Xmx` or `spark.executor.memory` within what the node has.",
        ],
        alert: .memoryDeaths, prior: 76, explains: FatalExplains.process,
        patterns: [.allocationFailed],
        examples: [
            RuleExample(
                "numpy names the size",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    Traceback (most recent call last):
                      File "pairs.py", line 9, in <module>
                        grid = np.zeros((90000, 90000, 40))
                    numpy.core._exceptions._ArrayMemoryError: Unable to allocate 2.36 TiB for an array with shape (90000, 90000, 40) and data type float64

                    """,
                ],
                expectation: .finds(
                    title:
                        "An allocation in the node's memory failed: Unable to allocate 2.36 TiB for an array with shape (90000, 90000, 40) and data type float64",
                    source: ExampleFiles.log, line: 4)),
            RuleExample(
                "native code, without an exception of Python",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(134),
                    ExampleFiles.log:
                        "building trees\nterminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc\n",
                ],
                expectation: .finds(
                    title: "An allocation in the node's memory failed: terminate called after throwing an instance of 'std::bad_alloc'",
                    source: ExampleFiles.log, line: 2)),
            RuleExample(
                "a smaller batch after a MemoryError, and success",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: "MemoryError: trying half of the batch\n40 batches done\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "only the Java line, the log is cut", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log: "stage 4\nException in thread \"main\" java.lang.OutOfMemoryError: Java heap space",
                ],
                expectation: .finds(
                    title:
                        "An allocation in the node's memory failed: Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space",
                    source: ExampleFiles.log, line: 2)),
        ],
        conclude: { file in
            guard let found = FatalMechanism(.hostMemory, patterns: [.allocationFailed], in: file) else { return [] }
            // The device's own words name the device's memory, whatever else stands beside them.
            if found.judged == nil, FatalMechanism(.deviceMemory, patterns: [.deviceMemoryFull], in: file) != nil { return [] }
            let isAbsurd = found.text.contains(" PiB") || found.text.contains(" EiB")
            let said = found.text.isEmpty ? "MemoryError" : found.text
            var conclusion = Conclusion(
                mechanism: found.mechanism, confidence: found.confidence(file),
                title: "An allocation in the node's memory failed: \(said)",
                explanation: "The process asked for memory\(found.place)\(found.onRanks) and did not get it, and ended."
                    + (isAbsurd ? " No node has that much: the shape or the type of what was allocated is wrong." : ""),
                evidence: found.evidence(file), exception: found.exception, effectiveTime: found.quote?.time)
            let speaksAsException = found.judged != nil || said.contains("allocate vector") || said.contains("OutOfMemoryError()")
            conclusion.category = speaksAsException ? .unhandledException : .prematureExit
            if isAbsurd {
                conclusion.remedy = ["Look at the shape and the type of the array that is allocated: the size is beyond every node."]
            }
            return [conclusion]
        })
}

/// What follows from a process that died of its own reason; every rule that names such a reason explains these.
enum FatalExplains {
    /// Wrapper texts, collateral deaths, and the lack of what the process had still to make.
    static let process = [
        "dist-rank-failed", "nccl-collective-timeout", "dist-rendezvous-failed", "dataloader-worker-died", "native-crash",
        "py-unhandled-exception", "sigkill-unattributed", "sigterm-shutdown", "explicit-exit", "scheduler-ended-job",
        "swallowed-exception", "premature-exit-success", "declared-output-empty", "time-limit-exceeded", "non-python-crash",
        "background-task-died",
        "hang-no-progress", "shell-command-failed",
    ]
}
