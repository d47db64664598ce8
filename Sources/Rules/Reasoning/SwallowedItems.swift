import Evidence

/// Errors that were printed without the exception, and runs below that failed: the run went on as if nothing had happened.
enum SwallowedItems {
    /// Three of the same: one may be answered by another way to the same end.
    private static let many = 3

    static func conclusion(_ file: CaseFile) -> Conclusion? {
        children(file) ?? items(file)
    }

    private static func items(_ file: CaseFile) -> Conclusion? {
        for log in file.userLogs {
            let hits = log.hits(of: Pattern.printedTrouble.id).filter { hit in
                !hit.isWrapper && hit.attempt >= log.attemptStarts.count
                    && !["WARNING", "WARN", "INFO", "DEBUG"].contains(hit.level ?? "")
            }
            let kinds = Dictionary(grouping: hits) { TextScan.masked($0.text) }
            guard let kind = kinds.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }), kind.value.count >= many,
                let first = kind.value.first, let last = kind.value.last
            else { continue }
            let isCapped = hits.count >= 100 && kinds.count == 1
            let count = isCapped ? max(kind.value.count, log.counts[Pattern.printedTrouble.id] ?? 0) : kind.value.count
            var weights = Weights()
            weights.add(.log, 0.5)
            return Conclusion(
                mechanism: "items:" + kind.key, severity: .warning, confidence: weights.confidence(textOnly: true),
                title: "The script printed “\(first.text.prefix(100))” \(count) times and went on",
                explanation:
                    "Something failed for single items, and the script left them out or put others in their place. How many are missing from the "
                    + "result only the code can tell; the line does not even name the exception.",
                evidence: [first.quote, last.quote] + (file.statusQuote.map { [$0] } ?? []),
                remedy: [
                    "Print the exception and the item with the message, and count what was left out.",
                    "End with a failure where more than a known share of the items is lost.",
                ],
                effectiveTime: first.quote.time)
        }
        return nil
    }

    private static func children(_ file: CaseFile) -> Conclusion? {
        guard let hit = file.userHits(.childRunFailed).last else { return nil }
        var weights = Weights()
        weights.add(.log, 0.6)
        let said = hit.text.filter { $0 != "\"" }.drop { $0.isWhitespace }
        return Conclusion(
            mechanism: "children", severity: .warning, confidence: weights.confidence(textOnly: true),
            title: "A run below this one failed, and this run only mentions it: \(said.prefix(120))",
            explanation: "The log speaks of a failed run below this one and goes on. The reason is in that run: its own log says why.",
            evidence: [hit.quote] + (file.statusQuote.map { [$0] } ?? []),
            remedy: ["Open the child run that failed first and read its own log.", "Export the logs of the child runs too."],
            effectiveTime: hit.quote.time)
    }
}
