import Evidence

extension Rule {
    /// An exception was caught and only printed.
    package static let swallowedException = Rule(
        id: "swallowed-exception", category: .swallowedException, kind: .cause, severity: .error,
        title: "An exception was caught and only printed",
        why: """
            A handler caught the exception, printed or logged it (or did nothing at all), and the script went on as if nothing had happened. \
            Azure ML then sees exit code 0 and calls the run completed. The rule looks for what handlers print, for tracebacks that a handler \
            printed, and for handlers in the code snapshot whose `try` holds the write of an output; it speaks up where something is missing \
            that the run should have left: a declared output that is empty, or older than the run.
            """,
        harmless: [
            "A handled exception after which the work was done another way and the outputs are there.",
            "`error: 0.031`, `0 errors`, `mean_squared_error`: metrics and counts.", "Retries that succeeded.",
        ],
        remedy: [
            "Log with `logging.exception(...)` and raise again, or end with `sys.exit(1)`.", "Catch the narrow type that you can answer.",
            "Assert at the end of the step that its outputs are there and not empty.",
        ],
        alert: .finishedTooFast, prior: 68, explains: ["declared-output-empty", "premature-exit-success", "output-stale-or-reused"],
        needs: [.userLog],
        patterns: [.printedError, .printedFailure, .printedTrouble, .childRunFailed],
        examples: [
            RuleExample(
                "a printed KeyError, and the declared output is empty",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    "outputs.json": ExampleFiles.listing(filled: false),
                    ExampleFiles.log: "loading\nError occurred: 'unit_price'\nTraining completed.\n",
                ],
                expectation: .finds(
                    title: "An error was only printed, and the output 'model' is empty: Error occurred: 'unit_price'",
                    source: ExampleFiles.log, line: 2)),
            RuleExample(
                "a step that was left out, with the exception's name",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    "outputs.json": ExampleFiles.listing(filled: false),
                    ExampleFiles.log: "loading\nexport skipped: KeyError('terms')\nTraining completed.\n",
                ],
                expectation: .finds(
                    title: "An error was only printed, and the output 'model' is empty: export skipped: KeyError('terms')",
                    source: ExampleFiles.log, line: 2)),
            RuleExample(
                "items that a loader could not read, again and again",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log:
                        "clip 10 of 90\nError while decoding clip\nclip 40 of 90\nError while decoding clip\nError while decoding clip\nclip 90 of 90\nscores saved\n",
                ],
                expectation: .finds(
                    title: "The script printed “Error while decoding clip” 3 times and went on", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "a parent that only mentions that runs below it failed",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: "sampled 8 jobs\nSome child runs failed\nbest of the others: 0.81\n",
                ],
                expectation: .finds(
                    title: "A run below this one failed, and this run only mentions it: Some child runs failed", source: ExampleFiles.log,
                    line: 2)),
            RuleExample(
                "the same line, but the output is there",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    "outputs.json": ExampleFiles.listing(filled: true),
                    ExampleFiles.log: "loading\nError occurred: 'unit_price'\nusing the default price\nTraining completed.\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "metrics whose name is error",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), "outputs.json": ExampleFiles.listing(filled: false),
                    ExampleFiles.wrapper: ExampleFiles.exited(0), ExampleFiles.log: "error: 0.0812\nmean_squared_error: 0.0103\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "no listing of the outputs: said with less confidence", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log:
                        "Traceback (most recent call last):\n  File \"a.py\", line 8, in export\n    write(rows)\nOSError: [Errno 28] No space left on device\n",
                ],
                expectation: .finds(
                    title: "OSError: [Errno 28] No space left on device was caught and only printed", source: ExampleFiles.log, line: 4)),
        ],
        conclude: { file in
            // A run that died of something else has its own rule; what it printed before is told by `swallowed-then-crash`.
            guard file.ending.state != .failed, file.ending.state != .killed, file.status != .failed, file.status != .canceled else {
                return []
            }
            let lost = Loss(file)
            if let conclusion = printedTraceback(file, lost) { return [conclusion] }
            if let conclusion = printedLine(file, lost) { return [conclusion] }
            if let conclusion = silentHandler(file, lost) { return [conclusion] }
            if let conclusion = SwallowedItems.conclusion(file) { return [conclusion] }
            return []
        })

    /// What the run should have left and did not.
    private struct Loss {
        let words: String?
        let quotes: [Quote]
        /// Every declared output was listed and is filled with objects of this run.
        let nothingIsMissing: Bool

        init(_ file: CaseFile) {
            let empty = file.emptyOutputs
            let stale = file.staleOutputs
            let names = empty.map(\.port.name) + stale.map(\.port.name)
            if names.isEmpty {
                words = nil
            } else {
                words = OutputWords.clause(names) + (empty.isEmpty ? " left over from an earlier run" : " empty")
            }
            quotes = (stale.compactMap { $0.objects.first?.quote } + (file.statusQuote.map { [$0] } ?? []))
            nothingIsMissing = !file.dossier.outputs.isEmpty && file.dossier.outputs.allSatisfy { $0.content == .filled } && stale.isEmpty
        }
    }

    private static func printedTraceback(_ file: CaseFile, _ lost: Loss) -> Conclusion? {
        // A launcher's or a service's report on something else that failed is nobody's handler.
        let handled = file.tracebacks.filter { ($0.fate == .handled || $0.fate == .printedThenExited) && !$0.isBareWrapper }
        guard let judged = handled.last, !lost.nothingIsMissing else { return nil }
        if lost.words == nil && judged.traceback.progressAfter { return nil }
        let block = judged.decisive
        if ExceptionKind(block) == .exit || (ExceptionKind(block) == .externalCall && lost.words == nil) { return nil }
        var weights = Weights()
        weights.add(.log, 0.8)
        if lost.words != nil { weights.add(.history, 0.7) }
        let found =
            CodeReading.handler(printing: judged.traceback.nextUserLine ?? "", in: file.dossier.code)
            ?? file.dossier.code.lazy.flatMap { module in module.handlers.map { (module, $0) } }
            .first { _, handler in
                handler.swallows && judged.traceback.blocks.contains { $0.frames.contains { handler.bodyLines.contains($0.line) } }
            }
            .map { (module: $0.0, handler: $0.1) }
        if found != nil { weights.add(.code, 0.5) }
        let tail = lost.words.map { ", and \($0)" } ?? ""
        return Conclusion(
            mechanism: mechanism(of: block), severity: lost.words != nil ? .critical : .warning,
            confidence: weights.confidence(textOnly: lost.words == nil),
            title: "\(headline(block)) was caught and only printed\(tail)",
            explanation: explanation("\(headline(block))\(place(judged.summary(of: block)))", file, lost),
            evidence: judged.evidence(of: block) + (found.map { [$0.handler.quote] } ?? []) + lost.quotes,
            exception: judged.summary(of: block), effectiveTime: block.final.time)
    }

    private static func printedLine(_ file: CaseFile, _ lost: Loss) -> Conclusion? {
        guard !lost.nothingIsMissing else { return nil }
        let candidates = file.userLogs.flatMap { log in
            log.hits(where: { $0 == Pattern.printedError.id || $0 == Pattern.printedFailure.id }).filter {
                !$0.isWrapper && $0.attempt >= log.attemptStarts.count && !file.isHabitual($0)
            }
        }
        var best: (hit: PatternHit, weight: Double, type: String?, handler: ExceptionHandler?)?
        for hit in candidates {
            let said = ExceptionText.message(printedIn: hit)
            let type = ExceptionText.type(of: said) ?? (ExceptionText.isLoneKey(said) ? "KeyError" : nil)
            let handler = CodeReading.handler(printing: hit.text, in: file.dossier.code)?.handler
            var weight = hit.pattern == Pattern.printedError.id ? 0.45 : 0.30
            if type != nil { weight = 0.70 }
            if hit.level == "ERROR" || hit.level == "CRITICAL" { weight = max(weight, 0.55) }
            if handler != nil { weight += 0.1 }
            if weight > best?.weight ?? 0 { best = (hit, weight, type, handler) }
        }
        guard let best else { return nil }
        // A word like "skipped" says nothing unless an exception, a logger's level or the code stands behind it.
        let isVague = best.hit.pattern == Pattern.printedFailure.id && best.type == nil && best.handler == nil
        if isVague && !["ERROR", "CRITICAL", "FATAL"].contains(best.hit.level ?? "") { return nil }
        // Words alone convince nobody: without a loss it takes a message that only an exception has.
        if lost.words == nil && (best.type == nil || best.hit.level == "WARNING") { return nil }
        var weights = Weights()
        weights.add(.log, best.weight)
        if lost.words != nil { weights.add(.history, 0.7) }
        if best.handler != nil { weights.add(.code, 0.6) }
        let said = String(best.hit.text.prefix(140))
        let tail = lost.words.map { ", and \($0)" } ?? ""
        let exception = best.type.map { type in
            ExceptionSummary(
                type: type, message: ExceptionText.message(printedIn: best.hit),
                file: best.handler.map { TextScan.lastComponent($0.quote.location.source) }, line: best.handler?.quote.location.line,
                function: best.handler?.function)
        }
        return Conclusion(
            mechanism: (best.type ?? "message") + ":" + TextScan.masked(best.hit.text), severity: lost.words != nil ? .critical : .warning,
            confidence: weights.confidence(textOnly: lost.words == nil), title: "An error was only printed\(tail): \(said)",
            explanation: explanation("the error, printed the line quoted,", file, lost),
            evidence: [best.hit.quote] + (best.handler.map { [$0.quote] } ?? []) + lost.quotes, exception: exception,
            effectiveTime: best.hit.quote.time)
    }

    /// Nothing is printed at all: a handler that passes, around the write of an output that is missing.
    private static func silentHandler(_ file: CaseFile, _ lost: Loss) -> Conclusion? {
        guard let words = lost.words, file.saysSucceeded else { return nil }
        let silenced = CodeReading.silencedWrites(in: file.dossier.code).first { found in
            switch WriteDecision.persistence(of: found.write, in: found.module, run: file.run) {
            case .declared, .unknown: found.handler.isBroad
            default: false
            }
        }
        guard let silenced else { return nil }
        var weights = Weights()
        weights.add(.code, 0.6)
        weights.add(.history, 0.7)
        let name = TextScan.lastComponent(silenced.module.module)
        let at = silenced.handler.quote.location.line ?? 0
        return Conclusion(
            mechanism: "silent@\(name):\(silenced.handler.function ?? "<module>")", severity: .critical, confidence: weights.confidence(),
            title: "A handler at \(name):\(at) hides every error of the write, and \(words)",
            explanation: "The log shows no error, but \(words) although the run says Completed. In `\(name)` the write at line "
                + "\(silenced.write.quote.location.line ?? 0) stands in a `try` whose handler at line \(at) catches everything and neither raises nor exits.",
            evidence: [silenced.handler.quote, silenced.write.quote] + lost.quotes)
    }

    private static func explanation(_ what: String, _ file: CaseFile, _ lost: Loss) -> String {
        var text = "A handler caught \(what) and let the script go on."
        if file.saysSucceeded { text += " The run is recorded as Completed" + (lost.words.map { ", but \($0)." } ?? ".") }
        if lost.words == nil { text += " Whether something is missing cannot be told: no listing of its outputs was given." }
        return text
    }
}
