/// What a log line says behind its time stamp and level, for titles.
enum PrintedText {
    /// `2026-03-02T08:00:12 INFO loading` → `loading`. Only leading words that are dates, times, levels or separators go.
    static func message(of line: String) -> String {
        var words = line.split(separator: " ", omittingEmptySubsequences: true)[...]
        while let first = words.first, words.count > 1, isFrame(first) { words = words.dropFirst() }
        return words.joined(separator: " ")
    }

    private static func isFrame(_ word: Substring) -> Bool {
        let bare = word.filter { !"[]():,|-{}".contains($0) }
        if bare.isEmpty { return true }
        if ["INFO", "WARNING", "WARN", "ERROR", "DEBUG", "CRITICAL", "I", "W", "E"].contains(bare) { return true }
        guard bare.first?.isNumber == true else { return false }
        let digits = bare.filter(\.isNumber).count
        return digits >= 4 && bare.allSatisfy { $0.isNumber || "TZ./+".contains($0) }
    }
}
