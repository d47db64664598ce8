import Evidence

/// What a process died of, found as the exception that surfaced or as a line of its own that nothing survived.
struct FatalMechanism: Sendable {
    /// The exception, where there is one.
    let judged: JudgedTraceback?
    /// The line, where one was looked for; the first of the last attempt.
    let hit: PatternHit?
    /// Every line found, the decisive one first.
    let hits: [PatternHit]
    /// Ranks that show it, ascending.
    let ranks: [Int]

    /// Lines within this reach of the end may tell of it where nothing says that the run failed: stacks and dumps follow such lines.
    private static let reach = 120
    private static let knownReach = 1_000
    /// Bars of other ranks and loaders are still redrawn so far behind a death.
    private static let afterglow = 25
    /// A message so far above another fatal traceback was survived.
    private static let nearness = 60

    init?(
        _ reason: SpecialReason?, patterns: [Pattern], in file: CaseFile, isProof: (PatternHit) -> Bool = { _ in true }
    ) {
        let endedWell = file.ending.state == .succeeded || (file.ending.state == .unknown && file.saysSucceeded)
        guard !endedWell, file.status != .completed else { return nil }
        let fatal = file.tracebacks.filter { judged in
            guard [.unhandled, .printedThenExited, .background].contains(judged.fate), let reason else { return false }
            return SpecialReason(judged) == reason
        }
        let lines = patterns.flatMap { file.hits($0) }.filter { hit in
            !hit.isWrapper && !["INFO", "DEBUG", "TRACE", "NOTICE"].contains(hit.level ?? "") && isProof(hit)
                && FatalMechanism.isLast(hit, in: file)
        }
        let ordered = lines.sorted { ($0.quote.location.source, $0.quote.location) < ($1.quote.location.source, $1.quote.location) }
        guard !fatal.isEmpty || !ordered.isEmpty else { return nil }
        judged = CaseFile.decisive(of: fatal)
        hits = ordered
        hit = ordered.first
        ranks = Set(fatal.flatMap { $0.ranks } + ordered.compactMap { hit in hit.rank }).sorted()
    }

    /// It stands in the last attempt, near the end, and no counter went on behind it.
    private static func isLast(_ hit: PatternHit, in file: CaseFile) -> Bool {
        let place = hit.quote.location
        guard let line = place.line, let log = file.dossier.logs.first(where: { $0.source == place.source }) else { return true }
        guard hit.attempt == log.attemptStarts.count else { return false }
        let endedBadly = file.ending.state == .failed || file.ending.state == .killed || file.status == .failed
        guard log.lineCount - line <= (endedBadly ? knownReach : reach) else { return false }
        let wentOn = log.progress.contains { $0.attempt == hit.attempt && $0.lastLine.number > line + afterglow }
        if wentOn { return false }
        let crash = file.tracebacks.first { judged in
            judged.fate == .unhandled && judged.log.source == place.source && !judged.decisive.isLaunchersWord
                && !judged.decisive.isCollateral && (judged.traceback.header.location.line ?? 0) > line + nearness
        }
        return crash == nil
    }

    /// The exception that says why.
    var block: TracebackBlock? {
        guard let judged else { return nil }
        let decisive = judged.decisive
        return decisive.isLaunchersWord ? judged.traceback.origin.leaf : decisive
    }

    /// What it says, on one line.
    var text: String {
        let text = block.map { $0.message.isEmpty ? $0.shortType : $0.message } ?? hit?.text ?? ""
        return String((text.split(whereSeparator: \.isNewline).first ?? "").prefix(200))
    }

    /// Where and when it shows first.
    var quote: Quote? { block?.final ?? hit?.quote }

    /// Its lines, the decisive first; then where the process ended.
    func evidence(_ file: CaseFile) -> [Quote] {
        var quotes = judged.map { judged in block.map { judged.evidence(of: $0) } ?? [] } ?? []
        quotes += hits.prefix(4).map(\.quote)
        if let ending = file.ending.quote { quotes.append(ending) }
        return quotes
    }

    func confidence(_ file: CaseFile, line: Double = 0.85) -> Double {
        var weights = Weights()
        weights.add(.log, judged.map { max($0.weight, line) } ?? line)
        if judged?.isNamedByRun == true { weights.add(.history, 0.9) }
        if file.status == .failed { weights.add(.history, 0.6) }
        if file.ending.state == .failed || file.ending.state == .killed { weights.add(file.ending.source, 0.6) }
        return weights.confidence()
    }

    /// The exception of the traceback; of a line, the type that it names: `java.lang.OutOfMemoryError: Java heap space`.
    var exception: ExceptionSummary? {
        if let judged, let block { return judged.summary(of: block) }
        return hits.lazy.compactMap { FatalMechanism.namedException(in: $0.text) }.first
    }

    /// The first word of the line that reads as the name of an exception, with the message behind its colon.
    private static func namedException(in line: String) -> ExceptionSummary? {
        for word in line.prefix(400).split(separator: " ").prefix(12) {
            let name = word.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." || $0 == "$" }
            let short = name.split(separator: ".").last ?? ""
            guard short.hasSuffix("Error") || short.hasSuffix("Exception"), short.count > 5, short.first?.isUppercase == true else {
                continue
            }
            let rest = word.dropFirst(name.count)
            guard rest == ":" || (rest.isEmpty && word.endIndex == line.endIndex) else { continue }
            let message = line[word.endIndex...].drop { $0 == " " }
            return ExceptionSummary(type: String(name), message: String(message.prefix(400)))
        }
        return nil
    }

    /// ` on ranks 0 and 3`, where several ranks are told apart.
    var onRanks: String { ranks.isEmpty ? "" : " on \(RankText.list(ranks))" }
    /// ` at train.py:12 in step`.
    var place: String { judged.flatMap { judged in block.map { Rule.place(judged.summary(of: $0)) } } ?? "" }
    /// Type and innermost frame of the exception, or the line without its numbers.
    var mechanism: String { block.map { Rule.mechanism(of: $0) } ?? TextScan.masked(hit?.text ?? "") }
}
