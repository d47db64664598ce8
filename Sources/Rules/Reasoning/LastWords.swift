import Evidence

/// The line by which a script said why it left, where farewells stand behind it.
struct LastWords {
    let line: LogLine

    /// So many lines before the end the reason may stand: context managers and exit hooks say their own.
    private static let reach = 12

    /// The last line at a level of errors, or one that begins with such a word; nil where there is none but the last line itself.
    init?(_ log: LogEvidence, before last: LogLine) {
        let own = log.tail.filter { !$0.isWrapper && $0.number <= last.number && $0.text.contains { !$0.isWhitespace } }.suffix(
            LastWords.reach)
        guard let found = own.last(where: { LastWords.isReason($0.text) }), found.number != last.number else { return nil }
        line = found
    }

    private static let levels: Set<String> = ["CRITICAL", "FATAL", "ERROR", "critical", "fatal", "error"]

    static func isReason(_ text: String) -> Bool {
        let words = text.split(separator: " ", omittingEmptySubsequences: true).prefix(8)
        for word in words {
            let bare = word.filter { !"[]():,|-{}<>".contains($0) }
            if levels.contains(String(bare)) { return true }
            // Behind the stamp and the logger's name the message begins; a level stands before it.
            let isFrame =
                bare.isEmpty || bare.first?.isNumber == true || bare.contains(".") || bare.allSatisfy { $0.isUppercase || $0 == "_" }
            if !isFrame { break }
        }
        let message = PrintedText.message(of: text).lowercased()
        return ["error:", "fatal:", "critical:", "abort", "exception:", "error -", "fatal error"].contains { message.hasPrefix($0) }
    }
}
