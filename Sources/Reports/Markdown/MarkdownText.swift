/// Inline Markdown. The one place where text becomes Markdown: literals are our own markup, whatever is interpolated is made inert.
///
/// A `String` cannot get into a page in any other way, because `MarkdownPage` takes only this type and its literals are `StaticString`s.
struct MarkdownText: Sendable {
    private enum Piece: Sendable {
        /// Markdown as it goes out.
        case markup(String)
        /// The content of a code span.
        case code(String)
    }
    private var pieces: [Piece]

    private init(pieces: [Piece]) {
        self.pieces = pieces
    }

    /// Longer texts are data that got into a message; the evidence has them in full.
    private static let maximumLength = 1_000

    /// A code span.
    static func code(_ text: String) -> MarkdownText {
        MarkdownText(pieces: [.code(VisibleText.of(VisibleText.shortened(text, to: maximumLength)))])
    }

    /// Bold. Without anything within, the asterisks would be a rule across the page.
    static func strong(_ text: MarkdownText) -> MarkdownText {
        text.isEmpty ? text : "**\(text)**"
    }

    /// Running text in which whatever could be markup, a link, a mention or a file name is a code span of its own.
    ///
    /// Backslashes would do for most of it, but plain text readers would have to read them, and they do not stop what GitHub and Azure DevOps
    /// do after parsing: linking `http://`, `train.py`, `#12` and `@name`. None of them looks into code.
    static func inert(_ text: String) -> MarkdownText {
        let visible = VisibleText.of(VisibleText.shortened(text, to: maximumLength))
        let parts = visible.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
        // Rules write names as `name`; where backticks come in pairs, what is between two is code as a whole.
        let isPaired = parts.count > 1 && parts.count % 2 == 1 && !parts.dropFirst().dropLast().contains("")
        guard isPaired else { return MarkdownText(pieces: words(visible, opensText: true, closesText: true)) }
        var pieces: [Piece] = []
        for (index, part) in parts.enumerated() {
            if index % 2 == 1 {
                pieces.append(.code(part))
            } else {
                pieces += words(part, opensText: index == 0, closesText: index == parts.count - 1)
            }
        }
        return MarkdownText(pieces: pieces)
    }

    /// Word by word; towards a code span beside it, a space stays.
    private static func words(_ text: String, opensText: Bool, closesText: Bool) -> [Piece] {
        let words = text.split(separator: " ")
        guard !words.isEmpty else { return text.isEmpty || opensText || closesText ? [] : [.markup(" ")] }
        var pieces: [Piece] = []
        if text.hasPrefix(" "), !opensText { pieces.append(.markup(" ")) }
        for (index, word) in words.enumerated() {
            if index > 0 { pieces.append(.markup(" ")) }
            let parts = InertWord(String(word), opensText: opensText && index == 0)
            if parts.lead.isEmpty, !parts.code.isEmpty, joinLast(&pieces, with: parts.code) {
                pieces.append(.markup(parts.trail))
                continue
            }
            pieces.append(.markup(parts.lead))
            if !parts.code.isEmpty { pieces.append(.code(parts.code)) }
            pieces.append(.markup(parts.trail))
        }
        if text.hasSuffix(" "), !closesText { pieces.append(.markup(" ")) }
        return pieces
    }

    /// Two words in a row that both must be code are one span: `[Errno 2]`, not two.
    private static func joinLast(_ pieces: inout [Piece], with code: String) -> Bool {
        guard pieces.count >= 3, case .markup(" ") = pieces[pieces.count - 1], case .markup("") = pieces[pieces.count - 2],
            case .code(let before) = pieces[pieces.count - 3]
        else { return false }
        pieces.removeLast(3)
        pieces.append(.code(before + " " + code))
        return true
    }

    /// Texts one after the other, with our own markup between them.
    static func joined(_ texts: [MarkdownText], by separator: MarkdownText, last: MarkdownText? = nil) -> MarkdownText {
        var result = MarkdownText(pieces: [])
        for (index, text) in texts.enumerated() {
            if index > 0 { result.append(index == texts.count - 1 ? last ?? separator : separator) }
            result.append(text)
        }
        return result
    }

    mutating func append(_ other: MarkdownText) {
        pieces += other.pieces
    }

    var isEmpty: Bool {
        pieces.allSatisfy {
            if case .markup("") = $0 { true } else { false }
        }
    }

    /// Hands out the text without its markup, for forms that mark it up in their own way.
    func forEachPiece(_ body: (_ text: String, _ isCode: Bool) -> Void) {
        for piece in pieces {
            switch piece {
            case .markup(let text): body(text, false)
            case .code(let text): body(text, true)
            }
        }
    }

    /// As a line of a paragraph, list or heading.
    var line: String { rendered { MarkdownText.span($0) } }

    /// As a cell of a table, where a pipe ends the cell even within code.
    var cell: String { rendered { MarkdownText.cellSpan($0) } }

    private func rendered(_ span: (String) -> String) -> String {
        var output = ""
        for piece in pieces {
            switch piece {
            case .markup(let markup): output += markup
            case .code(let content):
                // Two spans without anything between them would be read as one with a longer fence.
                if output.hasSuffix("`") { output += " " }
                output += span(content)
            }
        }
        return output
    }

    private static func span(_ content: String) -> String {
        // CommonMark has no empty code span.
        guard content.contains(where: { $0 != " " }) else { return "(empty)" }
        let fence = String(repeating: "`", count: longestBacktickRun(content) + 1)
        let needsSpace = content.hasPrefix("`") || content.hasSuffix("`") || (content.hasPrefix(" ") && content.hasSuffix(" "))
        return needsSpace ? fence + " " + content + " " + fence : fence + content + fence
    }

    private static func cellSpan(_ content: String) -> String {
        guard content.contains("|") else { return span(content) }
        // Readers disagree on `\\|`, so a text with both characters is written as entities.
        guard content.contains("\\") else {
            return span(content).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
        }
        var output = "<code>"
        for scalar in content.unicodeScalars {
            let isPunctuation = scalar.isASCII && !scalar.properties.isAlphabetic && !("0"..."9").contains(scalar) && scalar != " "
            if isPunctuation { output += "&#\(scalar.value);" } else { output.unicodeScalars.append(scalar) }
        }
        return output + "</code>"
    }

    /// Length of the longest run of backticks: a fence must be longer.
    static func longestBacktickRun(_ text: String) -> Int {
        var longest = 0
        var run = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}

extension MarkdownText: ExpressibleByStringInterpolation {
    init(stringLiteral value: StaticString) {
        self.init(pieces: [.markup(value.description)])
    }

    init(stringInterpolation: Interpolation) {
        self.init(pieces: stringInterpolation.text.pieces)
    }

    struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = MarkdownText(pieces: [])

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: StaticString) {
            text.pieces.append(.markup(literal.description))
        }

        /// Text from outside, made inert.
        mutating func appendInterpolation(_ value: String) {
            text.append(.inert(value))
        }

        mutating func appendInterpolation(_ value: Int) {
            text.pieces.append(.markup(String(value)))
        }

        mutating func appendInterpolation(_ value: MarkdownText) {
            text.append(value)
        }

        mutating func appendInterpolation(code value: String) {
            text.append(.code(value))
        }
    }
}
