import Evidence

extension CaseFile {
    /// Earlier runs of the step printed the same line and left their outputs filled all the same: it explains no loss.
    ///
    /// Two of them must have; numbers in the line do not count.
    func isHabitual(_ hit: PatternHit) -> Bool {
        let line = HistoryHabits.masked(hit.text)
        guard !line.isEmpty else { return false }
        return dossier.habits.count { $0.contains { HistoryHabits.masked($0).hasSuffix(line) } } >= 2
    }
}

private enum HistoryHabits {
    static func masked(_ text: String) -> String { TextScan.masked(text) }
}
