/// One pass over a text that notes where secrets stand, in order.
struct SecretScan {
    let bytes: UnsafeBufferPointer<UInt8>
    let isJSON: Bool
    private(set) var found: [Range<Int>] = []
    private var at = 0

    init(bytes: UnsafeBufferPointer<UInt8>, isJSON: Bool) {
        self.bytes = bytes
        self.isJSON = isJSON
    }

    /// Looks at the characters at which a secret can be told: a separator after a name, `eyJ`, `Bearer `, `://`, `--name `, `-----BEGIN`.
    mutating func run() {
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "="): separator(isColon: false)
            case UInt8(ascii: ":"):
                if matches("://", at: at) { address() } else { separator(isColon: true) }
            case UInt8(ascii: "e"): if matches("eyJ", at: at) { webToken() }
            case UInt8(ascii: "b"), UInt8(ascii: "B"): bearer()
            case UInt8(ascii: "-"): dashes()
            default: break
            }
            at += 1
        }
    }

    /// Notes a secret and goes on behind it.
    private mutating func note(_ range: Range<Int>) {
        guard !range.isEmpty, !matches("[redacted", at: range.lowerBound) else { return }
        found.append(range)
        at = range.upperBound - 1
    }

    // MARK: Names with values

    /// `NAME=value`, `"name": "value"`, `name: value`.
    private mutating func separator(isColon: Bool) {
        var end = at
        while end > 0, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
        var isQuoted = false
        var isBare = true
        if end > 0, isQuote(bytes[end - 1]) {
            isQuoted = true
            isBare = false
            end -= 1
            while end > 0, bytes[end - 1] == UInt8(ascii: "\\") {
                isBare = true
                end -= 1
            }
        }
        guard end > 0, SecretNames.mayEnd(bytes[end - 1]) else { return }
        var start = end
        while start > 0, end - start < 80, isNameByte(bytes[start - 1]) { start -= 1 }
        // The `n` of an escaped line feed is no part of the name.
        if isJSON, start > 0, bytes[start - 1] == UInt8(ascii: "\\"), start < end { start += 1 }
        guard start < end, let strength = SecretNames.strength(of: bytes[start..<end], isColon: isColon) else { return }
        // In JSON itself a value without quotes is a number, a list or an object: no text to take out.
        let isStructural = isJSON && isQuoted && !isBare && bytes[end] == UInt8(ascii: "\"")
        value(from: at + 1, strength: strength, isProse: isColon && !isQuoted, isListed: isQuoted, onlyQuoted: isStructural)
    }

    private mutating func value(from start: Int, strength: SecretNames.Strength, isProse: Bool, isListed: Bool, onlyQuoted: Bool) {
        var p = start
        while p < bytes.count, bytes[p] == UInt8(ascii: " ") { p += 1 }
        var slashes = 0
        while p + slashes < bytes.count, bytes[p + slashes] == UInt8(ascii: "\\") { slashes += 1 }
        let range: Range<Int>
        if p + slashes < bytes.count, isQuote(bytes[p + slashes]), slashes > 0 || bytes[p] == UInt8(ascii: "'") || !isJSON || onlyQuoted {
            let first = p + slashes + 1
            range = first..<endOfQuoted(from: first, quote: bytes[p + slashes], slashes: slashes)
        } else if onlyQuoted {
            return
        } else {
            range = p..<endOfBare(from: p, isListed: isListed)
            if isProse, isWordOfProse(range) { return }
        }
        if SecretNames.isSecret(bytes[range], strength: strength) { note(range) }
    }

    /// A value in quotes ends at the next quote of the same depth, and in JSON at the latest where the string around it ends.
    private func endOfQuoted(from start: Int, quote: UInt8, slashes: Int) -> Int {
        var p = start
        while p < bytes.count {
            if bytes[p] == UInt8(ascii: "\n") || bytes[p] == UInt8(ascii: "\r") { return p }
            if bytes[p] == UInt8(ascii: "\\") {
                var run = 1
                while p + run < bytes.count, bytes[p + run] == UInt8(ascii: "\\") { run += 1 }
                let next = p + run < bytes.count ? bytes[p + run] : 0
                if next == UInt8(ascii: "\"") {
                    if isJSON, run % 2 == 0 { return quote == next && slashes == 0 ? p + run : p }
                    if quote == next, run <= slashes || (slashes > 0 && run % 4 == 1) { return p + run - min(run, max(slashes, 1)) }
                } else if isJSON, run % 2 == 1, next == UInt8(ascii: "n") || next == UInt8(ascii: "r") {
                    if slashes > 0 || quote == UInt8(ascii: "'") { return p }
                    p += 1
                }
                p += run
                if next == UInt8(ascii: "\"") { p += 1 }
                continue
            }
            if bytes[p] == quote && slashes == 0 { return p }
            if isJSON, bytes[p] == UInt8(ascii: "\"") { return p }
            p += 1
        }
        return p
    }

    private func endOfBare(from start: Int, isListed: Bool) -> Int {
        var p = start
        while p < bytes.count {
            switch bytes[p] {
            case 0...0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "`"): return p
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"): if isListed { return p }
            case UInt8(ascii: "\\") where isJSON:
                guard p + 1 < bytes.count, bytes[p + 1] == UInt8(ascii: "\\") else { return p }
                p += 1
            default: break
            }
            p += 1
        }
        return p
    }

    /// `password: attempt 3 failed` is a sentence, `password: hunter` is not.
    private func isWordOfProse(_ range: Range<Int>) -> Bool {
        guard bytes[range].allSatisfy(isLetter), range.upperBound + 1 < bytes.count else { return false }
        return bytes[range.upperBound] == UInt8(ascii: " ") && isLetter(bytes[range.upperBound + 1])
    }

    // MARK: Forms that tell themselves

    /// A JSON web token: three parts of base64url with dots between.
    private mutating func webToken() {
        if at > 0, isNameByte(bytes[at - 1]), !(isJSON && at > 1 && bytes[at - 2] == UInt8(ascii: "\\")) { return }
        var p = at
        var dots = 0
        while p < bytes.count, isTokenByte(bytes[p]) || bytes[p] == UInt8(ascii: ".") {
            if bytes[p] == UInt8(ascii: ".") { dots += 1 }
            p += 1
        }
        if dots >= 1, p - at >= 20 { note(at..<p) }
    }

    /// `Bearer <token>`, and `Basic <token>` behind `Authorization`.
    private mutating func bearer() {
        let length: Int
        if matchesFolded("bearer ", at: at) { length = 7 } else if matchesFolded("basic ", at: at) { length = 6 } else { return }
        var start = at + length
        while start < bytes.count, bytes[start] == UInt8(ascii: " ") { start += 1 }
        var p = start
        while p < bytes.count, isTokenByte(bytes[p]) || ".~+/=".utf8.contains(bytes[p]) { p += 1 }
        // `Bearer authorization_uri=...` and `Bearer authentication failed` carry no token.
        let hasDigit = bytes[start..<p].contains { (0x30...0x39).contains($0) }
        guard p - start >= (length == 7 ? 8 : 12), hasDigit || p - start >= 24 else { return }
        note(start..<p)
    }

    /// `scheme://user:password@host`.
    private mutating func address() {
        var p = at + 3
        var colon: Int?
        while p < bytes.count, p - at < 400 {
            switch bytes[p] {
            case 0...0x20, UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "?"): return
            case UInt8(ascii: ":"): colon = colon ?? p
            case UInt8(ascii: "@"):
                if let colon, p > colon + 1, bytes[colon + 1] != UInt8(ascii: "$"), bytes[colon + 1] != UInt8(ascii: "*") {
                    note(colon + 1..<p)
                }
                return
            default: break
            }
            p += 1
        }
    }

    /// `--password value` and key blocks.
    private mutating func dashes() {
        if matches("-----BEGIN ", at: at) || matches("-----END ", at: at) { return keyBlock() }
        guard at + 3 < bytes.count, bytes[at + 1] == UInt8(ascii: "-"), isLetter(bytes[at + 2]) else { return }
        var p = at + 2
        while p < bytes.count, isNameByte(bytes[p]) { p += 1 }
        guard p < bytes.count, bytes[p] == UInt8(ascii: " "), p + 1 < bytes.count, bytes[p + 1] != UInt8(ascii: "-") else { return }
        guard let strength = SecretNames.strength(of: bytes[at + 2..<p], isColon: false) else { return }
        value(from: p + 1, strength: strength, isProse: true, isListed: false, onlyQuoted: false)
    }

    /// The lines of a private key, which may stand in one string or in many: every run of base64 up to the end marker.
    private mutating func keyBlock() {
        let isEnd = matches("-----END ", at: at)
        var p = at + (isEnd ? 9 : 11)
        while p < bytes.count, isLetter(bytes[p]) || bytes[p] == UInt8(ascii: " ") { p += 1 }
        guard matches("-----", at: p), let label = lastWords(before: p), label else { return }
        p += 5
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
                cursor += 2
                continue
            }
            guard isBase64(bytes[cursor]) else {
                cursor += 1
                continue
            }
            let start = cursor
            while cursor < limit, isBase64(bytes[cursor]) { cursor += 1 }
            let isKey = cursor + 1 < bytes.count && bytes[cursor] == UInt8(ascii: "\"") && bytes[cursor + 1] == UInt8(ascii: ":")
            if cursor - start >= least, !isKey { found.append(start..<cursor) }
        }
        at = max(p, stop.map { $0 + 8 } ?? p) - 1
        if stop == nil, let last = found.last, last.upperBound > at { at = last.upperBound - 1 }
    }

    private func lastWords(before end: Int) -> Bool? {
        let word: StaticString = "PRIVATE KEY"
        return end >= word.utf8CodeUnitCount ? matches(word, at: end - word.utf8CodeUnitCount) : nil
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

    // MARK: Bytes

    private func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    private func isNameByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    private func isTokenByte(_ byte: UInt8) -> Bool { isNameByte(byte) }

    private func isBase64(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
            || byte == UInt8(ascii: "=")
    }

    private func matches(_ word: StaticString, at start: Int) -> Bool {
        guard start >= 0, start + word.utf8CodeUnitCount <= bytes.count else { return false }
        for i in 0..<word.utf8CodeUnitCount where bytes[start + i] != word.utf8Start[i] { return false }
        return true
    }

    private func matchesFolded(_ word: StaticString, at start: Int) -> Bool {
        guard start + word.utf8CodeUnitCount <= bytes.count else { return false }
        for i in 0..<word.utf8CodeUnitCount where (bytes[start + i] | 0x20) != word.utf8Start[i] { return false }
        return true
    }
}
