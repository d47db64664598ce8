import Evidence

extension Rule {
    /// The kernel or the container runtime killed the process for memory.
    package static let hostOutOfMemory = Rule(
        id: "oom-host-killed", category: .prematureExit, kind: .cause, severity: .error,
        title: "The process was killed because the node or container ran out of memory",
        why: """
            The kernel's out-of-memory killer, a control group's limit or the scheduler ended the process. It leaves no traceback: the proof is \
            a kernel line, the scheduler's word, or `OOMKilled`. Exit code 137 alone is not proof.
            """,
        harmless: ["`OOMKilled: false`.", "A failed search for out-of-memory lines in dmesg: the runtime prints that for every failure."],
        remedy: [
            "Take a node with more memory, or hold less at once: read in chunks, use smaller types, fewer data-loading workers.",
            "Log the process's memory every minute, so that the next report shows the slope.",
        ],
        alert: .memoryDeaths, prior: 88,
        explains: [
            "scheduler-ended-job", "sigkill-unattributed", "py-unhandled-exception", "native-crash", "sigterm-shutdown",
            "declared-output-empty", "dist-rank-failed", "nccl-collective-timeout", "dist-rendezvous-failed", "dataloader-worker-died",
            "explicit-exit", "oom-python-alloc",
        ],
        patterns: [.kernelOutOfMemory, .containerOutOfMemory],
        examples: [
            RuleExample(
                "the kernel's line and exit code 137",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(137),
                    ExampleFiles.log:
                        "shard 1\nshard 2\n[ 8123.4] Out of memory: Killed process 4123 (python) total-vm:70000000kB, anon-rss:65000000kB\n",
                ],
                expectation: .finds(title: "The process was killed for lack of memory", source: ExampleFiles.log, line: 3)),
            RuleExample(
                "the container's state says OOMKilled",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(137),
                    ExampleFiles.log: "shard 1\nshard 2\nlast state: terminated, reason: OOMKilled\n",
                ],
                expectation: .finds(title: "The process was killed for lack of memory", source: ExampleFiles.log, line: 3)),
            RuleExample(
                "exit code 137 without any word of memory",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(137),
                    ExampleFiles.log: "shard 1\nshard 2\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the kernel's line is cut", isDamaged: true,
                files: ["run.json": ExampleFiles.run("Failed"), ExampleFiles.log: "shard 1\nOut of memory: Killed process 41"],
                expectation: .finds(title: "The process was killed for lack of memory", source: ExampleFiles.log, line: 2)),
        ],
        conclude: { file in
            let hits = file.hits(.kernelOutOfMemory) + file.hits(.containerOutOfMemory)
            let inError = file.run.error.flatMap { error in
                ["OOMKilled", "out of memory: Kill", "oom-kill", "exceeding memory limits"].first { error.message.contains($0) }
            }
            guard let proof = hits.last?.quote ?? (inError == nil ? nil : file.run.citations[.error]), file.status != .completed else {
                return []
            }
            var weights = Weights()
            weights.add(.system, hits.isEmpty ? 0.7 : 0.9)
            if file.ending.signal == 9 { weights.add(.history, 0.6) }
            if file.status == .failed { weights.add(.history, 0.45) }
            return [
                Conclusion(
                    mechanism: "oom", confidence: weights.confidence(), title: "The process was killed for lack of memory",
                    explanation: "The line quoted says that memory was the reason"
                        + (file.ending.signal == 9 ? ", and the process ended by SIGKILL." : ".") + lastWords(file),
                    evidence: [proof] + (file.ending.quote.map { [$0] } ?? [])
                        + (file.lastLine.map { [$0.line.quote(from: $0.log.source)] } ?? []),
                    effectiveTime: proof.time)
            ]
        })

    /// ` The last line of the script was "shard 16".`
    static func lastWords(_ file: CaseFile) -> String {
        guard let line = file.lastLine?.line else { return "" }
        let text = line.text.prefix(120).filter { !$0.isNewline }
        return " The last line of the script was “\(text)”" + (line.time.map { " at \($0.readable)." } ?? ".")
    }
}
