/// Private keys, which stand on many lines.
extension SecretScan {
    /// The lines of a private key, which may stand in one string or in many: every run of base64 up to the end marker.
    mutating func keyBlock() {
        let isEnd = matches("-----END ", at: at)
        var p = at + (isEnd ? 9 : 11)
        while p < bytes.count, isLetter(bytes[p]) || bytes[p] == UInt8(ascii: " ") { p += 1 }
        guard matches("-----", at: p), endsLikeKey(p) else { return }
        p += 5
        hasKey = true
        guard !isEnd else {
            // Only the end of the key was quoted: its lines stand before.
            redactBackwards(from: at)
            at = p - 1
            return
        }
        let stop = endMarker(from: p)
        // Without an end marker only whole lines of a key are taken, since other text follows.
        let least = stop == nil ? 40 : 16
        var cursor = p
        let limit = stop ?? bytes.count
        while cursor < limit {
            if isJSON, bytes[cursor] == UInt8(ascii: "\\") {
                // The letter behind is the escape's, however deep the escape stands.
                while cursor < limit, bytes[cursor] == UInt8(ascii: "\\") { cursor += 1 }
                cursor += 1
                continue
            }
            guard isBase64(bytes[cursor]) else {
                cursor += 1
                continue
            }
            let start = cursor
            while cursor < limit, isBase64(bytes[cursor]) { cursor += 1 }
            if cursor - start >= least, isWholeLine(start..<cursor) { note(start..<cursor) }
        }
        at = max(at, max(p, stop.map { $0 + 8 } ?? p) - 1)
    }

    /// Between the marks of a key in JSON other values stand, too: names of files, numbers. A line of a key is alone in its string or line.
    private func isWholeLine(_ range: Range<Int>) -> Bool {
        let next = range.upperBound < bytes.count ? bytes[range.upperBound] : UInt8(ascii: "\n")
        guard next <= 0x20 || next == UInt8(ascii: "\\") || next == UInt8(ascii: "-") || isQuote(next) else { return false }
        if isQuote(next), range.upperBound + 1 < bytes.count, bytes[range.upperBound + 1] == UInt8(ascii: ":") { return false }
        return looksRandom(range, letters: range.count >= 24)
    }

    private func endsLikeKey(_ end: Int) -> Bool {
        let words: [StaticString] = ["PRIVATE KEY", "PRIVATE KEY BLOCK"]
        return words.contains { end >= $0.utf8CodeUnitCount && matches($0, at: end - $0.utf8CodeUnitCount) }
    }

    private func endMarker(from start: Int) -> Int? {
        var p = start
        while p + 9 <= bytes.count {
            if bytes[p] == UInt8(ascii: "-"), matches("-----END ", at: p) { return p }
            p += 1
        }
        return nil
    }

    private mutating func redactBackwards(from end: Int) {
        let floor = found.last?.upperBound ?? 0
        var ranges: [Range<Int>] = []
        var p = end
        while p > floor, end - p < 4_000 {
            guard isBase64(bytes[p - 1]) else {
                p -= 1
                continue
            }
            let stop = p
            while p > floor, isBase64(bytes[p - 1]) { p -= 1 }
            let start = isJSON && p > 0 && bytes[p - 1] == UInt8(ascii: "\\") ? p + 1 : p
            if stop - start >= 40 { ranges.append(start..<stop) }
        }
        found.append(contentsOf: ranges.reversed())
    }

    /// Keys are written in lines of 64 characters, or of 76.
    static let shortestBareLine = 60

    /// A line of a key may be quoted alone, without the marks before and behind it.
    mutating func bareLines() {
        guard isJSON else {
            var (start, end) = (0, bytes.count)
            while start < end, bytes[start] <= 0x20 { start += 1 }
            while start < end, bytes[end - 1] <= 0x20 { end -= 1 }
            let isBase = bytes[start..<end].allSatisfy(isBase64)
            if isBase, found.isEmpty, end - start >= SecretScan.shortestBareLine, end - start <= 80, looksRandom(start..<end, letters: true)
            {
                note(start..<end)
            }
            return
        }
        guard hasKey else { return }
        var p = 0
        while p < bytes.count {
            guard bytes[p] == UInt8(ascii: "\"") else {
                p += 1
                continue
            }
            let start = p + 1
            p = start
            while p < bytes.count, isBase64(bytes[p]) { p += 1 }
            guard p < bytes.count, bytes[p] == UInt8(ascii: "\""), p - start >= 40, looksRandom(start..<p, letters: true) else { continue }
            found.append(start..<p)
        }
    }

    /// Letters of both cases and, in a long run, digits: neither a hash nor a path nor a word.
    private func looksRandom(_ range: Range<Int>, letters: Bool) -> Bool {
        guard letters else { return true }
        let part = bytes[range]
        let slashes = part.count { $0 == UInt8(ascii: "/") }
        return slashes <= 6 && part.contains { (0x41...0x5A).contains($0) } && part.contains { (0x61...0x7A).contains($0) }
            && (part.count < 40 || part.contains(where: isDigit))
    }
}
