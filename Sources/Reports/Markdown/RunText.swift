import Evidence

/// Runs, places and times as the Markdown page writes them.
enum RunText {
    /// Name and id; the id alone where there is no name.
    static func reference(_ run: Run) -> MarkdownText {
        run.label == run.id ? "\(code: run.id)" : "\(code: run.label) (\(code: run.id))"
    }

    /// The same for a pipeline, whose own record may be missing.
    static func reference(_ group: RunGroup) -> MarkdownText {
        group.hasRoot ? reference(group.head.run) : .code(group.rootID)
    }

    /// `file:line` in code.
    static func place(_ location: Location) -> MarkdownText {
        if let line = location.line { return .code(Wording.shownPath(location.source) + ":" + String(line)) }
        if let offset = location.offset { return "\(code: Wording.shownPath(location.source)) at byte \(Wording.grouped(offset))" }
        return .code(Wording.shownPath(location.source))
    }

    static func time(_ time: Timestamp?) -> MarkdownText {
        time.map { "\($0.readable)" } ?? ""
    }

    static func duration(_ run: Run) -> MarkdownText {
        run.seconds.map { "\(readableDuration(seconds: $0))" } ?? ""
    }

    /// `a`, `b` and 3 others
    static func names(_ runs: [RunReport], atMost limit: Int = 3) -> MarkdownText {
        let shown = runs.count == limit + 1 ? runs.count : limit
        var texts: [MarkdownText] = runs.prefix(shown).map { "\(code: $0.run.label)" }
        if runs.count > shown { texts.append("\(runs.count - shown) others") }
        return .joined(texts, by: ", ", last: " and ")
    }
}
