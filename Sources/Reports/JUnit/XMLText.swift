/// Text of an XML document. The one place where text becomes XML.
enum XMLText {
    /// As content or within the quotes of an attribute. What XML 1.0 cannot hold, or a reader would obey, is made visible.
    static func escaped(_ text: String) -> String {
        var output = ""
        for scalar in VisibleText.of(text).unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&apos;"
            case "\u{FFFE}", "\u{FFFF}": output += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }

    /// ` name="value"`, nothing where there is no value.
    static func attribute(_ name: StaticString, _ value: String?) -> String {
        guard let value else { return "" }
        return " \(name)=\"" + escaped(value) + "\""
    }
}
