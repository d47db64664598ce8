import Evidence

extension Rule {
    /// A Python process died of an exception that nobody caught.
    package static let unhandledException = Rule(
        id: "py-unhandled-exception", category: .unhandledException, kind: .cause, severity: .error,
        title: "An exception that nobody caught ended the script",
        why: """
            CPython prints an uncaught exception from the outermost frame on: the first frame is `<module>` of the script, or a launcher. A \
            traceback that a handler printed starts at the function that caught it. The rule takes the last traceback of the last attempt that \
            starts outermost, and asks the exit code and the run's error text whether the process really died of it. Where the exception only \
            says that a child process, a job or a service failed, the one inside it is named.
            """,
        harmless: [
            "A logged traceback after which the script went on.",
            "`Exception ignored in …` and `--- Logging error ---`: they never change the exit code.",
            "A traceback of an earlier attempt that was repeated with success.",
        ],
        remedy: [
            "Open the file at the line named and look at the value that the message names.",
            "Run the step alone with the same inputs.",
        ],
        alert: .failedJobs, prior: 65,
        explains: [
            "scheduler-ended-job", "declared-output-empty", "premature-exit-success", "swallowed-exception", "sigterm-shutdown",
            "explicit-exit", "dist-rank-failed", "nccl-collective-timeout", "dist-rendezvous-failed",
        ],
        needs: [.userLog],
        patterns: [.bareException, .kernelAssertion],
        examples: [
            RuleExample(
                "an uncaught KeyError with exit code 1",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    reading orders
                    Traceback (most recent call last):
                      File "train.py", line 17, in <module>
                        main()
                      File "train.py", line 12, in main
                        price = row['unit_price']
                    KeyError: 'unit_price'

                    """,
                ],
                expectation: .finds(title: "KeyError: 'unit_price' ended the script", source: ExampleFiles.log, line: 7)),
            RuleExample(
                "a check in a kernel, noticed by a line of Python far away",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    epoch 1
                    /pytorch/native/cuda/Loss.cu:186: nll_loss: block: [0,0,0], thread: [3,0,0] Assertion `t >= 0 && t < n_classes` failed.
                    /pytorch/native/cuda/Loss.cu:186: nll_loss: block: [0,0,0], thread: [4,0,0] Assertion `t >= 0 && t < n_classes` failed.
                    Traceback (most recent call last):
                      File "train.py", line 31, in <module>
                        print(loss)
                    RuntimeError: CUDA error: device-side assert triggered

                    """,
                ],
                expectation: .finds(
                    title: "RuntimeError: CUDA error: device-side assert triggered ended the script", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "only the last line of a traceback was kept",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: "reading orders\nValueError: 3 columns passed, passed data had 2 columns\n",
                ],
                expectation: .finds(
                    title: "ValueError: 3 columns passed, passed data had 2 columns ended the script", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "only the older runtime's word says that the script failed",
                files: [
                    "run.json": "[{\"runId\": \"r1\", \"target\": \"cpu-cluster\"}]\n",
                    "logs/r1/azureml-logs/70_driver_log.txt": """
                    [2026-03-02T08:00:01.000001] Entering context manager injector.
                    reading orders
                    ValueError: 3 columns passed, passed data had 2 columns
                    closing 4 files
                    closing the pool
                    closing the log
                    bye
                    [2026-03-02T08:20:00.000001] The experiment failed. Finalizing run...

                    """,
                ],
                expectation: .finds(
                    title: "ValueError: 3 columns passed, passed data had 2 columns ended the script",
                    source: "logs/r1/azureml-logs/70_driver_log.txt", line: 3)),
            RuleExample(
                "a logged exception after which the script goes on and succeeds",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: """
                    ERROR:cache:could not read the cache, building it
                    Traceback (most recent call last):
                      File "train.py", line 9, in load
                        return pickle.load(handle)
                    EOFError: Ran out of input
                    epoch 1/2 loss 0.5
                    epoch 2/2 loss 0.4

                    """,
                ],
                expectation: .staysSilent),
            RuleExample(
                "a log that is cut behind the exception, with no exit code", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log:
                        "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    1 / 0\nZeroDivisionError: division by zero",
                ],
                expectation: .finds(title: "ZeroDivisionError: division by zero ended the script", source: ExampleFiles.log, line: 4)),
            RuleExample(
                "a log that is cut within the traceback", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log:
                        "40 shards read\nTraceback (most recent call last):\n  File \"merge.py\", line 12, in <module>\n    main()\n  File \"merge.py\", li",
                ],
                expectation: .finds(
                    title: "An exception ended the script; the log is cut before its name", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "a child process failed and had printed why",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    fatal: repository 'https://git.example/a' not found
                    Traceback (most recent call last):
                      File "fetch.py", line 9, in <module>
                        subprocess.check_call(clone)
                    subprocess.CalledProcessError: Command '['git']' returned non-zero exit status 128.

                    """,
                ],
                expectation: .finds(
                    title:
                        "CalledProcessError: Command '['git']' returned non-zero exit status 128. ended the script after “fatal: repository 'https://git.example/a' not found”",
                    source: ExampleFiles.log, line: 1)),
        ],
        conclude: { file in
            guard let judged = file.fatalTraceback else { return CutTraceback(file).map { [$0.conclusion(file)] } ?? [] }
            if SpecialReason(judged) != nil { return [] }
            let block = judged.decisive
            let kind = ExceptionKind(block)
            if [.syntax, .missingModule, .externalCall, .workerLost].contains(kind) { return [] }
            if ExceptionKind(judged.traceback.terminal) == .exit { return [] }
            var weights = Weights()
            weights.add(.log, judged.weight)
            if judged.isNamedByRun { weights.add(.history, 0.9) }
            if file.status == .failed { weights.add(.history, 0.6) }
            if file.ending.state == .failed { weights.add(file.ending.source, 0.6) }
            let summary = judged.summary(of: block)
            let printed = judged.isBareWrapper ? WrappedOutput.lastWords(before: judged) : nil
            var conclusion = Conclusion(
                mechanism: mechanism(of: block), confidence: weights.confidence(),
                title: "\(headline(block)) ended the script" + (printed.map { " after “\($0.text.prefix(100))”" } ?? ""),
                explanation: explanation(judged, block, summary) + Clues.explanation(block, in: file),
                evidence: (printed.map { [$0.quote] } ?? []) + Clues.before(block, in: file) + judged.evidence(of: block),
                remedy: remedy(kind, block, summary),
                exception: summary, effectiveTime: block.final.time ?? judged.traceback.header.time)
            conclusion.category = WrappedOutput.category(of: block, in: judged)
            if WrappedOutput.speaksOfChildren(block) {
                conclusion.explanation += " The reason is in a run below this one: its own log says why."
                conclusion.remedy = [
                    "Open the child run that failed first and read its own log.", "Export the logs of the child runs too.",
                ]
            }
            if kind == .missingFile { conclusion.blames = InputReading.producers(ofMissing: block.message, file: file) }
            return [conclusion]
        })

    private static func explanation(_ judged: JudgedTraceback, _ block: TracebackBlock, _ summary: ExceptionSummary) -> String {
        var text = "\(block.shortType) was raised\(place(summary)) and nobody caught it, so the process ended."
        if judged.fate == .printedThenExited {
            text = "\(block.shortType) was raised\(place(summary)); a handler printed it, and the process ended with a failure right after."
        }
        let terminal = judged.traceback.terminal
        if terminal.final.location != block.final.location, !terminal.type.isEmpty, block.link == .none || terminal.type != block.type {
            text += " It surfaced as \(terminal.shortType)."
        }
        if judged.traceback.occurrences > 1 { text += " The same traceback stands \(judged.traceback.occurrences) times in the log." }
        if judged.isNamedByRun { text += " The run history names the same exception." }
        return text
    }

    private static func remedy(_ kind: ExceptionKind, _ block: TracebackBlock, _ summary: ExceptionSummary) -> [String]? {
        var first = "Open the file at the line named and look at the value that the message names."
        if let name = summary.file, let line = summary.line {
            first = "Open `\(name)` at line \(line) and look at the value that the message names."
        }
        switch block.shortType {
        case "KeyError", "IndexError":
            return [
                first,
                "Check the schema where the data come in: compare the columns that arrive with those the script needs, and say which are missing.",
            ]
        case "FileNotFoundError", "NotADirectoryError", "EmptyDataError":
            return [
                first,
                "Check that the step that writes this file really filled its output, and that sub-folder and file name agree on both sides.",
            ]
        case "PermissionError": return [first, "Check the rights of the compute's identity on the path named."]
        case "MemoryError", "OutOfMemoryError":
            return [first, "Read in chunks or with smaller types, lower the batch size, or take a node with more memory."]
        case "RecursionError": return [first, "Look for data that point back at themselves, or give the recursion an end."]
        case "AssertionError": return [first, "Say in the assertion's message which value broke it."]
        default: return [first, "Run the step alone with the same inputs."]
        }
    }

    /// `KeyError: 'unit_price'`, cut to one line that a table can hold.
    static func headline(_ block: TracebackBlock) -> String {
        let message = block.message.split(separator: "\n").first.map(String.init) ?? ""
        let text = message.isEmpty ? block.shortType : "\(block.shortType): \(message)"
        return text.count <= 160 ? text : String(text.prefix(157)) + "…"
    }

    /// ` at train.py:12 in main`.
    static func place(_ summary: ExceptionSummary) -> String {
        guard let file = summary.file, let line = summary.line else { return "" }
        return " at \(file):\(line)" + (summary.function.map { " in \($0)" } ?? "")
    }

    /// Type, message without numbers, innermost user frame: what the same failure has in common tomorrow.
    static func mechanism(of block: TracebackBlock) -> String {
        let frame = block.userFrame ?? block.frames.last
        let message = TextScan.masked(block.message.split(separator: "\n").first.map(String.init) ?? "")
        return block.shortType + (message.isEmpty ? "" : ":" + message) + (frame.map { "@\($0.fileName):\($0.function)" } ?? "")
    }
}
