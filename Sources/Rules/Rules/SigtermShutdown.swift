import Evidence

extension Rule {
    /// The process was asked to stop.
    package static let sigtermShutdown = Rule(
        id: "sigterm-shutdown", category: .prematureExit, kind: .cause, severity: .error,
        title: "The process was told to stop",
        why: """
            SIGTERM or SIGINT reached the process from outside: a preemption, a time limit, a scale-down, a cancellation, a supervisor. Some \
            frameworks obey it and end with code 0, so that the run looks completed although the work is not done.
            """,
        harmless: [
            "A launcher that stops its other workers after one failed (`Sending process … closing signal`).",
            "A handler that is installed but never called.",
        ],
        remedy: [
            "Save a checkpoint on SIGTERM, and end with a failure code unless the work is done.",
            "Export the activity log and the cluster events of that hour: they tell who asked.",
        ],
        alert: .stoppedNodes, prior: 45, explains: ["declared-output-empty", "premature-exit-success", "dist-rank-failed"],
        patterns: [.signalReceived],
        examples: [
            RuleExample(
                "the script reports the signal and ends with 143",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(143),
                    ExampleFiles.log: "epoch 3 of 40\nepoch 4 of 40\ncaught signal 15 (SIGTERM), saving and leaving\n",
                ],
                expectation: .finds(
                    title: "The process was told to stop by SIGTERM before its work was done", source: ExampleFiles.log, line: 3)),
            RuleExample(
                "the script has a last word after the signal",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(143),
                    ExampleFiles.log: "epoch 4 of 40\nreceived SIGTERM from the outside\nstate of epoch 4 kept\n",
                ],
                expectation: .finds(
                    title: "The process was told to stop by SIGTERM before its work was done", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "the launcher stops the other workers after an exception",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log:
                        "Traceback (most recent call last):\n  File \"t.py\", line 3, in <module>\n    f()\nValueError: bad rank\nSending process 71 closing signal SIGTERM\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "only the exit code, the log is cut", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(143),
                    ExampleFiles.log: "epoch 3 of 40\nepo",
                ],
                expectation: .finds(
                    title: "The process was told to stop by SIGTERM before its work was done", source: ExampleFiles.log, line: 2)),
        ],
        conclude: { file in
            let said = file.userHits(.signalReceived).last
            let stopped = file.ending.signal == 15 || file.ending.signal == 2
            guard stopped || (said != nil && file.fatalTraceback == nil) else { return [] }
            let isObeyed = file.ending.state == .succeeded || (file.ending.state == .unknown && file.saysSucceeded)
            if isObeyed && (said == nil || (file.emptyOutputs.isEmpty && !file.userHits(.doneMarker).isEmpty)) { return [] }
            let name = file.ending.signal.map(ProcessEnding.signalName) ?? (said?.text.contains("SIGINT") == true ? "SIGINT" : "SIGTERM")
            var weights = Weights()
            if said != nil { weights.add(.log, 0.8) }
            if stopped { weights.add(file.ending.source == .log ? .log : .system, 0.7) }
            if file.status == .failed || file.status == .canceled { weights.add(.history, 0.4) }
            let last = file.lastLine.map { $0.line.quote(from: $0.log.source) }
            return [
                Conclusion(
                    mechanism: name, severity: isObeyed ? .critical : .error,
                    confidence: min(said == nil ? 0.75 : 0.9, weights.confidence()),
                    title: "The process was told to stop by \(name) before its work was done",
                    explanation: (said == nil
                        ? "The process ended with exit code \(file.ending.code ?? 143)." : "The script reports that \(name) reached it.")
                        + (isObeyed ? " It obeyed and ended with code 0, so the run looks completed." : "")
                        + " Nothing read so far tells who sent the signal.",
                    evidence: [said?.quote, last, file.ending.quote, file.run.citations[.error] ?? file.statusQuote].compactMap { $0 },
                    effectiveTime: said?.quote.time ?? last?.time)
            ]
        })
}
