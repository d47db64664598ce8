import Evidence

/// Places of evidence as SARIF's physical locations.
enum SARIFPlace {
    static func physical(_ quote: Quote) -> JSONValue {
        var members: [(String, JSONValue)] = [
            (
                "artifactLocation",
                .object([("uri", .string(ArtifactURI.of(quote.location.source))), ("uriBaseId", .string("EXPORT"))])
            )
        ]
        if let line = quote.location.line, line > 0 {
            members.append(("region", region(from: line, to: line, [quote.text])))
            let first = line - quote.before.count
            if first > 0, !quote.before.isEmpty || !quote.after.isEmpty {
                let lines = quote.before + [quote.text] + quote.after
                members.append(("contextRegion", region(from: first, to: line + quote.after.count, lines)))
            }
        } else if let offset = quote.location.offset, offset >= 0 {
            members.append(("region", .object([("byteOffset", .integer(offset)), ("byteLength", .integer(quote.text.utf8.count))])))
        }
        return .object(members)
    }

    private static func region(from first: Int, to last: Int, _ lines: [String]) -> JSONValue {
        let text = lines.map { VisibleText.of($0, keepingTabs: true) }.joined(separator: "\n")
        return .object([
            ("startLine", .integer(first)), ("endLine", .integer(last)), ("snippet", .object([("text", .string(text))])),
        ])
    }
}

/// Words of SARIF.
enum SARIFText {
    /// A message in plain text. Plain messages may hold links, `[text](target)`, which nothing from evidence may become.
    static func message(_ text: String) -> JSONValue {
        .object([("text", .string(VisibleText.of(text).replacing("](", with: "] (")))])
    }

    static func level(_ severity: Severity) -> String {
        switch severity {
        case .critical, .error: "error"
        case .warning: "warning"
        case .info: "note"
        }
    }
}
