import Evidence

extension Rule {
    /// Native code crashed or aborted.
    package static let nativeCrash = Rule(
        id: "native-crash", category: .prematureExit, kind: .cause, severity: .error,
        title: "Native code crashed",
        why: """
            A segmentation fault, an abort, a bus error or a corrupted heap ended the process below Python, so there is no exception. The C \
            library, faulthandler or the shell print the last words; the exit code names the signal (139, 134, 135, 132, 136).
            """,
        harmless: [
            "An abort that a watchdog of collective operations raises on purpose.",
            "A crash at interpreter shutdown after the work was done.",
        ],
        remedy: [
            "Run with `PYTHONFAULTHANDLER=1`, so that the Python line that called into native code is printed.",
            "Look for a pair of packages whose binary versions do not fit; exit code 132 means that a wheel was built for another processor.",
        ],
        alert: .failedJobs, prior: 70,
        explains: [
            "scheduler-ended-job", "sigkill-unattributed", "declared-output-empty", "dist-rank-failed", "nccl-collective-timeout",
            "dataloader-worker-died", "sigterm-shutdown", "explicit-exit",
        ],
        patterns: [.nativeCrash, .shellSignal],
        examples: [
            RuleExample(
                "faulthandler names the Python line",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(139),
                    ExampleFiles.log: """
                    line 500
                    Fatal Python error: Segmentation fault

                    Current thread 0x00007f01598a4b80 (most recent call first):
                      File "tokenize_all.py", line 18 in measure
                      File "tokenize_all.py", line 34 in <module>

                    """,
                ],
                expectation: .finds(
                    title: "Native code crashed: Segmentation fault at tokenize_all.py:18", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "the shell names the crash, and more lines follow",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(139),
                    ExampleFiles.log: "line 500\nrun.sh: line 4:   812 Segmentation fault      (core dumped) python fit.py\nleaving\n",
                ],
                expectation: .finds(title: "Native code crashed: Segmentation fault", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "a count of freed blocks",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: "freed 3 blocks\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the C library's last words, no exit code", isDamaged: true,
                files: ["run.json": ExampleFiles.run("Failed"), ExampleFiles.log: "tick 20\ndouble free or corruption (fasttop)"],
                expectation: .finds(title: "Native code crashed: double free or corruption (fasttop)", source: ExampleFiles.log, line: 2)),
        ],
        conclude: { file in
            let signals: Set<Int> = [4, 6, 7, 8, 11]
            let bySignal = file.ending.signal.map(signals.contains) ?? false
            let words =
                file.userHits(.nativeCrash).last
                ?? file.userHits(.shellSignal).last { hit in
                    !["Killed", "killed", "Terminated", "terminated"].contains(hit.captures["what"] ?? hit.captures["bare"] ?? "")
                }
            guard bySignal || (words != nil && file.status != .completed && file.ending.state != .succeeded) else { return [] }
            if file.fatalTraceback?.fate == .unhandled && !bySignal { return [] }
            if isAftermath(words, file) { return [] }
            let dump = file.tracebacks.last { $0.traceback.form == .faulthandler }
            let frame = dump?.traceback.origin.userFrame
            var weights = Weights()
            if words != nil || dump != nil { weights.add(.log, 0.9) }
            if bySignal { weights.add(file.ending.source == .log ? .log : .system, 0.7) }
            if file.status == .failed { weights.add(.history, 0.4) }
            let name =
                words.map { hit in hit.captures["python"] ?? hit.captures["what"] ?? hit.captures["bare"] ?? String(hit.text.prefix(80)) }
                ?? dump.map { $0.traceback.origin.message } ?? file.ending.signal.map(ProcessEnding.signalName) ?? "abort"
            let place = frame.map { " at \($0.fileName):\($0.line)" } ?? ""
            let last = file.lastLine.map { $0.line.quote(from: $0.log.source) }
            let frameQuote = dump.flatMap { frame?.quote(from: $0.log.source, time: nil) }
            return [
                Conclusion(
                    mechanism: TextScan.masked(name) + (frame.map { "@\($0.fileName):\($0.function)" } ?? ""),
                    confidence: weights.confidence(),
                    title: "Native code crashed: \(name)\(place)",
                    explanation: "The process ended below Python"
                        + (file.ending.signal.map { " by \(ProcessEnding.signalName($0))" } ?? "") + ", so there is no exception to read."
                        + (frame.map { " The innermost Python line was \($0.fileName):\($0.line) in \($0.function)." } ?? lastWords(file)),
                    evidence: [
                        words?.quote ?? dump?.traceback.header, frameQuote, file.userHits(.nativeCrash).first?.quote,
                        words == nil ? last : nil, file.ending.quote,
                    ].compactMap { $0 },
                    effectiveTime: words?.quote.time ?? last?.time)
            ]
        })

    /// The abort by which torch takes down a process that had failed before: a watchdog's, or an exception of its own that Python showed.
    private static func isAftermath(_ words: PatternHit?, _ file: CaseFile) -> Bool {
        let isAbort = file.ending.signal == 6 || file.ending.signal == nil
        guard isAbort else { return false }
        let type = words?.captures["type"] ?? ""
        let isTorch = type.hasPrefix("c10::") || type.hasPrefix("torch::") || words == nil
        guard isTorch else { return false }
        if !file.hits(.collectiveTimeout).isEmpty || !file.hits(.collectiveFailed).isEmpty { return true }
        return words != nil
            && file.tracebacks.contains {
                [.unhandled, .printedThenExited, .background].contains($0.fate) && $0.traceback.form != .faulthandler
            }
    }
}
