/// What is taken out of text before it goes into the store.
package struct RedactionRules: Hashable, Sendable {
    /// False only where `--no-redact` was given.
    package var isOn = true
    /// Names whose values are secrets, beside the known ones; compared in lower case, with `_` for `-`.
    package var names: [String] = []
    /// Regular expressions; what their first group matches is taken out, or all where there is no group.
    package var patterns: [String] = []

    package init(isOn: Bool = true, names: [String] = [], patterns: [String] = []) {
        self.isOn = isOn
        self.names = names
        self.patterns = patterns
    }

    /// Raised when the redactor takes out more than before: what an older one read is read again.
    private static let version = 2

    /// Stands beside the fingerprint of the patterns with which a source was read. Of two readings the redacted one sorts higher, so that
    /// it stays when stores are merged.
    package var fingerprint: String {
        guard isOn else { return RedactionRules.rawMark }
        let own = names.isEmpty && patterns.isEmpty ? "" : "-" + String(fold(names + ["\u{1F}"] + patterns), radix: 16)
        return "redacted\(RedactionRules.version)" + own
    }

    static let rawMark = "raw"

    /// FNV-1a: the same on every machine.
    private func fold(_ words: [String]) -> UInt64 {
        words.joined(separator: "\u{1F}").utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
