import Evidence

/// Quotes of lines that follow each other in one source, to be shown as one.
struct Passage: Sendable {
    /// Never empty.
    private(set) var quotes: [Quote]

    var first: Quote { quotes[0] }
    var lastLine: Int? { quotes[quotes.count - 1].location.line }

    /// The quoted lines behind `> `, those around them indented as far.
    var lines: [String] {
        quotes.flatMap { quote in
            quote.before.map { "  " + $0 } + ["> " + quote.text] + quote.after.map { "  " + $0 }
        }
    }

    /// Joins neighbours that have no lines around them, which would then stand there twice.
    static func joining(_ quotes: [Quote]) -> [Passage] {
        var passages: [Passage] = []
        for quote in quotes {
            if let last = passages.last?.quotes.last, last.after.isEmpty, quote.before.isEmpty,
                last.location.source == quote.location.source, let line = last.location.line, quote.location.line == line + 1
            {
                passages[passages.count - 1].quotes.append(quote)
            } else {
                passages.append(Passage(quotes: [quote]))
            }
        }
        return passages
    }
}
