/// Names that come close to a mistyped one.
package enum Nearness {
    /// The closest names first, at most five: those that begin with the word or hold it, and those that a slip or two away from it.
    package static func suggestions(for word: String, among names: some Sequence<String>) -> [String] {
        let typed = word.lowercased()
        guard !typed.isEmpty else { return [] }
        // One slip in a short word, two in a longer one: beyond that other words come as close as the one meant.
        let slips = typed.count < 4 ? 1 : typed.count < 9 ? 2 : 3
        let ranked = names.compactMap { name -> (rank: Int, name: String)? in
            let candidate = name.lowercased()
            let away = distance(typed, candidate)
            if away <= slips { return (away, name) }
            guard typed.count >= 3 else { return nil }
            if candidate.hasPrefix(typed) { return (10, name) }
            return candidate.contains(typed) || candidate.count >= 4 && typed.contains(candidate) ? (20, name) : nil
        }
        return ranked.sorted { ($0.rank, $0.name) < ($1.rank, $1.name) }.prefix(5).map(\.name)
    }

    /// `Did you mean a, b?`, or what to do where nothing comes close.
    package static func hint(for word: String, among names: some Sequence<String>, otherwise: String) -> String {
        let near = suggestions(for: word, among: names)
        return near.isEmpty ? otherwise : "Did you mean \(near.map { ShownText.line($0) }.joined(separator: ", "))?"
    }

    /// Letters put in, left out, exchanged or swapped with their neighbour (Damerau and Levenshtein).
    static func distance(_ left: String, _ right: String) -> Int {
        let (a, b) = (Array(left.prefix(80).unicodeScalars), Array(right.prefix(80).unicodeScalars))
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var before = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i]
            for j in 1...b.count {
                var best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, before[j - 2] + 1) }
                row.append(best)
            }
            (before, last) = (last, row)
        }
        return last[b.count]
    }
}
