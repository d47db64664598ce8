import Reports

/// Text from evidence as a terminal may show it: nothing in it is obeyed.
package enum ShownText {
    /// One line, with control and direction characters written out.
    package static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHidden) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "  "
            case _ where isHidden(scalar): result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The same, cut to `limit` characters.
    package static func line(_ text: String, limit: Int) -> String {
        let shown = line(text)
        return shown.count <= limit ? shown : shown.prefix(max(0, limit - 1)) + "…"
    }

    /// A terminal would obey it, or show nothing for it. Joiners are written out as well: terminals do not agree on the width of what they join,
    /// and columns would not stand below each other.
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        VisibleText.isHidden(scalar) || scalar == "\u{200C}" || scalar == "\u{200D}"
    }
}
