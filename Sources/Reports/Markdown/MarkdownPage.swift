import Evidence

/// A Markdown document, block by block.
struct MarkdownPage {
    private var blocks: [String] = []
    private var notes = Footnotes()

    /// The document, with a line feed at its end.
    var text: String { blocks.joined(separator: "\n\n") + "\n" }

    /// What `fill` writes is regenerated as one block; ids are words of ours.
    mutating func managed(_ id: String, _ fill: (inout MarkdownPage) -> Void) {
        let first = blocks.count
        fill(&self)
        guard blocks.count > first else { return }
        let lines = blocks[first...].joined(separator: "\n\n").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        blocks.insert(ManagedText.begin(id), at: first)
        blocks.append(ManagedText.end(id, hash: ManagedText.hash(lines)))
    }

    /// What `fill` writes is written once, and then belongs to those who fill it in.
    mutating func handedOver(_ id: String, _ fill: (inout MarkdownPage) -> Void) {
        let first = blocks.count
        fill(&self)
        guard blocks.count > first else { return }
        let lines = blocks[first...].joined(separator: "\n\n").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let rows = ManagedText.rows(of: lines).map { ManagedText.hash([$0]) }
        blocks.insert(ManagedText.yours(id, hash: ManagedText.hash(lines), rows: rows), at: first)
    }

    /// A place with the number of its footnote.
    mutating func cite(_ location: Location) -> MarkdownText {
        guard let number = notes.number(of: location) else { return RunText.place(location) }
        return "\(RunText.place(location)) [\(number)]"
    }

    /// The places cited since the last call, numbered from 1.
    mutating func takeNotes() -> [Location] {
        defer { notes = Footnotes() }
        return notes.locations
    }

    mutating func heading(_ level: Int, _ text: MarkdownText) {
        blocks.append(String(repeating: "#", count: level) + " " + text.line)
    }

    mutating func paragraph(_ text: MarkdownText) {
        guard !text.isEmpty else { return }
        blocks.append(text.line)
    }

    mutating func bullets(_ items: [MarkdownText]) {
        guard !items.isEmpty else { return }
        blocks.append(items.map { "- " + $0.line }.joined(separator: "\n"))
    }

    mutating func numbered(_ items: [MarkdownText]) {
        guard !items.isEmpty else { return }
        blocks.append(items.enumerated().map { "\($0.offset + 1). " + $0.element.line }.joined(separator: "\n"))
    }

    mutating func table(_ columns: [MarkdownText], _ rows: [[MarkdownText]]) {
        guard !rows.isEmpty else { return }
        let lines = [columns.map(\.cell), columns.map { _ in "---" }] + rows.map { $0.map(\.cell) }
        blocks.append(lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n"))
    }

    /// A fenced block. Each line is shown as it stands, but for hidden characters, and cannot end the block.
    mutating func fence(_ language: StaticString, lines: [String]) {
        let shown = lines.map { line in
            let text = VisibleText.of(line, keepingTabs: true)
            return ManagedText.isMarker(text) ? " " + text : text
        }
        let longest = shown.map(MarkdownText.longestBacktickRun).max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        blocks.append(([fence + language.description] + shown + [fence]).joined(separator: "\n"))
    }

    /// A part that the reader has to open.
    mutating func details(_ summary: StaticString, _ fill: (inout MarkdownPage) -> Void) {
        blocks.append("<details>\n<summary>\(summary)</summary>")
        fill(&self)
        blocks.append("</details>")
    }
}
