/// Makes characters visible that a reader would not see, or that a viewer would obey.
///
/// A log may hold ANSI sequences that clear the screen, or bidi controls that show a line in another order than it has.
package enum VisibleText {
    /// The text with every hidden character as `\n`, `\t`, `\u{1B}` and the like.
    static func of(_ text: String, keepingTabs: Bool = false) -> String {
        guard text.unicodeScalars.contains(where: isHidden) else { return text }
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\t" where keepingTabs: output += "\t"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case _ where isHidden(scalar): output += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }

    /// Control, format (bidi, zero-width, tags) and line separators, beside the joiners that scripts and emoji need.
    package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if (0x20..<0x7F).contains(scalar.value) { return false }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: return true
        case .format: return scalar.value != 0x200C && scalar.value != 0x200D
        default: return false
        }
    }

    /// At most `limit` characters; what is left out is said.
    static func shortened(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit, text.count > limit else { return text }
        return String(text.prefix(limit)) + "…"
    }
}
