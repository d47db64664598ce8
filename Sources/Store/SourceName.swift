/// What tells one source from all others: its path, and the run that was given for it.
///
/// Two downloads ingested one after the other, each with `user_logs/std_log.txt` at its top, are two sources if each was given its run.
/// What comes through a pipe has no path; its content names it.
package struct SourceName: Hashable, Sendable {
    /// As the store keeps it: the path's key, then, behind a separator that no path needs, the run or the content.
    package let key: String

    /// Stands in no path that a person would give, and sorts before all that could go on a path.
    private static let separator: Character = "\u{1F}"

    init(key: String) { self.key = key }

    /// A file, by `Source.key(ofPath:)`.
    package init(pathKey: String, run: String? = nil) {
        key = pathKey + (run.map { String(SourceName.separator) + RunKey.of($0) } ?? "")
    }

    /// What came through a pipe.
    package init(pathKey: String, contentHash: String, run: String? = nil) {
        key = pathKey + String(SourceName.separator) + "#" + contentHash + (run.map { String(SourceName.separator) + RunKey.of($0) } ?? "")
    }

    /// Key of the run that was given.
    package var run: String? {
        let parts = key.split(separator: SourceName.separator, omittingEmptySubsequences: false)
        guard parts.count > 1, let last = parts.last, !last.hasPrefix("#") else { return nil }
        return String(last)
    }

    /// The same file without the run that was given.
    var withoutRun: SourceName {
        guard run != nil, let at = key.lastIndex(of: SourceName.separator) else { return self }
        return SourceName(key: String(key[..<at]))
    }

    package var pathKey: String {
        key.firstIndex(of: SourceName.separator).map { String(key[..<$0]) } ?? key
    }
}
