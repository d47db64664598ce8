import Evidence

extension Rule {
    /// The log stops in the middle, and nothing says why.
    package static let logTruncated = Rule(
        id: "log-truncated", category: .prematureExit, kind: .cause, severity: .warning, title: "The log stops in the middle",
        why: """
            The last line of the log has no end, or the log ends within a traceback, and neither an exit code nor a marker of the runtime \
            says how the process ended. That is how a process looks that was taken away together with its node, or whose output was never \
            flushed. It names no reason: it tells where to look.
            """,
        harmless: [
            "An export that cuts files at a round size.", "The log of a run that is still running.",
            "A last line without a line feed in a run that completed.",
        ],
        remedy: [
            "Look at the cluster's events and the activity log at the time of the last line: a node that is lost leaves a log like this one.",
            "Set `PYTHONUNBUFFERED=1`, so that the last words reach the log.",
        ],
        prior: 5, isCascade: true, needs: [.userLog],
        examples: [
            RuleExample(
                "a failed run whose log ends within a word",
                files: ["run.json": ExampleFiles.run("Failed"), ExampleFiles.log: "epoch 1 loss 0.5\nepoch 2 lo"],
                expectation: .finds(title: "The log stops in the middle: “epoch 2 lo”", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "the end of a traceback is missing", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log: "rows 10\nTraceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "a last line without a line feed, but the run completed",
                files: ["run.json": ExampleFiles.run("Completed"), ExampleFiles.log: "epoch 1\nbye"], expectation: .staysSilent),
            RuleExample(
                "an exit code says how it ended",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(3), ExampleFiles.log: "epoch 1\nby",
                ],
                expectation: .staysSilent),
            RuleExample(
                "a run that is still running",
                files: ["run.json": ExampleFiles.run("Running", ended: nil), ExampleFiles.log: "epoch 1\nepoch 2 lo"],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard !file.hasOwnCause, file.status == .failed || file.status == .notResponding, file.ending.state == .unknown else {
                return []
            }
            guard let last = file.lastLine, last.log.endsInsideLine || last.log.endsInsideBlock, !isExportLimit(last.log) else { return [] }
            // A member that is damaged in the archive is cut by the export, not by the run.
            if file.dossier.coverage.damagedSources.contains(last.log.source) { return [] }
            var weights = Weights()
            weights.add(.log, 0.4)
            if let ended = file.run.ended, let time = last.line.time, ended.seconds(since: time) > 60 { weights.add(.history, 0.2) }
            if file.status == .notResponding { weights.add(.history, 0.3) }
            let text = PrintedText.message(of: last.line.text).prefix(120).filter { !$0.isNewline }
            return [
                Conclusion(
                    mechanism: last.log.endsInsideBlock ? "block" : "line", confidence: max(0.45, weights.confidence(textOnly: true)),
                    title: "The log stops in the middle: “\(text)”",
                    explanation:
                        "Nothing says how the process ended. Its log breaks off there\(last.line.time.map { " at \($0.readable)" } ?? "")"
                        + (file.run.ended.map { ", and the run ended at \($0.readable)." } ?? "."),
                    evidence: [last.line.quote(from: last.log.source), file.statusQuote].compactMap { $0 },
                    effectiveTime: last.line.time ?? last.log.lastTime)
            ]
        })

    /// Exports and viewers cut at these sizes.
    private static func isExportLimit(_ log: LogEvidence) -> Bool {
        log.byteCount > 0 && log.byteCount % (1 << 20) == 0
    }
}
