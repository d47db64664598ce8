import Evidence

/// The log of an unfinished run ends in lines that say that it waits for another one.
struct LockWait: Sendable {
    let what: String
    let since: Timestamp
    let seconds: Double
    /// Lines of the wait that were kept.
    let lines: Int
    let first: Quote?
    let last: Quote

    /// A quarter of an hour: locks and marker files of healthy pipelines come within minutes.
    static let patience = 900.0

    init?(_ file: CaseFile) {
        guard let status = file.status, [.running, .notResponding, .canceled, .cancelRequested].contains(status),
            file.ending.state == .unknown || file.ending.state == .killed, file.fatalTraceback == nil
        else { return nil }
        guard let line = file.lastLine, let horizon = file.horizon else { return nil }
        let hits = line.log.hits(of: Pattern.waitsForOther.id).filter { !$0.isWrapper }
        // The wait must be the log's last word: a line of anything else behind it means that it went on.
        guard let final = hits.last, (final.quote.location.line ?? 0) >= line.line.number else { return nil }
        // Back to where this wait began: the lines before it that say the same, with nothing but them in between.
        var run = [final]
        for hit in hits.dropLast().reversed() {
            guard let at = hit.quote.location.line, let next = run.last?.quote.location.line, next - at <= 2,
                TextScan.masked(hit.text) == TextScan.masked(final.text)
            else { break }
            run.append(hit)
        }
        guard let begin = run.last, let since = begin.quote.time ?? line.line.time else { return nil }
        let seconds = horizon.seconds(since: since)
        guard seconds > LockWait.patience else { return nil }
        self.since = since
        self.seconds = seconds
        what = PrintedText.message(of: final.text)
        lines = max(run.count, line.log.counts[Pattern.waitsForOther.id] ?? 0)
        last = final.quote
        first = run.count > 1 ? begin.quote : nil
    }
}
