import Evidence

extension Rule {
    /// Something outside could not be reached, or did not answer.
    package static let externalCallFailed = Rule(
        id: "external-call-failed", category: .hungExternalCall, kind: .cause, severity: .error,
        title: "An external service did not answer or could not be reached",
        why: """
            The exception that ended the run, or that a handler printed before the run failed, says that a connection was refused, timed out or \
            could not be resolved. The innermost reason decides: a NameError behind a printed connection error is the connection's fault.
            """,
        harmless: ["Retries that ended in success.", "Telemetry that could not be sent while the work went on."],
        remedy: [
            "Check the service and the way to it (name, port, firewall, private endpoint) for the time named.",
            "Give every call a time-out and a bounded number of retries with growing waits.",
        ],
        alert: .failedJobs, prior: 72,
        explains: [
            "swallowed-then-crash", "py-unhandled-exception", "swallowed-exception", "time-limit-exceeded", "declared-output-empty",
            "premature-exit-success", "retry-storm",
        ], needs: [.userLog], patterns: [.retry, .printedError, .printedFailure],
        examples: [
            RuleExample(
                "a refused connection ends the script",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    Traceback (most recent call last):
                      File "rates.py", line 8, in <module>
                        rates = pull()
                    urllib3.exceptions.MaxRetryError: HTTPConnectionPool(host='rates.example', port=80): Max retries exceeded with url: /v1

                    """,
                ],
                expectation: .finds(title: "rates.example could not be reached: MaxRetryError", source: ExampleFiles.log, line: 4)),
            RuleExample(
                "the client tried again before",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    retry 1/2 of the rates
                    retry 2/2 of the rates
                    Traceback (most recent call last):
                      File "rates.py", line 8, in <module>
                        rates = pull()
                    ConnectionRefusedError: [Errno 111] Connection refused

                    """,
                ],
                expectation: .finds(
                    title: "ConnectionRefusedError: [Errno 111] Connection refused", source: ExampleFiles.log, line: 6,
                    also: ["\(ExampleFiles.log):1"])),
            RuleExample(
                "a failure that is told without the word error",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    could not pull the rates: HTTPSConnectionPool(host='rates.example', port=443): Max retries exceeded with url: /v1
                    Traceback (most recent call last):
                      File "daily.py", line 14, in <module>
                        total = rates.sum()
                    NameError: name 'rates' is not defined

                    """,
                ],
                expectation: .finds(title: "rates.example could not be reached: ConnectionError", source: ExampleFiles.log, line: 1)),
            RuleExample(
                "retries that succeed",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log:
                        "Retrying (Retry(total=2, connect=None)) after connection broken by 'NewConnectionError'\n40 rows loaded\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the printed reason before a crash", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log: """
                    Error fetching data: HTTPSConnectionPool(host='api.example', port=443): Max retries exceeded with url: /data
                    Traceback (most recent call last):
                      File "etl.py", line 22, in <module>
                        rows = data[:10]
                    NameError: name 'data' is not defined
                    """,
                ],
                expectation: .finds(title: "api.example could not be reached: ConnectionError", source: ExampleFiles.log, line: 1)),
        ],
        conclude: { file in
            if let crash = SwallowedCrash(file), isExternal(crash.hit.text) { return [printed(crash, file)] }
            guard let judged = file.fatalTraceback else { return [] }
            let block = judged.decisive
            if RefusedAccess.isRefusal(block) { return [] }
            let external =
                ExceptionKind(block) == .externalCall ? block : judged.traceback.blocks.last { ExceptionKind($0) == .externalCall }
            guard let external,
                ExceptionKind(judged.traceback.terminal) == .externalCall || external.final.location == block.final.location
                    || external.link == .none
            else { return [] }
            let surfaced = judged.traceback.terminal
            let shown = ExceptionKind(surfaced) == .externalCall && !WrappedException.isWrapper(surfaced) ? surfaced : external
            var weights = Weights()
            weights.add(.log, max(0.85, judged.weight))
            if judged.isNamedByRun { weights.add(.history, 0.9) }
            if file.status == .failed { weights.add(.history, 0.6) }
            if file.ending.state == .failed { weights.add(file.ending.source, 0.5) }
            let host = host(in: shown.message) ?? host(in: external.message)
            let retries = file.userHits(.retry)
            var summary = judged.summary(of: shown)
            summary.type = shown.type
            return [
                Conclusion(
                    mechanism: shown.shortType + ":" + (host ?? TextScan.masked(shown.message)), confidence: weights.confidence(),
                    title: host.map { "\($0) could not be reached: \(shown.shortType)" } ?? headline(shown),
                    explanation:
                        "\(shown.shortType) was raised\(place(summary)) while the script talked to \(host ?? "an external service")"
                        + (retries.isEmpty ? "." : "; \(retries.count) lines show that it tried again before.")
                        + " Nobody caught it, so the process ended.",
                    evidence: judged.evidence(of: shown) + retries.prefix(2).map(\.quote), exception: summary,
                    effectiveTime: retries.first?.quote.time ?? shown.final.time)
            ]
        })

    private static func printed(_ crash: SwallowedCrash, _ file: CaseFile) -> Conclusion {
        var weights = Weights()
        weights.add(.log, 0.75)
        if crash.handler != nil { weights.add(.code, 0.7) }
        if file.status == .failed { weights.add(.history, 0.6) }
        let host = host(in: crash.hit.text)
        let inner = crash.innerException
        let terminal = crash.judged.traceback.terminal
        return Conclusion(
            mechanism: (inner?.type ?? "external") + ":" + (host ?? TextScan.masked(crash.hit.text)), confidence: weights.confidence(),
            title: host.map { "\($0) could not be reached: \(inner?.type ?? "connection failed")" }
                ?? "An external call failed: \(crash.hit.text.prefix(120))",
            explanation: "The call failed, a handler only printed the error, and the script went on until \(terminal.shortType) ended it.",
            evidence: [crash.hit.quote] + (crash.handler.map { [$0.quote] } ?? []) + [terminal.final], exception: inner,
            effectiveTime: crash.hit.quote.time)
    }

    /// The text of a printed error speaks of a connection.
    static func isExternal(_ text: String) -> Bool {
        let signs = [
            "ConnectionPool(", "Max retries exceeded", "Connection refused", "timed out", "Name or service not known", "name resolution",
            "Connection reset", "unreachable", "Read timeout", "urlopen error", "Cannot connect to host", "could not connect to server",
            "Failed to establish a new connection", "Server Error", "Too Many Requests",
        ]
        return signs.contains(where: text.contains)
    }

    /// The host that a message names.
    static func host(in text: String) -> String? {
        for marker in [
            "(host='", "host=\"", "host='", "://", "connection to server at \"", "Failed to resolve '", "Cannot connect to host ",
        ] {
            guard let range = text.firstRange(of: marker) else { continue }
            let name = text[range.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" }
            if name.count > 2 { return String(name) }
        }
        return nil
    }
}
