import Evidence

extension Rule {
    /// A program of another language ended by an error that nobody caught.
    package static let nonPythonCrash = Rule(
        id: "non-python-crash", category: .unhandledException, kind: .cause, severity: .error,
        title: "A program that is not Python ended by an error that nobody caught",
        why: """
            Java, Scala and Spark, R, Julia, Rust, Go, .NET, JavaScript and Fortran each end with words of their own. Some say alone that the program \
            ended (`Exception in thread "main"`, `panicked at`); others are errors only together with what the runtime prints behind \
            them (`Execution halted`, `Stacktrace:`). Of a Java exception the last `Caused by:` is the origin.
            """,
        harmless: [
            "A lost task of Spark that was tried again while its stage went on.", "An exception in a thread that is not the main one.",
            "R's warnings.",
        ],
        remedy: [
            "Open the place that the innermost own frame names.",
            "For Spark look at the executor that is named; for R end scripts with `options(error = function() { traceback(3); quit(status = 1) })`.",
        ],
        alert: .failedJobs, prior: 66,
        explains: [
            "dist-rank-failed", "explicit-exit", "scheduler-ended-job", "declared-output-empty", "native-crash", "sigterm-shutdown",
            "py-unhandled-exception", "premature-exit-success",
        ],
        patterns: [.runtimeUncaught, .runtimeError, .runtimeEnd, .javaCause, .sparkFailed],
        examples: [
            RuleExample(
                "the last cause of a Java exception",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    Exception in thread "main" java.lang.RuntimeException: load failed
                    \tat app.Load.main(Load.java:7)
                    Caused by: java.lang.NumberFormatException: For input string: "n/a"
                    \tat app.Row.parse(Row.java:31)
                    \t... 1 more

                    """,
                ],
                expectation: .finds(
                    title: "java.lang.NumberFormatException: For input string: \"n/a\" ended the program", source: ExampleFiles.log, line: 3
                )),
            RuleExample(
                "an error of R",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: "fitting\nError in fit(x) : singular gradient\nCalls: main -> fit\nExecution halted\n",
                ],
                expectation: .finds(title: "Error in fit(x) : singular gradient ended the program", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "a stage that Spark gave up",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log:
                        "26/03/02 08:11:00 ERROR Driver: Job aborted due to stage failure: Task 3 in stage 1.0 failed 4 times, most recent failure: no rows\n",
                ],
                expectation: .finds(
                    title:
                        "Job aborted due to stage failure: Task 3 in stage 1.0 failed 4 times, most recent failure: no rows ended the program",
                    source: ExampleFiles.log, line: 1)),
            RuleExample(
                "an error that R caught, and a thread beside the main one",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(3),
                    ExampleFiles.log:
                        "Error in fit(x) : singular gradient\nException in thread \"stats\" java.lang.RuntimeException: x\nno result, leaving\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "a panic, cut behind its place", isDamaged: true,
                files: ["run.json": ExampleFiles.run("Failed"), ExampleFiles.log: "reading\nthread 'main' panicked at src/main.rs:40:9:"],
                expectation: .finds(
                    title: "thread 'main' panicked at src/main.rs:40:9: ended the program", source: ExampleFiles.log, line: 2)),
        ],
        conclude: { file in
            if FatalMechanism(.hostMemory, patterns: [.allocationFailed], in: file)?.judged == nil,
                FatalMechanism(nil, patterns: [.allocationFailed], in: file) != nil
            {
                return []
            }
            guard let found = FatalMechanism(.virtualMachine, patterns: [.runtimeUncaught, .sparkFailed], in: file) ?? paired(file) else {
                return []
            }
            if found.judged == nil, file.fatalTraceback?.decisive.isLaunchersWord == false { return [] }
            let start = found.quote?.location
            let causes = file.userHits(.javaCause).filter { hit in
                hit.quote.location.source == start?.source && (hit.quote.location.line ?? 0) >= (start?.line ?? 0)
                    && (hit.quote.location.line ?? 0) <= (start?.line ?? 0) + 400
            }
            let origin = causes.last
            let said =
                origin.map { hit in hit.captures["type"].map { $0 + (hit.captures["text"].map { ": " + $0 } ?? "") } ?? hit.text }
                ?? found.hit?.text ?? found.text
            let type = origin?.captures["type"] ?? found.hit.flatMap { $0.captures["java"] ?? $0.captures["net"] ?? $0.captures["spark"] }
            let text = origin?.captures["text"] ?? found.hit.flatMap { $0.captures["javatext"] ?? $0.captures["nettext"] }
            var exception = type.map { ExceptionSummary(type: $0, message: text ?? "") }
            if exception == nil { exception = found.exception }
            return [
                Conclusion(
                    mechanism: TextScan.masked(said), confidence: found.confidence(file),
                    title: "\(said.prefix(160)) ended the program",
                    explanation: "The runtime's own words say that the program ended by an error that nobody caught."
                        + (origin == nil ? "" : " The last cause below the exception is the origin."),
                    evidence: [origin?.quote].compactMap { $0 } + found.evidence(file), exception: exception,
                    effectiveTime: found.quote?.time)
            ]
        })

    /// An error line that the runtime's end follows within so many lines.
    private static func paired(_ file: CaseFile) -> FatalMechanism? {
        let ends = file.userHits(.runtimeEnd)
        guard !ends.isEmpty else { return nil }
        return FatalMechanism(nil, patterns: [.runtimeError], in: file) { hit in
            guard let line = hit.quote.location.line else { return false }
            return ends.contains { end in
                end.quote.location.source == hit.quote.location.source
                    && (line...(line + reach(hit, end))).contains(end.quote.location.line ?? 0) && fits(hit, end)
            }
        }
    }

    /// Stacks of JavaScript stand between the error and the runtime's version; R and Julia print a few lines at most.
    private static func reach(_ hit: PatternHit, _ end: PatternHit) -> Int { end.text.hasPrefix("Node.js") ? 40 : 12 }

    /// The end is of the same runtime as the error.
    private static func fits(_ hit: PatternHit, _ end: PatternHit) -> Bool {
        let captures = hit.captures
        if end.text.hasPrefix("Execution halted") { return captures["r"] != nil }
        if end.text.hasPrefix("Stacktrace") { return captures["julia"] != nil }
        if end.text.hasPrefix("goroutine") { return captures["go"] != nil || captures["gofatal"] != nil }
        if end.text.hasPrefix("Node.js") { return captures["node"] != nil || captures["r"] != nil }
        return captures["octave"] != nil
    }
}
