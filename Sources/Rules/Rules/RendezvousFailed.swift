import Evidence

extension Rule {
    /// The processes of a distributed run never found each other.
    package static let rendezvousFailed = Rule(
        id: "dist-rendezvous-failed", category: .hungExternalCall, kind: .cause, severity: .error,
        title: "The processes of the distributed run did not find each other",
        why: """
            Before the first step all processes meet: at a store, a port of the first node, a controller. The meeting failed: too few came in \
            time, the address could not be reached, or its port was taken. Work that was printed before speaks against it; then a \
            peer was lost later.
            """,
        harmless: ["Waiting lines that are followed by the start.", "A run on one process that never meets anybody."],
        remedy: [
            "Compare the number of nodes asked for with those that were really allocated.",
            "Check the address and port of the first node, the network's rules, and that all nodes run the same image.",
            "Where the port was taken, end the process that was left over, or choose a free port.",
        ],
        alert: .failedJobs, prior: 45,
        explains: [
            "dist-rank-failed", "sigterm-shutdown", "explicit-exit", "scheduler-ended-job", "declared-output-empty", "external-call-failed",
        ],
        patterns: [.rendezvousFailed],
        examples: [
            RuleExample(
                "two of four came",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    Traceback (most recent call last):
                      File "/usr/bin/torchrun", line 8, in <module>
                        sys.exit(main())
                      File "store.py", line 31, in barrier
                        store.wait()
                    torch.distributed.DistStoreError: Timed out after 901 seconds waiting for clients. 2/4 clients joined.

                    """,
                ],
                expectation: .finds(
                    title: "The processes did not find each other: Timed out after 901 seconds waiting for clients. 2/4 clients joined.",
                    source: ExampleFiles.log, line: 6)),
            RuleExample(
                "a port that is taken, printed without a traceback",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: "The server socket has failed to listen on any local network address. port: 29500, code: -98\n",
                ],
                expectation: .finds(
                    title:
                        "The processes did not find each other: The server socket has failed to listen on any local network address. port: 29500, code: -98",
                    source: ExampleFiles.log, line: 1)),
            RuleExample(
                "waiting, then training",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: "CreateSession still waiting for response from worker: /job:worker/task:1\nstep 1\nstep 2\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "cut behind the address", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log: "The client socket has timed out after 900s while trying to conn",
                ],
                expectation: .finds(
                    title: "The processes did not find each other: The client socket has timed out after 900s while trying to conn",
                    source: ExampleFiles.log, line: 1)),
        ],
        conclude: { file in
            guard let found = FatalMechanism(.rendezvous, patterns: [.rendezvousFailed], in: file) else { return [] }
            let trained = file.userLogs.contains { log in log.progress.contains { $0.attempt == log.attemptStarts.count && $0.marks > 1 } }
            return [
                Conclusion(
                    mechanism: found.mechanism, confidence: found.confidence(file, line: trained ? 0.5 : 0.85),
                    title: "The processes did not find each other: \(found.text)",
                    explanation: "The group of processes could not be formed\(found.place)\(found.onRanks)."
                        + (trained ? " Work had been printed before, so a peer may have been lost later." : " No work was printed before."),
                    evidence: found.evidence(file), exception: found.exception, effectiveTime: found.quote?.time)
            ]
        })
}
