import Evidence

/// What findings quote of one source, in the order of its lines: each line once, with its number where that is known.
struct Excerpt: Sendable {
    struct Line: Hashable, Sendable {
        var number: Int?
        var text: String
        /// It is what was quoted, and not merely beside it.
        var isHit: Bool
    }
    /// Lines that follow each other.
    struct Block: Sendable {
        fileprivate(set) var lines: [Line]
    }
    let source: String
    /// The first quote of it: the place to name.
    let first: Quote
    let blocks: [Block]

    /// One excerpt a source, in the order in which the sources are first cited.
    static func joining(_ quotes: [Quote]) -> [Excerpt] {
        var order: [String] = []
        var bySource: [String: [Quote]] = [:]
        for quote in quotes {
            if bySource[quote.location.source] == nil { order.append(quote.location.source) }
            bySource[quote.location.source, default: []].append(quote)
        }
        return order.compactMap { source in
            guard let own = bySource[source], let first = own.first else { return nil }
            return Excerpt(source: source, first: first, blocks: blocks(of: own))
        }
    }

    private static func blocks(of quotes: [Quote]) -> [Block] {
        var numbered: [Int: Line] = [:]
        var loose: [Block] = []
        for quote in quotes {
            // Lines before the first one cannot be: the context is then of another place than it seems.
            guard let line = quote.location.line, line > quote.before.count else {
                let context = quote.before.map { Line(number: nil, text: $0, isHit: false) }
                let hit = Line(number: quote.location.line.flatMap { $0 > 0 ? $0 : nil }, text: quote.text, isHit: true)
                loose.append(Block(lines: context + [hit] + quote.after.map { Line(number: nil, text: $0, isHit: false) }))
                continue
            }
            for (index, text) in (quote.before + [quote.text] + quote.after).enumerated() {
                let number = line - quote.before.count + index
                let isHit = index == quote.before.count
                if isHit || numbered[number] == nil { numbered[number] = Line(number: number, text: text, isHit: isHit) }
            }
        }
        var blocks: [Block] = []
        var last: Int?
        for number in numbered.keys.sorted() {
            guard let line = numbered[number] else { continue }
            if let last, last + 1 == number {
                blocks[blocks.count - 1].lines.append(line)
            } else {
                blocks.append(Block(lines: [line]))
            }
            last = number
        }
        return blocks + loose
    }
}
