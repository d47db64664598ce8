/// What may fill a hole of a form: text of which no mapping makes anything else than of other text, as long as it does not look into it.
enum HoleValue {
    /// The end of the text at `start`; nil unless it is such a value. What ends it is not looked at, nor anything from `limit` on.
    @inline(__always)
    static func endOfText(_ bytes: UnsafePointer<UInt8>, from start: Int, to limit: Int) -> Int? {
        var index = start
        while index + 8 <= limit {
            let word = UnsafeRawPointer(bytes + index).loadUnaligned(as: UInt64.self).littleEndian
            let special = specialBytes(of: word)
            guard special == 0 else {
                index += special.trailingZeroBitCount / 8
                return isPlain(bytes, from: start, to: index) ? index : nil
            }
            index += 8
        }
        while index < limit, isTextByte(bytes[index]) { index += 1 }
        return isPlain(bytes, from: start, to: index) ? index : nil
    }

    /// The end of the number at `start`, which JSON must allow; nil unless it is such a value.
    static func endOfNumber(_ bytes: UnsafePointer<UInt8>, from start: Int, to limit: Int) -> Int? {
        var index = start
        func take(_ byte: UInt8, or other: UInt8) -> Bool {
            guard index < limit, bytes[index] == byte || bytes[index] == other else { return false }
            index += 1
            return true
        }
        func digits() -> Int {
            let first = index
            while index < limit, bytes[index] &- 0x30 < 10 { index += 1 }
            return index - first
        }
        _ = take(UInt8(ascii: "-"), or: UInt8(ascii: "-"))
        let leading = index
        let count = digits()
        guard count == 1 || count > 1 && bytes[leading] != 0x30 else { return nil }
        if take(UInt8(ascii: "."), or: UInt8(ascii: ".")), digits() == 0 { return nil }
        if take(UInt8(ascii: "e"), or: UInt8(ascii: "E")) {
            _ = take(UInt8(ascii: "+"), or: UInt8(ascii: "-"))
            if digits() == 0 { return nil }
        }
        return isPlain(bytes, from: start, to: index) ? index : nil
    }

    /// The whole text can fill a hole.
    static func isText(_ text: String) -> Bool { isWhole(text, endOfText) }

    /// The whole text is a number that can fill a hole.
    static func isNumber(_ text: String) -> Bool { isWhole(text, endOfNumber) }

    private static func isWhole(_ text: String, _ end: (UnsafePointer<UInt8>, Int, Int) -> Int?) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard let start = bytes.baseAddress else { return false }
            return end(start, 0, bytes.count) == bytes.count
        }
    }

    /// Printable ASCII that JSON neither ends a string with nor escapes by.
    private static func isTextByte(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// High bits are set at bytes that are no text; those above the first such byte may be wrong.
    @inline(__always)
    private static func specialBytes(of word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let control = (word &- ones &* 0x20) & ~word
        let found = ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | control | word | (word &+ ones)
        return found & (ones &* 0x80)
    }

    /// Says something, and is no word that stands for something else: mappings read `None` and `NaT` as missing, and write `True`, `False`
    /// and `3.0` in another way (`EventDetail`). Their like are left out with them.
    @inline(__always)
    private static func isPlain(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Bool {
        let count = end - start
        guard count > 0 else { return false }
        if bytes[end - 1] == UInt8(ascii: "0"), count > 1, bytes[end - 2] == UInt8(ascii: ".") { return false }
        return count < 3 || count > 5 || !isWord(bytes + start, count)
    }

    private static func isWord(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        // Up to five letters, the first lowest, in lower case.
        var word: UInt64 = 0
        for index in 0..<count { word |= UInt64(bytes[index] | 0x20) << UInt64(8 * index) }
        return words.contains(word)
    }

    private static let words: [UInt64] = ["none", "nat", "nan", "null", "true", "false"].map { (word: StaticString) in
        (0..<word.utf8CodeUnitCount).reduce(0) { $0 | UInt64(word.utf8Start[$1]) << UInt64(8 * $1) }
    }
}
