/// Secrets whose name stands somewhere else than just before them, and secrets that stand again without it.
extension SecretScan {
    /// `--password value`, `"--password", "value"`, `curl -u name:value`, and the marks of keys.
    mutating func dashes() {
        if matches("-----BEGIN ", at: at) || matches("-----END ", at: at) { return keyBlock() }
        dashedToken()
        guard at + 3 < bytes.count else { return }
        // It goes on behind what it finds, which may be the end of the text.
        if matches("-u ", at: at) || matches("--user ", at: at) { return curlUser() }
        guard bytes[at + 1] == UInt8(ascii: "-"), isLetter(bytes[at + 2]) else { return }
        var p = at + 2
        while p < bytes.count, isNameByte(bytes[p]) { p += 1 }
        guard p + 1 < bytes.count, let strength = strength(at + 2..<p, isColon: false) else { return }
        if bytes[p] == UInt8(ascii: " ") {
            guard bytes[p + 1] != UInt8(ascii: "-") else { return }
            value(from: p + 1, strength: strength, isProse: true, isListed: false, onlyQuoted: false)
        } else if let list = quotedAfterComma(quote: p) {
            value(from: list.start, strength: strength, isProse: false, isListed: true, onlyQuoted: list.isStructural)
        }
    }

    /// `os.environ.setdefault("DB_PASSWORD", "value")`: the bracket is at hand.
    mutating func argument() {
        var start = at + 1
        while start < bytes.count, bytes[start] == UInt8(ascii: "\\") { start += 1 }
        guard start < bytes.count, isQuote(bytes[start]) else { return }
        start += 1
        var end = start
        while end < bytes.count, end - start < 80, isNameByte(bytes[end]) { end += 1 }
        guard end > start, SecretNames.mayEnd(bytes[end - 1]), let next = quotedAfterComma(quote: end),
            strength(start..<end, isColon: false) == .sure
        else { return }
        value(from: next.start, strength: .sure, isProse: false, isListed: true, onlyQuoted: next.isStructural)
    }

    /// Where a value in quotes begins behind a quote and a comma; nil where something else follows.
    private func quotedAfterComma(quote: Int) -> (start: Int, isStructural: Bool)? {
        var p = quote
        while p < bytes.count, bytes[p] == UInt8(ascii: "\\") { p += 1 }
        guard p < bytes.count, isQuote(bytes[p]) else { return nil }
        p += 1
        while p < bytes.count, bytes[p] == UInt8(ascii: " ") { p += 1 }
        guard p < bytes.count, bytes[p] == UInt8(ascii: ",") else { return nil }
        p += 1
        while p < bytes.count, bytes[p] == UInt8(ascii: " ") { p += 1 }
        let start = p
        while p < bytes.count, bytes[p] == UInt8(ascii: "\\") { p += 1 }
        guard p < bytes.count, isQuote(bytes[p]) else { return nil }
        return (start, isJSON && p == start && bytes[p] == UInt8(ascii: "\""))
    }

    /// `-u name:password` of curl; other programs mean a user and a group by it.
    private mutating func curlUser() {
        guard holds("curl", from: max(0, at - 200), to: at) else { return }
        var p = at
        while p < bytes.count, bytes[p] != UInt8(ascii: " ") { p += 1 }
        p += 1
        var colon: Int?
        while p < bytes.count, bytes[p] > 0x20, !isQuote(bytes[p]), bytes[p] != UInt8(ascii: "\\") {
            if bytes[p] == UInt8(ascii: ":") { colon = colon ?? p }
            p += 1
        }
        if let colon, p > colon + 2, bytes[colon + 1] != UInt8(ascii: "/"), bytes[colon + 1] != UInt8(ascii: "$") { note(colon + 1..<p) }
    }

    /// What a name promises that says nothing itself: `"name": "DB_PASSWORD", "value": ...`, and
    /// `add_argument("--db-password", default=...)`.
    func pairedStrength(_ name: Range<Int>, isQuoted: Bool) -> SecretNames.Strength? {
        if name.count == 5, isQuoted, matchesFolded("value", at: name.lowerBound) { return strengthOfSibling(before: name.lowerBound) }
        if name.count == 7, matches("default", at: name.lowerBound) { return strengthOfFlag(before: name.lowerBound) }
        return nil
    }

    private func strengthOfSibling(before start: Int) -> SecretNames.Strength? {
        var p = start
        let skip = { (p: inout Int) in while p > 0, bytes[p - 1] == UInt8(ascii: " ") || bytes[p - 1] == UInt8(ascii: "\\") { p -= 1 } }
        let take = { (p: inout Int, isWanted: (UInt8) -> Bool) -> Bool in
            skip(&p)
            guard p > 0, isWanted(bytes[p - 1]) else { return false }
            p -= 1
            return true
        }
        guard take(&p, isQuote), take(&p, { $0 == UInt8(ascii: ",") }), take(&p, isQuote) else { return nil }
        skip(&p)
        let end = p
        while p > 0, end - p < 80, isNameByte(bytes[p - 1]) { p -= 1 }
        let name = p..<end
        guard take(&p, isQuote), take(&p, { $0 == UInt8(ascii: ":") }), take(&p, isQuote) else { return nil }
        skip(&p)
        guard matchesFolded("name", at: p - 4) || matchesFolded("key", at: p - 3) else { return nil }
        return strength(name, isColon: false) == .sure ? .sure : nil
    }

    private func strengthOfFlag(before start: Int) -> SecretNames.Strength? {
        var p = start
        while p > 1, start - p < 160, bytes[p - 1] != UInt8(ascii: "\n") {
            p -= 1
            guard bytes[p] == UInt8(ascii: "-"), bytes[p - 1] == UInt8(ascii: "-") else { continue }
            var end = p + 1
            while end < start, isNameByte(bytes[end]) { end += 1 }
            return strength(p + 1..<end, isColon: false) == .sure ? .sure : nil
        }
        return nil
    }

    /// Values that are secrets wherever they stand, by the names before them.
    var telling: [[UInt8]] { sure.filter(isTelling).map { Array(bytes[$0]) } }

    /// Takes out once more what stood behind a name that left no doubt: a table's row holds the value without the name.
    mutating func repeatSure() {
        guard !sure.isEmpty || !learned.isEmpty else { return }
        for value in Set(telling + learned).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let count = value.count
            var p = 0
            while p + count <= bytes.count {
                guard bytes[p] == value[0], bytes[p..<p + count].elementsEqual(value),
                    p == 0 || !isLetter(bytes[p - 1]) && !isDigit(bytes[p - 1]) || isJSON && p > 1 && bytes[p - 2] == UInt8(ascii: "\\"),
                    p + count == bytes.count || !isLetter(bytes[p + count]) && !isDigit(bytes[p + count])
                else {
                    p += 1
                    continue
                }
                found.append(p..<p + count)
                p += count
            }
        }
    }

    /// A value that could be nothing but the secret: letters with digits or with signs that words do not have.
    private func isTelling(_ range: Range<Int>) -> Bool {
        let part = bytes[range]
        return part.count >= 6 && part.contains(where: isLetter)
            && part.contains { isDigit($0) || "!@#$%^&*+=~".utf8.contains($0) }
    }

    private func holds(_ word: StaticString, from start: Int, to end: Int) -> Bool {
        var p = start
        while p + word.utf8CodeUnitCount <= end {
            if matches(word, at: p) { return true }
            p += 1
        }
        return false
    }
}
