/// A Markdown document, block by block.
struct MarkdownPage {
    private var blocks: [String] = []

    /// The document, with a line feed at its end.
    var text: String { blocks.joined(separator: "\n\n") + "\n" }

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
        let shown = lines.map { VisibleText.of($0, keepingTabs: true) }
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
