import Evidence

extension Rule {
    /// Ranks waited for a collective operation that never came together.
    package static let collectiveTimeout = Rule(
        id: "nccl-collective-timeout", category: .hungExternalCall, kind: .cause, severity: .error,
        title: "A collective operation of the ranks did not come together",
        why: """
            Some ranks waited in a collective operation until its time-out, or found that a peer was gone. The message tells how long they had \
            waited, so the stall began that much earlier than the line was written. Mostly another rank had died or was busy; its own reason \
            is then the cause. Where all ranks wait, the one that enqueued least is behind; the same number with different operations means \
            that the ranks took different paths.
            """,
        harmless: [
            "`NCCL INFO` and `NCCL WARN` lines alone.", "Time-outs that follow the death of another rank: they are its consequence.",
            "The abort by which the watchdog takes its process down.",
        ],
        remedy: [
            "Look first at the rank that is named: its last lines, its input, its node.",
            "Set `TORCH_NCCL_TRACE_BUFFER_SIZE` and `TORCH_DISTRIBUTED_DEBUG=DETAIL` for the next run; a longer time-out alone cures nothing.",
        ],
        alert: .failedJobs, prior: 30,
        explains: [
            "dist-rank-failed", "sigterm-shutdown", "explicit-exit", "scheduler-ended-job", "time-limit-exceeded", "declared-output-empty",
        ],
        patterns: [.collectiveTimeout, .collectiveStatus, .collectiveFailed, .bareException],
        examples: [
            RuleExample(
                "one of three ranks is behind",
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log: """
                    [rank0]:[E302 08:20:00.100000 ProcessGroupNCCL.cpp:607] [Rank 0] Watchdog caught collective operation timeout: WorkNCCL(SeqNum=58, OpType=ALLREDUCE, NumelIn=9, NumelOut=9, Timeout(ms)=600000) ran for 600060 milliseconds before timing out.
                    [rank1]:[E302 08:20:00.200000 ProcessGroupNCCL.cpp:607] [Rank 1] Watchdog caught collective operation timeout: WorkNCCL(SeqNum=58, OpType=ALLREDUCE, NumelIn=9, NumelOut=9, Timeout(ms)=600000) ran for 600061 milliseconds before timing out.
                    [rank0]:[E302 08:20:00.300000 ProcessGroupNCCL.cpp:1664] [PG 1 Rank 0] Exception detected by watchdog at work: 58, last enqueued NCCL work: 60, last completed NCCL work: 57.
                    [rank1]:[E302 08:20:00.400000 ProcessGroupNCCL.cpp:1664] [PG 1 Rank 1] Exception detected by watchdog at work: 58, last enqueued NCCL work: 58, last completed NCCL work: 57.

                    """,
                ],
                expectation: .finds(
                    title: "Ranks 0 and 1 waited 10 min for ALLREDUCE; rank 1 did not keep up", source: ExampleFiles.log, line: 1)),
            RuleExample(
                "another library names the missing rank",
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log: "Stalled ops:\nHorovodAllreduce_grads_0 [missing ranks: 3]\n",
                ],
                expectation: .finds(
                    title: "A collective operation failed: HorovodAllreduce_grads_0 [missing ranks: 3]; rank 3 did not keep up",
                    source: ExampleFiles.log, line: 2)),
            RuleExample(
                "what the library tells of itself, and a script's own time-out",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(2),
                    ExampleFiles.log: "NCCL version 2.18.1+cuda12.1\nNCCL INFO Timeout(ms)=600000\nno shards, leaving\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the message is cut behind its number", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log: "step 7\nRuntimeError: NCCL communicator was aborted on rank 3. Original reason for fail",
                ],
                expectation: .finds(
                    title: "A collective operation failed: NCCL communicator was aborted on rank 3. Original reason for fail",
                    source: ExampleFiles.log, line: 2)),
        ],
        conclude: { file in
            guard
                let found = FatalMechanism(
                    .collective, patterns: [.collectiveTimeout, .collectiveFailed], in: file)
            else { return [] }
            let stall = CollectiveStall(file)
            let culprit = stall.culprit
            var title = "A collective operation failed: \(found.text)"
            if let wait = stall.waits.first {
                let ranks = RankText.list(stall.waits.map(\.rank)).capitalizedFirst
                title = "\(ranks) waited \(readableDuration(seconds: Double(wait.milliseconds) / 1_000)) for \(wait.operation)"
            }
            if let culprit, !stall.isDiverged { title += "; \(RankText.list(culprit.ranks)) did not keep up" }
            if stall.isDiverged { title += " while others waited for another operation" }
            var explanation = culprit?.why ?? "Nothing read so far tells which rank the others waited for."
            if let began = stall.began { explanation += " The stall began at \(began.readable)." }
            let first = stall.waits.first?.hit.quote
            return [
                Conclusion(
                    mechanism: stall.waits.first.map { "\($0.operation)" } ?? found.mechanism,
                    confidence: found.confidence(file, line: stall.waits.isEmpty ? 0.75 : 0.9), title: title, explanation: explanation,
                    evidence: [first].compactMap { $0 } + found.evidence(file) + file.hits(.collectiveStatus).prefix(3).map(\.quote),
                    exception: found.exception, effectiveTime: stall.began ?? found.quote?.time)
            ]
        })
}
