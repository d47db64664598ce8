extension FormatCatalogue {
    /// A guess below this is none.
    static let leastScore = 20

    /// The format that the head speaks for most, of equal ones the first; nil if none is sure enough.
    static func best(of formats: [Format], for head: FormatHead) -> Format? {
        var best: (format: Format, score: Int)?
        for format in formats {
            let score = format.tell(head)
            if score >= leastScore, score > best?.score ?? 0 { best = (format, score) }
        }
        return best?.format
    }
}
