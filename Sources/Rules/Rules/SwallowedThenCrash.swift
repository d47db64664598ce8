import Evidence

extension Rule {
    /// The crash that is seen follows from an error that was only printed.
    package static let swallowedThenCrash = Rule(
        id: "swallowed-then-crash", category: .swallowedException, kind: .symptom, severity: .error,
        title: "The visible crash follows from an error that was only printed",
        why: """
            A statement in a `try` failed, the handler printed the error, and the variable that the statement should have assigned does not \
            exist (or is None). The next use of it ends the script. The exception in the traceback is not the reason; the printed line is.
            """,
        harmless: ["A NameError of a plain typing mistake: no error was printed before it."],
        remedy: ["In the handler raise again or return; or give the variable a value before the `try`."], alert: .failedJobs, prior: 40,
        explains: ["py-unhandled-exception", "swallowed-exception", "declared-output-empty"],
        needs: [.userLog], patterns: [.printedError, .printedFailure, .namedInPassing],
        examples: [
            RuleExample(
                "a refused connection is printed, then the variable is missing",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    Error while reading the feed: [Errno 2] No such file or directory: '/data/feed.csv'
                    Traceback (most recent call last):
                      File "daily.py", line 14, in <module>
                        rows = feed.dropna()
                    NameError: name 'feed' is not defined

                    """,
                ],
                expectation: .finds(
                    title: "NameError: name 'feed' is not defined follows from an error that was only printed", source: ExampleFiles.log,
                    line: 1)),
            RuleExample(
                "the exception is named in passing, then None is used",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    [prices] table left out: KeyError: 'currency'
                    Traceback (most recent call last):
                      File "daily.py", line 31, in <module>
                        total = table.sum()
                    AttributeError: 'NoneType' object has no attribute 'sum'

                    """,
                ],
                expectation: .finds(
                    title: "AttributeError: 'NoneType' object has no attribute 'sum' follows from an error that was only printed",
                    source: ExampleFiles.log, line: 1)),
            RuleExample(
                "a failure that is told without the word error",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    could not load the rates: [Errno 2] No such file or directory: 'rates.csv'
                    Traceback (most recent call last):
                      File "daily.py", line 14, in <module>
                        total = rates.sum()
                    NameError: name 'rates' is not defined

                    """,
                ],
                expectation: .finds(
                    title: "NameError: name 'rates' is not defined follows from an error that was only printed", source: ExampleFiles.log,
                    line: 1)),
            RuleExample(
                "a typing mistake",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log:
                        "3 files read\nTraceback (most recent call last):\n  File \"daily.py\", line 14, in <module>\n    rows = fed.dropna()\nNameError: name 'fed' is not defined\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the log is cut before the traceback ends", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log:
                        "Error while reading: 'x'\nTraceback (most recent call last):\n  File \"daily.py\", line 14, in <modu",
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard let crash = SwallowedCrash(file) else { return [] }
            var weights = Weights()
            weights.add(.log, 0.75)
            if crash.handler != nil { weights.add(.code, 0.85) }
            if file.status == .failed { weights.add(.history, 0.6) }
            let terminal = crash.judged.traceback.terminal
            var conclusion = Conclusion(
                mechanism: mechanism(of: terminal), confidence: weights.confidence(),
                title: "\(headline(terminal)) follows from an error that was only printed",
                explanation:
                    "The script printed `\(crash.hit.text.prefix(160))` and went on; \(crash.variable.map { "`\($0)`" } ?? "the value") was never assigned, "
                    + "so \(terminal.shortType)\(place(crash.judged.summary(of: terminal))) ended it. The printed line is the reason, not the traceback.",
                evidence: [crash.hit.quote] + (crash.handler.map { [$0.quote] } ?? []) + crash.judged.evidence(of: terminal),
                exception: crash.innerException, effectiveTime: crash.hit.quote.time)
            // A printed connection error has a rule of its own, which then is the cause; every other reason is known by this rule alone.
            if !isExternal(crash.hit.text) { conclusion.kind = .cause }
            return [conclusion]
        })
}

/// A printed error and the crash that follows from it.
struct SwallowedCrash {
    let hit: PatternHit
    let judged: JudgedTraceback
    /// The variable that was never assigned.
    let variable: String?
    let handler: ExceptionHandler?

    private static let patterns: Set<String> = [Pattern.printedError.id, Pattern.printedFailure.id, Pattern.namedInPassing.id]

    init?(_ file: CaseFile) {
        guard let judged = file.fatalTraceback, ExceptionKind(judged.traceback.terminal) == .unboundName else { return nil }
        let crashLine = judged.traceback.header.location.line ?? 0
        let message = judged.traceback.terminal.message
        let variable = message.split(separator: "'").dropFirst().first.map(String.init)
        let candidates = judged.log.hits.filter { hit in
            !hit.isWrapper && SwallowedCrash.patterns.contains(hit.pattern)
                && (hit.quote.location.line ?? 0) < crashLine && hit.attempt == judged.traceback.attempt
        }
        let withCode = candidates.compactMap { hit in
            CodeReading.handler(printing: hit.text, in: file.dossier.code).map { (hit, $0.handler) }
        }
        if let variable, let proven = withCode.last(where: { $0.1.assigned.contains(variable) }) {
            (hit, handler) = (proven.0, proven.1)
        } else {
            // With the code at hand the handler must be the one that guards the assignment; without it the printed text must be an exception's.
            let looksReal = candidates.filter { candidate in
                let said = ExceptionText.message(printedIn: candidate)
                return ExceptionText.type(of: said) != nil || ExceptionText.isLoneKey(said)
            }
            guard let last = looksReal.last else { return nil }
            (hit, handler) = (last, nil)
        }
        self.judged = judged
        self.variable = message.contains("NoneType") ? nil : variable
    }

    /// What the printed line says of the exception that was caught.
    var innerException: ExceptionSummary? {
        let said = ExceptionText.message(printedIn: hit)
        guard let type = ExceptionText.type(of: said) ?? (ExceptionText.isLoneKey(said) ? "KeyError" : nil) else { return nil }
        return ExceptionSummary(type: type, message: said)
    }
}
