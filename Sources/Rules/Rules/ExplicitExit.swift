import Evidence

extension Rule {
    /// The script itself left with a failure code.
    package static let explicitExit = Rule(
        id: "explicit-exit", category: .prematureExit, kind: .cause, severity: .error,
        title: "The script left with a failure code of its own",
        why: """
            The process ended with a code other than 0, by no signal, and no exception stands in the log: the script called `sys.exit` with a \
            code or a text, or its command line was wrong. The last lines, and the exit call in the code, say why.
            """,
        harmless: [
            "A launcher that passes on the code of a worker whose own log has the reason.",
            "A run whose log was not given: then nothing can be said.",
        ],
        remedy: [
            "Read the lines quoted: the script said why before it left.",
            "Raise an exception instead of leaving with a bare code, so that the place stays visible.",
        ],
        alert: .failedJobs, prior: 60, explains: ["declared-output-empty"], needs: [.userLog], patterns: [.usage],
        examples: [
            RuleExample(
                "a message, then exit code 3",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(3),
                    ExampleFiles.log: "quota check for 96 cores\nlimit 24, wanted 96: leaving\n",
                ],
                expectation: .finds(
                    title: "The script left with exit code 3 after “limit 24, wanted 96: leaving”", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "a setting that does not exist, then advice",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log:
                        "Could not override 'model.rate'.\nTo append to your config use +model.rate=0.1\nKey 'rate' is not in struct\n",
                ],
                expectation: .finds(
                    title: "The script left with exit code 1 after “Could not override 'model.rate'.”", source: ExampleFiles.log, line: 1)),
            RuleExample(
                "a message of the highest level, then farewells",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log:
                        "2026-03-02 08:10:00,120 - INFO - loading\n2026-03-02 08:10:01,120 - CRITICAL - the store holds no rows for today\n2026-03-02 08:10:01,300 - INFO - closing\n",
                ],
                expectation: .finds(
                    title: "The script left with exit code 1 after “the store holds no rows for today”", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "a command line that was refused",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(2),
                    ExampleFiles.log:
                        "ERROR: The function received no value for the required argument: data\nUsage: fit.py DATA <flags>\n\nFor detailed information on this command, run:\n  fit.py --help\n",
                ],
                expectation: .finds(
                    title:
                        "The script left with exit code 2 after “The function received no value for the required argument: data”",
                    source: ExampleFiles.log, line: 1)),
            RuleExample(
                "a command line that was refused, in a box",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(2),
                    ExampleFiles.log:
                        "Usage: fit.py [OPTIONS]\n╭─ Error ─────────────────────────╮\n│ Missing option '--data'. │\n╰─────────────────────────────────╯\n",
                ],
                expectation: .finds(
                    title: "The script left with exit code 2 after “│ Missing option '--data'. │”", source: ExampleFiles.log, line: 3)),
            RuleExample(
                "an exception says why",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log:
                        "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    f()\nValueError: bad row\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the log is missing", isDamaged: true,
                files: ["run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1)],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard file.ending.state == .failed, file.fatalTraceback == nil, file.status != .completed, file.status != .canceled else {
                return []
            }
            guard let code = file.ending.code, code != 42, let last = file.lastLine else { return [] }
            if file.tracebacks.contains(where: { $0.fate == .background || $0.fate == .dump }) { return [] }
            let usage = file.userHits(.usage).last
            let exit = CodeReading.exitCall(after: last.line.text, in: file.dossier.code)
            var weights = Weights()
            weights.add(.log, usage != nil ? 0.8 : 0.6)
            weights.add(file.ending.source == .log ? .history : file.ending.source, 0.6)
            if exit != nil { weights.add(.code, 0.5) }
            if file.status == .failed { weights.add(.history, 0.5) }
            let reason = LastWords(last.log, before: last.line)
            let said = String(
                PrintedText.message(of: usage?.text ?? reason?.line.text ?? last.line.text).prefix(100).filter { !$0.isNewline })
            // What stands just above the last line often is the reason: three lines of it are quoted.
            let before = last.log.tail.filter { !$0.isWrapper && $0.number < last.line.number && $0.text.contains { !$0.isWhitespace } }
                .suffix(3)
            var evidence = [
                usage?.quote, reason?.line.quote(from: last.log.source), last.line.quote(from: last.log.source), exit?.call.quote,
            ].compactMap { $0 }
            evidence +=
                before.reversed().map { $0.quote(from: last.log.source) }
                + [file.ending.quote, file.run.citations[.error]].compactMap { $0 }
            return [
                Conclusion(
                    mechanism: "exit \(code):" + TextScan.masked(said), confidence: weights.confidence(),
                    title: "The script left with exit code \(code) after “\(said)”",
                    explanation:
                        "No exception stands in the log, and no signal ended the process: the script itself left with code \(code)."
                        + (exit.flatMap { found in
                            found.call.quote.location.line.map {
                                " `\(found.call.function)` in `\(TextScan.lastComponent(found.module.module))` line \($0) does that behind the last line."
                            }
                        } ?? ""),
                    evidence: evidence, effectiveTime: last.line.time)
            ]
        })
}
