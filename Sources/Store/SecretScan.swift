/// One pass over a text that notes where secrets stand, in order.
struct SecretScan {
    let bytes: UnsafeBufferPointer<UInt8>
    let isJSON: Bool
    /// Names that somebody's own configuration adds, folded.
    let ownNames: [String]
    /// Values that stood behind such a name elsewhere in the same batch.
    let learned: [[UInt8]]
    var found: [Range<Int>] = []
    /// Secrets whose name left no doubt: the same value may stand once more without its name.
    var sure: [Range<Int>] = []
    var at = 0
    /// The marks of a private key were seen.
    var hasKey = false

    init(bytes: UnsafeBufferPointer<UInt8>, isJSON: Bool, ownNames: [String] = [], learned: [[UInt8]] = []) {
        self.bytes = bytes
        self.isJSON = isJSON
        self.ownNames = ownNames
        self.learned = learned
    }

    /// Looks at the characters at which a secret can be told: a separator after a name, `eyJ`, `Bearer `, `://`, `--name `, `-----BEGIN`,
    /// and the letters that issuers of tokens put before them. What is looked for here has its mark in `SecretMarks`.
    mutating func run() {
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "="):
                separator(isColon: false)
                if matches("==", at: at) { storageKey() }
            case UInt8(ascii: ":"):
                if matches("://", at: at) { address() } else { separator(isColon: true) }
            case UInt8(ascii: "("): argument()
            case UInt8(ascii: "e"): if matches("eyJ", at: at) { webToken() }
            case UInt8(ascii: "b"), UInt8(ascii: "B"): bearer()
            case UInt8(ascii: "-"): dashes()
            case UInt8(ascii: "_"): issuedToken()
            case UInt8(ascii: "~"): clientSecret()
            case UInt8(ascii: "%"): encodedSignature()
            default: break
            }
            at += 1
        }
        bareLines()
        repeatSure()
    }

    /// Notes a secret and goes on behind it.
    mutating func note(_ range: Range<Int>, isSure: Bool = false) {
        guard !range.isEmpty, !matches("[redacted", at: range.lowerBound) else { return }
        // A token may hold the `=` at which it is told only when it is over.
        while let last = found.last, last.upperBound > range.lowerBound { found.removeLast() }
        found.append(range)
        if isSure { sure.append(range) }
        at = max(at, range.upperBound - 1)
    }

    // MARK: Names with values

    /// `NAME=value`, `"name": "value"`, `name: value`.
    private mutating func separator(isColon: Bool) {
        var end = at
        while end > 0, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
        // `os.environ["DB_PASSWORD"] = "..."`
        if end > 1, bytes[end - 1] == UInt8(ascii: "]"), isQuote(bytes[end - 2]) { end -= 1 }
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
        // `\u0026sig=` is `&sig=` as .NET writes it; else the `n` of an escaped line feed is no part of the name.
        if start > 0, bytes[start - 1] == UInt8(ascii: "\\"), end - start > 5, matches("u0026", at: start) {
            start += 5
        } else if isJSON, start > 0, bytes[start - 1] == UInt8(ascii: "\\"), start < end {
            start += 1
        }
        guard start < end else { return }
        guard let strength = strength(start..<end, isColon: isColon) ?? pairedStrength(start..<end, isQuoted: isQuoted) else { return }
        // In JSON itself a value without quotes is a number, a list or an object: no text to take out.
        let isStructural = isJSON && isQuoted && !isBare && bytes[end] == UInt8(ascii: "\"")
        value(from: at + 1, strength: strength, isProse: isColon && !isQuoted, isListed: isQuoted, onlyQuoted: isStructural)
    }

    mutating func value(from start: Int, strength: SecretNames.Strength, isProse: Bool, isListed: Bool, onlyQuoted: Bool) {
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
        if strength == .signature {
            note(signature(in: range))
        } else if SecretNames.isSecret(bytes[range], strength: strength) {
            note(range, isSure: strength == .sure)
        }
    }

    /// What the name promises, by the known names and by those of the configuration.
    func strength(_ name: Range<Int>, isColon: Bool) -> SecretNames.Strength? {
        if let strength = SecretNames.strength(of: bytes[name], isColon: isColon) { return strength }
        guard !ownNames.isEmpty else { return nil }
        let folded = SecretNames.folded(String(decoding: bytes[name], as: UTF8.self))
        return ownNames.contains { folded == $0 || folded.hasSuffix("_" + $0) } ? .sure : nil
    }

    /// The part of a value that a signature may be made of; empty where it is too short for one.
    private func signature(in range: Range<Int>) -> Range<Int> {
        var end = range.lowerBound
        while end < range.upperBound, isBase64(bytes[end]) || isTokenByte(bytes[end]) || bytes[end] == UInt8(ascii: "%") { end += 1 }
        let value = range.lowerBound..<end
        return SecretNames.isSecret(bytes[value], strength: .signature) ? value : range.lowerBound..<range.lowerBound
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

    // MARK: Bytes

    func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    func isNameByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    func isTokenByte(_ byte: UInt8) -> Bool { isNameByte(byte) }

    func isBase64(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
            || byte == UInt8(ascii: "=")
    }

    func matches(_ word: StaticString, at start: Int) -> Bool {
        guard start >= 0, start + word.utf8CodeUnitCount <= bytes.count else { return false }
        for i in 0..<word.utf8CodeUnitCount where bytes[start + i] != word.utf8Start[i] { return false }
        return true
    }

    func matchesFolded(_ word: StaticString, at start: Int) -> Bool {
        guard start >= 0, start + word.utf8CodeUnitCount <= bytes.count else { return false }
        for i in 0..<word.utf8CodeUnitCount where (bytes[start + i] | 0x20) != word.utf8Start[i] { return false }
        return true
    }
}
