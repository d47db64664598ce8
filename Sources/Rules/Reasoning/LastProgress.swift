import Evidence

/// The last line of a run that shows progress: heartbeats behind it only prove that a thread is alive.
struct LastProgress: Sendable {
    let found: (log: LogEvidence, line: LogLine)
    /// The last heartbeat behind it.
    let heartbeat: LogLine?

    init?(_ file: CaseFile) {
        guard let last = file.lastLine else { return nil }
        let beats = Set(last.log.hits(of: Pattern.heartbeat.id).compactMap(\.quote.location.line))
        let own = last.log.tail.filter { !$0.isWrapper && $0.number <= last.line.number && $0.text.contains { !$0.isWhitespace } }
        let repeated = LastProgress.repeated(at: own)
        // A dump of the stacks is no progress either.
        let dumps = last.log.tracebacks.filter { $0.form == .faulthandler || $0.form == .pyspy }
            .map { ($0.header.location.line ?? $0.lastLine)...max($0.header.location.line ?? $0.lastLine, $0.lastLine) }
        func isDump(_ line: LogLine) -> Bool { dumps.contains { $0.contains(line.number) } }
        func isBeat(_ line: LogLine) -> Bool { beats.contains(line.number) || repeated.contains(line.number) || isDump(line) }
        guard isBeat(last.line) else {
            found = last
            heartbeat = nil
            return
        }
        heartbeat = isDump(last.line) ? nil : last.line
        if let line = own.last(where: { !isBeat($0) }) {
            found = (last.log, line)
            return
        }
        // The tail holds heartbeats alone: what is known from before it decides.
        let first = own.first?.number ?? last.line.number
        var candidates = last.log.progress.map(\.lastLine) + last.log.head
        candidates += last.log.silences.map(\.before)
        candidates += last.log.hits.filter { !$0.isWrapper && $0.pattern != Pattern.heartbeat.id }.compactMap { hit in
            hit.quote.location.line.map {
                LogLine(number: $0, offset: hit.quote.location.offset ?? 0, time: hit.quote.time, text: hit.quote.text)
            }
        }
        guard let line = candidates.filter({ $0.number < first && !isBeat($0) }).max(by: { $0.number < $1.number }) else { return nil }
        found = (last.log, line)
    }

    /// Lines at the end that say word for word the same, five or more, at equal distances: a monitor's, whatever it calls itself.
    private static func repeated(at lines: [LogLine]) -> Set<Int> {
        guard let text = lines.last.map({ PrintedText.message(of: $0.text) }), !text.isEmpty else { return [] }
        let run = lines.reversed().prefix { PrintedText.message(of: $0.text) == text }
        guard run.count >= 5 else { return [] }
        let times = run.compactMap(\.time).reversed().map { $0 }
        guard times.count == run.count else { return [] }
        let gaps = zip(times.dropFirst(), times).map { $0.seconds(since: $1) }
        let mean = gaps.reduce(0, +) / Double(gaps.count)
        guard mean > 0 else { return [] }
        let variance = gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(gaps.count)
        // A fifth of the mean: timers keep better time than work does.
        return variance.squareRoot() < 0.2 * mean ? Set(run.map(\.number)) : []
    }
}
