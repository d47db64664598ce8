import Evidence

/// Lines beside an exception that say more than the exception itself.
enum Clues {
    /// What to cite first: the kernel's own check where the exception only says that some check failed, the message within an error
    /// object where the exception wraps one.
    static func before(_ block: TracebackBlock, in file: CaseFile) -> [Quote] {
        guard block.message.contains("device-side assert") else { return innerMessage(of: block) }
        return assertion(in: file).map { [$0.quote] } ?? []
    }

    /// The first kernel assertion: the later ones, and the Python line, are where the failure was noticed.
    static func assertion(in file: CaseFile) -> PatternHit? { file.userHits(.kernelAssertion).first }

    /// ` A check in a kernel failed first: …`.
    static func explanation(_ block: TracebackBlock, in file: CaseFile) -> String {
        var text = ""
        if block.message.contains("device-side assert"), let hit = assertion(in: file) {
            text += " The check `\(hit.captures["check"] ?? "")` failed in a kernel before; the Python line is only where that was noticed."
        }
        let ranks = file.ranks(of: block)
        if ranks.count > 1 { text += " It stands in the output of \(RankText.list(ranks))." }
        return text
    }

    /// `"message": "User errors were found …"` within the text of an exception that wraps a service's error object.
    private static func innerMessage(of block: TracebackBlock) -> [Quote] {
        guard let start = block.final.location.line else { return [] }
        let lines = block.message.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where index > 0 {
            let text = line.drop { $0 == " " || $0 == "\t" }
            guard text.hasPrefix("\"message\": \""), text.count > 30 else { continue }
            let place = Location(source: block.final.location.source, line: start + index)
            return [Quote(location: place, time: block.final.time, text: String(line.prefix(400)))]
        }
        return []
    }
}
