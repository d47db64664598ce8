import Evidence

extension Rule {
    /// A launcher reports that one of its processes failed.
    package static let rankFailed = Rule(
        id: "dist-rank-failed", category: .prematureExit, kind: .symptom, severity: .error,
        title: "One process of the distributed run failed and took the others down",
        why: """
            A launcher (torchrun, DeepSpeed, MPI, Slurm, Lightning, Ray) reports which of its processes ended first and with which code, and ends \
            the others. That is never the cause: the cause is what that process itself printed, or the signal that ended it. Where nothing of \
            that was given, the report is all there is.
            """,
        harmless: ["Processes that the launcher itself ended afterwards (SIGTERM).", "A worker group that was restarted and went on."],
        remedy: [
            "Open the log of the process named; its own exception or the signal says why.",
            "With torch decorate the entry function with `@record`, so that the launcher's table holds the traceback.",
        ],
        alert: .failedJobs, prior: 5, explains: ["explicit-exit"],
        patterns: [.launcherReport, .launcherTable],
        examples: [
            RuleExample(
                "the launcher's table, and no word of the rank itself",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    Traceback (most recent call last):
                      File "/usr/local/bin/torchrun", line 8, in <module>
                        sys.exit(main())
                      File "/usr/local/lib/python3.10/site-packages/torch/distributed/launcher/api.py", line 264, in launch_agent
                        raise ChildFailedError(
                    torch.distributed.elastic.multiprocessing.errors.ChildFailedError:
                    ============================================================
                    train.py FAILED
                    ------------------------------------------------------------
                    Root Cause (first observed failure):
                    [0]:
                      rank      : 5 (local_rank: 1)
                      exitcode  : 1 (pid: 33054)
                    ============================================================

                    """,
                ],
                expectation: .finds(title: "Rank 5 of the distributed run ended with exit code 1", source: ExampleFiles.log, line: 13)),
            RuleExample(
                "another launcher's line",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log:
                        "step 3\n[rank: 1] Child process with PID 77 terminated with code 3. Forcefully terminating all other processes\n",
                ],
                expectation: .finds(title: "Rank 1 of the distributed run ended with exit code 3", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "tasks that ended well",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: "process 2 terminated normally\ntask 3: done\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the table is cut", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log:
                        "Root Cause (first observed failure):\n[0]:\n  rank      : 2 (local_rank: 2)\n  exitcode  : 7 (pid: 31)",
                ],
                expectation: .finds(title: "Rank 2 of the distributed run ended with exit code 7", source: ExampleFiles.log, line: 4)),
        ],
        conclude: { file in
            guard file.status != .completed, file.ending.state != .succeeded else { return [] }
            let word = file.tracebacks.last { judged in
                [.unhandled, .printedThenExited].contains(judged.fate) && judged.decisive.isLaunchersWord
            }
            let death = LaunchReport(file.userLogs + file.dossier.logs.filter { $0.role == .system }).first
            guard let quote = death?.quote ?? word?.decisive.final else { return [] }
            if word == nil, death?.rank == nil, death?.code == nil || death?.code == 0 { return [] }
            var weights = Weights()
            weights.add(.log, 0.85)
            if file.status == .failed { weights.add(.history, 0.5) }
            let who = (death?.rank).map { "Rank \($0) of the distributed run" } ?? "A process of the distributed run"
            let how: String
            if let signal = death?.signal {
                how = "was ended by \(ProcessEnding.signalName(signal))"
            } else if let code = death?.code {
                how = "ended with exit code \(code)"
            } else {
                how = "failed: \(headline(word?.decisive ?? TracebackBlock(link: .none, frames: [], type: "", message: "", final: quote)))"
            }
            var conclusion = Conclusion(
                mechanism: (death?.rank).map { "rank \($0)" } ?? "a process", confidence: weights.confidence(),
                title: "\(who) \(how)",
                explanation:
                    "The launcher's report names the process that ended first. It does not say why: that stands in what the process "
                    + "itself printed, if anything.",
                evidence: [quote] + [word?.decisive.final, file.ending.quote].compactMap { $0 }, effectiveTime: quote.time)
            if let word, death == nil { conclusion.exception = word.summary(of: word.decisive) }
            return [conclusion]
        })
}
