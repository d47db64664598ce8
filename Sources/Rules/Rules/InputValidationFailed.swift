import Evidence

extension Rule {
    /// The script's own check rejected its input.
    package static let inputValidationFailed = Rule(
        id: "input-validation-failed", category: .dataValidationFailure, kind: .cause, severity: .error,
        title: "The script rejected its input",
        why: """
            A validator, a schema or an expectation check found the data wrong, and the script ended for that: by the validator's exception, by an \
            exception of its own that speaks of rows and columns, or by an exit code after a printed verdict. The code did what it should; \
            the data are the matter.
            """,
        harmless: [
            "Metrics of a training on its validation set (`val_loss`, validation accuracy).",
            "A validator that reports and lets the run go on with success.",
            "A count of zero.",
        ],
        remedy: [
            "Look at the data, not at the code: the lines quoted say which column and rule, and how many rows.",
            "Ask whoever produces the input what changed since the last good run; compare both inputs.",
        ],
        alert: .failedJobs, prior: 76,
        explains: ["py-unhandled-exception", "explicit-exit", "declared-output-empty", "swallowed-exception"],
        needs: [.userLog], patterns: [.validationVerdict],
        examples: [
            RuleExample(
                "a validator's exception",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    checking 400 rows
                    Traceback (most recent call last):
                      File "check.py", line 21, in <module>
                        schema.validate(frame, lazy=True)
                    pandera.errors.SchemaErrors: column 'price': 12 null values

                    """,
                ],
                expectation: .finds(
                    title: "The input was rejected: SchemaErrors: column 'price': 12 null values", source: ExampleFiles.log, line: 5)),
            RuleExample(
                "a printed verdict, then an exit code",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(3),
                    ExampleFiles.log: "schema check over 400 rows\nvalidation result: success=False, 2 expectations not met\n",
                ],
                expectation: .finds(
                    title: "The input was rejected: validation result: success=False, 2 expectations not met", source: ExampleFiles.log,
                    line: 2)),
            RuleExample(
                "an exception of the script's own that counts broken rules",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log:
                        "Traceback (most recent call last):\n  File \"intake.py\", line 40, in <module>\n    raise Rejected(name)\n__main__.Rejected: batch 2026-03 turned down: 2 of 3 rules violated\n",
                ],
                expectation: .finds(
                    title: "The input was rejected: Rejected: batch 2026-03 turned down: 2 of 3 rules violated", source: ExampleFiles.log,
                    line: 4)),
            RuleExample(
                "a gate that logs its verdict as JSON",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(3),
                    ExampleFiles.log:
                        "{\"event\": \"rules loaded\", \"count\": 4}\n{\"failed\": 2, \"of\": 4, \"event\": \"data quality gate failed\", \"level\": \"error\"}\n",
                ],
                expectation: .finds(
                    title:
                        "The input was rejected: {\"failed\": 2, \"of\": 4, \"event\": \"data quality gate failed\", \"level\": \"error\"}",
                    source: ExampleFiles.log, line: 2)),
            RuleExample(
                "an exception about the size of a batch",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log:
                        "Traceback (most recent call last):\n  File \"fit.py\", line 9, in <module>\n    raise RuntimeError(size)\nRuntimeError: batch size 0 makes no sense\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "metrics on a validation set, then another failure",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log:
                        "val_loss: 0.31 validation error: 0.25\nTraceback (most recent call last):\n  File \"t.py\", line 9, in <module>\n    save(model)\nPermissionError: [Errno 13] Permission denied: '/model'\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "a verdict, but the run succeeded and the log is cut", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: "validation result: success=False, 2 expectations not met\ngoing on with the oth",
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard file.status == .failed || file.ending.state == .failed, file.status != .completed else { return [] }
            let verdicts = file.userHits(.validationVerdict)
            var weights = Weights()
            if file.status == .failed { weights.add(.history, 0.5) }
            if file.ending.state == .failed { weights.add(file.ending.source == .log ? .history : file.ending.source, 0.5) }
            let stage = file.dossier.events.last { $0.kind == .stage && ($0.stage ?? "").lowercased().contains("validat") }
            if stage != nil { weights.add(.diagnostics, 0.4) }

            if let judged = file.fatalTraceback {
                let block = judged.decisive
                guard ExceptionKind(block) == .validation || raisesAboutData(block) else { return [] }
                weights.add(.log, ExceptionKind(block) == .validation ? 0.9 : 0.7)
                return [
                    Conclusion(
                        mechanism: mechanism(of: block), confidence: weights.confidence(),
                        title: "The input was rejected: \(headline(block))",
                        explanation:
                            "The script's own check raised \(block.shortType)\(place(judged.summary(of: block))): the data are wrong, not the code.",
                        evidence: judged.evidence(of: block) + verdicts.suffix(4).map(\.quote) + [stage?.quote].compactMap { $0 },
                        exception: judged.summary(of: block), effectiveTime: block.final.time)
                ]
            }
            // Without an exception the verdict must be among the last things that the script said.
            let end = file.lastLine?.line.number ?? 0
            guard file.ending.state == .failed, let last = verdicts.last, (last.quote.location.line ?? 0) >= end - 40 else { return [] }
            weights.add(.log, 0.7)
            let main = verdicts.first { $0.text.lowercased().contains("success") || $0.text.lowercased().contains("validation") } ?? last
            return [
                Conclusion(
                    mechanism: TextScan.masked(main.text), confidence: weights.confidence(),
                    title: "The input was rejected: \(main.text.prefix(140))",
                    explanation:
                        "The script printed the verdict quoted and left with exit code \(file.ending.code ?? 1): the data are wrong, not the code.",
                    evidence: [main.quote] + verdicts.filter { $0.quote != main.quote }.suffix(4).map(\.quote)
                        + [file.ending.quote].compactMap { $0 },
                    effectiveTime: main.quote.time)
            ]
        })

    /// An exception that the user's own code raises, and whose message counts or names what is wrong with rows, columns or values.
    private static func raisesAboutData(_ block: TracebackBlock) -> Bool {
        guard let frame = block.frames.last, frame.isUserCode, frame.code?.hasPrefix("raise") == true else { return false }
        let text = block.message.lowercased()
        // A batch, a sample or a rule is named in other errors too (a batch size, a sampling rate): then the verdict must be plain.
        let verdicts = ["rejected", "violat", "malformed", "corrupt", "duplicate"]
        if ["rule", "batch", "sample", "feature", "constraint", "label"].contains(where: text.contains),
            verdicts.contains(where: text.contains)
        {
            return true
        }
        let subjects = ["row", "column", "record", "schema", "value", "null", "field", "line", "check"]
        let faults = [
            "malformed", "invalid", "missing", "failed", "mismatch", "violat", "unexpected", "duplicate", "null", "out of range",
            "not allowed", "rejected",
        ]
        return subjects.contains(where: text.contains) && faults.contains(where: text.contains)
    }
}
