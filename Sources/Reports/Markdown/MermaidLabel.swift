/// Text within the quotes of a Mermaid label.
enum MermaidLabel {
    /// Letters, digits and a few harmless marks as they are, every other character as a Mermaid entity (`#34;`).
    ///
    /// Mermaid reads labels as HTML and, after a backtick, as Markdown; `;` and `%%` end statements even within quotes in some versions.
    static func escaped(_ text: String) -> String {
        var output = ""
        for scalar in VisibleText.of(text).unicodeScalars {
            let isPlain =
                !scalar.isASCII || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || " ,.-:/()".unicodeScalars.contains(scalar)
            if isPlain { output.unicodeScalars.append(scalar) } else { output += "#\(scalar.value);" }
        }
        return output
    }
}
