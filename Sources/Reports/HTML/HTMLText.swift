/// A piece of an HTML document. The one place where text becomes HTML: literals are our own markup, whatever is interpolated is escaped.
///
/// A `String` cannot get into a page in any other way, because literals are `StaticString`s.
struct HTMLText: Sendable {
    private(set) var markup: String

    private init(markup: String) {
        self.markup = markup
    }

    /// Longer texts are data that got into a message; the excerpts have them in full.
    private static let maximumLength = 1_000

    /// Running text, made inert and visible.
    static func text(_ text: String) -> HTMLText {
        HTMLText(markup: escaped(VisibleText.of(VisibleText.shortened(text, to: maximumLength))))
    }

    /// A line of evidence: tabs stay, nothing is cut.
    static func line(_ text: String) -> HTMLText {
        HTMLText(markup: escaped(VisibleText.of(text, keepingTabs: true)))
    }

    /// A name, a path or an id.
    static func code(_ text: String) -> HTMLText {
        "<code>\(text)</code>"
    }

    /// Sentences that the Markdown page has too; what is code there is code here.
    static func prose(_ text: MarkdownText) -> HTMLText {
        var result: HTMLText = ""
        text.forEachPiece { piece, isCode in result.append(isCode ? code(piece) : .text(piece)) }
        return result
    }

    /// The style sheet and the script: ours, constant, and free of anything that would end their element.
    static func constant(_ content: StaticString) -> HTMLText {
        HTMLText(markup: content.description)
    }

    static func joined(_ texts: [HTMLText], by separator: HTMLText = "") -> HTMLText {
        HTMLText(markup: texts.map(\.markup).joined(separator: separator.markup))
    }

    mutating func append(_ other: HTMLText) {
        markup += other.markup
    }

    var isEmpty: Bool { markup.isEmpty }

    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: isSpecial) else { return text }
        var output = ""
        output.reserveCapacity(text.utf8.count + 16)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            case "`": output += "&#96;"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): true
        default: false
        }
    }
}

extension HTMLText: ExpressibleByStringInterpolation {
    init(stringLiteral value: StaticString) {
        self.init(markup: value.description)
    }

    init(stringInterpolation: Interpolation) {
        self.init(markup: stringInterpolation.markup)
    }

    struct Interpolation: StringInterpolationProtocol {
        fileprivate var markup = ""

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: StaticString) {
            markup += literal.description
        }

        /// Text from outside, made inert.
        mutating func appendInterpolation(_ value: String) {
            markup += HTMLText.text(value).markup
        }

        mutating func appendInterpolation(_ value: Int) {
            markup += String(value)
        }

        mutating func appendInterpolation(_ value: HTMLText) {
            markup += value.markup
        }
    }
}
