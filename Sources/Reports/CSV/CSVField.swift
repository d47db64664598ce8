/// A field of a CSV file. The one place where text becomes CSV.
enum CSVField {
    /// Written by RFC 4180, on one line, and never taken for a formula.
    static func escaped(_ text: String) -> String {
        let inert = guarded(VisibleText.of(text))
        guard inert.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: ";") }) else {
            return inert
        }
        return "\"" + inert.replacing("\"", with: "\"\"") + "\""
    }

    /// Spreadsheets run what begins with one of these; an apostrophe makes it text. Where the semicolon divides fields (German Excel), a
    /// field of ours may be cut at one, so that what follows it begins a cell as well.
    private static func guarded(_ text: String) -> String {
        var output = ""
        var opensCell = true
        for scalar in text.unicodeScalars {
            if opensCell, isFormulaStart(scalar) { output += "'" }
            output.unicodeScalars.append(scalar)
            // Blanks and quotation marks before a formula do not keep every program from running it.
            opensCell = scalar == ";" || (opensCell && (scalar == " " || scalar == "\"" || scalar == "\u{A0}" || scalar == "\u{3000}"))
        }
        return output
    }

    /// The full-width forms are taken for the same in East Asian locales.
    private static func isFormulaStart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "=", "+", "-", "@", "|", "%", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}", "\u{2212}": true
        default: false
        }
    }
}
