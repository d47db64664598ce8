import Evidence

extension Rule {
    /// The script does not compile.
    package static let syntaxError = Rule(
        id: "py-syntax-error", category: .unhandledException, kind: .cause, severity: .error, title: "The script does not compile",
        why: """
            Python rejects a file before it runs a line of it, so no `try` in that file can catch the error, and for the entry script there is \
            not even a `Traceback` header: only the line, a caret and the message. Typographic quotes pasted from a document are a frequent reason.
            """,
        harmless: ["A SyntaxError of text that the script itself evaluates, which it catches and answers."],
        remedy: ["Correct the line named, and compile all files before submitting: `python -m compileall -q .`"],
        alert: .failedJobs, prior: 80, explains: ["declared-output-empty", "py-unhandled-exception"], needs: [.userLog],
        examples: [
            RuleExample(
                "typographic quotes in the entry script",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log:
                        "  File \"score.py\", line 4\n    print(“ready”)\n          ^\nSyntaxError: invalid character '“' (U+201C)\n",
                ],
                expectation: .finds(
                    title: "score.py does not compile: invalid character '“' (U+201C)", source: ExampleFiles.log, line: 4)),
            RuleExample(
                "a SyntaxError that the script catches",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log:
                        "rule 3 rejected:\n  File \"<string>\", line 1\n    a +\n       ^\nSyntaxError: invalid syntax\nrule 4 accepted\n12 rules loaded\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "a log that is cut behind the message", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log: "  File \"a.py\", line 9\n    if x\n        ^\nSyntaxError: expected ':'",
                ],
                expectation: .finds(title: "a.py does not compile: expected ':'", source: ExampleFiles.log, line: 4)),
        ],
        conclude: { file in
            guard
                let judged = file.fatalTraceback
                    ?? file.tracebacks.last(where: { $0.traceback.form == .syntaxError && $0.fate == .unhandled }),
                ExceptionKind(judged.decisive) == .syntax
            else { return [] }
            let block = judged.decisive
            let frame = block.frames.last
            let name = frame?.fileName ?? "the script"
            var weights = Weights()
            weights.add(.log, 0.9)
            if file.status == .failed { weights.add(.history, 0.6) }
            if file.ending.state == .failed { weights.add(file.ending.source, 0.6) }
            let inCode = file.dossier.code.contains { TextScan.lastComponent($0.module) == name }
            if inCode { weights.add(.code, 0.5) }
            let typographic = ["U+2018", "U+2019", "U+201C", "U+201D", "U+00A0", "U+200B"].contains { block.message.contains($0) }
            var remedy = ["Compile all files before submitting: `python -m compileall -q .`"]
            remedy.insert(
                typographic
                    ? "Replace the typographic character in `\(name)` line \(frame?.line ?? 0) by a plain one; text pasted from documents brings them."
                    : "Correct `\(name)` line \(frame?.line ?? 0); if the syntax is newer than the environment's Python, raise that.", at: 0
            )
            return [
                Conclusion(
                    mechanism: "\(block.shortType):\(TextScan.masked(block.message))@\(name)", confidence: weights.confidence(),
                    title: "\(name) does not compile: \(block.message.split(separator: "\n").first.map(String.init) ?? block.shortType)",
                    explanation:
                        "Python rejected `\(name)`\(frame.map { " at line \($0.line)" } ?? "") before running it, so nothing of the script was done.",
                    evidence: judged.evidence(of: block), remedy: remedy,
                    exception: ExceptionSummary(type: block.type, message: block.message, file: name, line: frame?.line, function: nil),
                    effectiveTime: block.final.time)
            ]
        })
}
