import Evidence

/// What a parallel step lost, and what its own files say of the reason.
struct ParallelLoss: Sendable {
    let title: String
    let explanation: String
    let mechanism: String
    let evidence: [Quote]
    let exception: ExceptionSummary?
    let weight: Double

    init?(_ file: CaseFile, _ status: RunStatus) {
        let progress = file.userHits(.parallelProgress).last { $0.captures["total"] != nil }
        // A count counts where it sums up: among the last lines, and not of what was tried again.
        let loss = file.userHits(.parallelLoss).last { hit in
            let end = file.userLogs.first { $0.source == hit.quote.location.source }?.lineCount ?? 0
            return (hit.quote.location.line ?? 0) >= end - 40 && !hit.text.lowercased().contains("retr")
        }
        let gaveUp = file.tracebacks.contains { ExceptionKind($0.traceback.terminal) == .exit && $0.traceback.terminal.message == "42" }
        if status == .failed || (status == .unknown && gaveUp) {
            // The reason is the exception that most of the workers met; the driver's own exit says nothing.
            let workers = file.tracebacks.filter { judged in
                ![.harmless, .dump, .rethrown].contains(judged.fate) && ExceptionKind(judged.traceback.terminal) != .exit
            }
            guard gaveUp || loss != nil, progress != nil || loss != nil || gaveUp,
                let worst = workers.max(by: { ($0.traceback.occurrences, $1.log.source) < ($1.traceback.occurrences, $0.log.source) })
            else {
                guard let loss else { return nil }
                self = ParallelLoss(loss, "The parallel step gave up: ", "What made its items fail is not in the logs that were given.")
                return
            }
            // An exception that ended the driver itself is a plain one.
            if !gaveUp, worst.fate == .unhandled, loss?.captures["exceeded"] == nil { return nil }
            let block = worst.decisive
            let summary = worst.summary(of: block)
            title = "The workers of the parallel step failed: \(Rule.headline(block))"
            explanation =
                "\(block.shortType) was raised\(Rule.place(summary)), \(worst.traceback.occurrences == 1 ? "once" : "\(worst.traceback.occurrences) times") in `\(TextScan.lastComponent(worst.log.source))`; the step gave up because of it."
            mechanism = Rule.mechanism(of: block)
            evidence = worst.evidence(of: block) + [loss?.quote].compactMap { $0 }
            exception = summary
            weight = 0.8
            return
        }
        if let progress, let done = progress.captures["done"].flatMap(Int.init), let total = progress.captures["total"].flatMap(Int.init),
            done < total, status == .completed
        {
            title = "Only \(done) of \(total) mini batches were processed"
            explanation = "The step completed, and \(total - done) of its mini batches never were counted as processed."
            mechanism = "batches"
            evidence = [progress.quote, loss?.quote].compactMap { $0 }
            exception = nil
            weight = 0.8
            return
        }
        if let loss, loss.captures["count"] ?? loss.captures["failed"] ?? loss.captures["stated"] != nil, status == .completed {
            self = ParallelLoss(loss, "Items were lost: ", "The step completed all the same: its error threshold forgives them.")
            return
        }
        return nil
    }

    private init(_ hit: PatternHit, _ title: String, _ explanation: String) {
        let text = PrintedText.message(of: hit.text).trimmingSpaces
        self.title = title + text.prefix(140)
        self.explanation = explanation
        mechanism = TextScan.masked(text)
        evidence = [hit.quote]
        exception = nil
        weight = 0.75
    }
}
