import Evidence

/// What a launcher puts before every line of a log: `3: ` (srun), `node-0: ` (pdsh), `0| ` and `worker_1  | ` (process managers).
///
/// A number and a colon before one line mean nothing. A form is believed only if nearly all lines at the start of the log have it, and few
/// labels come again and again.
struct LineLabels: Equatable {
    private enum Separator { case colon, bar }

    private let separator: Separator

    /// Lines at the start that are looked at.
    private static let sample = 400
    private static let fewest = 6
    private static let longest = 40

    init?(head: LineBytes) {
        var counts: [Separator: Int] = [:]
        var labels: [Separator: Set<String>] = [:]
        var lines = 0
        var at = 0
        while at < head.count, lines < Self.sample {
            let end = head.first(.newline, in: at..<head.count) ?? head.count
            if head.skipBlanks(at) < end {
                lines += 1
                for separator in [Separator.colon, .bar] {
                    guard let found = Self.label(head, at: at, limit: end, separator) else { continue }
                    counts[separator, default: 0] += 1
                    if (labels[separator]?.count ?? 0) < Self.sample {
                        labels[separator, default: []].insert(head.text(found.name))
                    }
                }
            }
            at = end + 1
        }
        guard lines >= Self.fewest else { return nil }
        let fit = [Separator.colon, .bar].first { separator in
            let count = counts[separator] ?? 0
            let kinds = labels[separator]?.count ?? 0
            // All but a few lines, and each label on three lines or more on average.
            return count * 20 >= lines * 19 && kinds * 3 <= count
        }
        guard let fit else { return nil }
        separator = fit
    }

    /// The number in the label at the start of the line, and where the line's own text begins.
    func read(_ line: LineBytes, at index: Int, limit: Int) -> (rank: Int?, end: Int)? {
        guard let found = Self.label(line, at: index, limit: limit, separator) else { return nil }
        var at = found.name.upperBound
        while at > found.name.lowerBound, line.at(at - 1).isDigit { at -= 1 }
        return (LinePrefix.digits(line, &at, most: 5), found.end)
    }

    /// A word that ends in a digit, then the separator.
    private static func label(_ line: LineBytes, at index: Int, limit: Int, _ separator: Separator) -> (name: Range<Int>, end: Int)? {
        let start = min(line.skipBlanks(index), limit)
        var at = start
        while at < limit, at - start < longest {
            let byte = line.at(at)
            guard byte.isWord || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") else { break }
            at += 1
        }
        guard at > start, at < limit, line.at(at - 1).isDigit else { return nil }
        let name = start..<at
        switch separator {
        case .colon:
            guard line.at(at) == UInt8(ascii: ":"), line.at(at + 1) == 32 || at + 1 >= limit else { return nil }
        case .bar:
            while at < limit, line.at(at) == 32 { at += 1 }
            guard line.at(at) == UInt8(ascii: "|") else { return nil }
        }
        return (name, min(limit, LinePrefix.afterSpace(line, at + 1)))
    }
}
