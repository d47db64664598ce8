import Evidence

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Bytes of a log, and what the scanner asks of them; every access is checked, because a line may end anywhere.
struct LineBytes {
    let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var count: Int { bytes.count }

    /// The byte at `index`; zero beyond the end.
    @inline(__always)
    func at(_ index: Int) -> UInt8 {
        index >= 0 && index < bytes.count ? bytes[index] : 0
    }

    func part(_ range: Range<Int>) -> LineBytes {
        LineBytes(UnsafeRawBufferPointer(rebasing: bytes[range]))
    }

    /// Index of the first `byte` in `range`.
    @inline(__always)
    func first(_ byte: UInt8, in range: Range<Int>) -> Int? {
        guard !range.isEmpty, let base = bytes.baseAddress, let found = memchr(base + range.lowerBound, Int32(byte), range.count) else {
            return nil
        }
        return UnsafeRawPointer(found) - base
    }

    /// Index of the last `byte` in `range`.
    func last(_ byte: UInt8, in range: Range<Int>) -> Int? {
        var index = range.upperBound
        while index > range.lowerBound {
            index -= 1
            if bytes[index] == byte { return index }
        }
        return nil
    }

    /// The text of `word` stands at `index`.
    @inline(__always)
    func has(_ word: StaticString, at index: Int) -> Bool {
        guard index >= 0, index + word.utf8CodeUnitCount <= bytes.count, bytes[index] == word.utf8Start[0],
            let base = bytes.baseAddress
        else { return false }
        return memcmp(base + index, word.utf8Start, word.utf8CodeUnitCount) == 0
    }

    func begins(with other: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress, let start = other.baseAddress else { return other.isEmpty }
        return other.count <= bytes.count && memcmp(base, start, other.count) == 0
    }

    /// Index of the first occurrence of `word` in `range`.
    func find(_ word: StaticString, in range: Range<Int>) -> Int? {
        var from = range.lowerBound
        while let hit = first(word.utf8Start[0], in: from..<max(from, range.upperBound)) {
            if hit + word.utf8CodeUnitCount > range.upperBound { return nil }
            if has(word, at: hit) { return hit }
            from = hit + 1
        }
        return nil
    }

    /// Index of the first byte from `index` on that is neither space nor tab.
    @inline(__always)
    func skipBlanks(_ index: Int) -> Int {
        var index = index
        while at(index) == 32 || at(index) == 9 { index += 1 }
        return index
    }

    /// The range without white space at its end.
    func trimmedEnd(_ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound, bytes[end - 1] <= 32, bytes[end - 1] != 27 { end -= 1 }
        return range.lowerBound..<end
    }

    /// The text of a range, cut at `limit` bytes at a character's border; what is no UTF-8 is replaced.
    func text(_ range: Range<Int>, limit: Int = Quote.maximumBytes) -> String {
        var end = range.upperBound
        if range.count > limit {
            end = range.lowerBound + limit
            var back = 0
            while back < 3, end > range.lowerBound, bytes[end] & 0xC0 == 0x80 {
                end -= 1
                back += 1
            }
        }
        return String(decoding: bytes[range.lowerBound..<end], as: UTF8.self)
    }
}

extension UInt8 {
    static let newline = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let escape: UInt8 = 27

    var isDigit: Bool { self &- 48 < 10 }
    var isUpper: Bool { self &- 65 < 26 }
    var isLetter: Bool { (self | 0x20) &- 97 < 26 }
    /// A letter, a digit or an underscore.
    var isWord: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }
}
