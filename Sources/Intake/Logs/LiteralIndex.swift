#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Finds literals by the hash of their last bytes: made in microseconds, a few times slower than Vectorscan at searching.
///
/// Written once, before anybody else sees it, and freed with the last user: hence unchecked.
final class LiteralIndex: @unchecked Sendable {
    private struct Literal {
        var start: Int32
        var count: Int32
        /// Its last bytes, as many as are hashed.
        var word: UInt32
        /// The next literal whose last bytes hash alike; -1 after the last.
        var next: Int16
    }

    /// Bytes that the shortest literal must have.
    static let shortest = 2

    private static let bits: UInt32 = 14
    /// Bytes at the end of a literal that are hashed; shorter ones stand in a table of their own.
    private static let long = 4

    /// All literals, one after another.
    private let text: UnsafeMutableBufferPointer<UInt8>
    private let literals: UnsafeMutableBufferPointer<Literal>
    /// The first literal of a hash, -1 if there is none: of the last four bytes, and of the last two of those that have no four.
    private let longHeads: UnsafeMutableBufferPointer<Int16>
    private let shortHeads: UnsafeMutableBufferPointer<Int16>

    init(_ all: [[UInt8]]) {
        text = .allocate(capacity: max(1, all.reduce(0) { $0 + $1.count }))
        literals = .allocate(capacity: max(1, all.count))
        longHeads = .allocate(capacity: 1 << Int(LiteralIndex.bits))
        shortHeads = .allocate(capacity: 1 << Int(LiteralIndex.bits))
        longHeads.initialize(repeating: -1)
        shortHeads.initialize(repeating: -1)
        var start = 0
        for (number, literal) in all.enumerated() {
            for (index, byte) in literal.enumerated() { text.initializeElement(at: start + index, to: byte) }
            let isLong = literal.count >= LiteralIndex.long
            let heads = isLong ? longHeads : shortHeads
            let word = literal.suffix(isLong ? LiteralIndex.long : LiteralIndex.shortest).reversed().reduce(UInt32(0)) {
                $0 << 8 | UInt32($1)
            }
            let hash = LiteralIndex.hash(word)
            literals.initializeElement(
                at: number, to: Literal(start: Int32(start), count: Int32(literal.count), word: word, next: heads[hash]))
            heads[hash] = Int16(number)
            start += literal.count
        }
    }

    deinit {
        text.deallocate()
        literals.deallocate()
        longHeads.deallocate()
        shortHeads.deallocate()
    }

    /// Puts every occurrence in `bytes` into `sink`, in the order of their ends.
    func search(_ bytes: UnsafeRawBufferPointer, into sink: UnsafeMutablePointer<LiteralSink>) {
        guard let base = bytes.baseAddress, bytes.count >= LiteralIndex.shortest else { return }
        for end in LiteralIndex.shortest...bytes.count {
            let pair = UInt32((base + end - 2).loadUnaligned(as: UInt16.self).littleEndian)
            let short = shortHeads[LiteralIndex.hash(pair)]
            if short >= 0 { compare(from: short, pair, base, end, sink) }
            guard end >= LiteralIndex.long else { continue }
            let word = (base + end - 4).loadUnaligned(as: UInt32.self).littleEndian
            let long = longHeads[LiteralIndex.hash(word)]
            if long >= 0 { compare(from: long, word, base, end, sink) }
        }
    }

    /// The literals of one hash that really end at `end`, where `word` stands.
    private func compare(
        from first: Int16, _ word: UInt32, _ base: UnsafeRawPointer, _ end: Int, _ sink: UnsafeMutablePointer<LiteralSink>
    ) {
        var number = first
        while number >= 0 {
            let literal = literals[Int(number)]
            if literal.word == word, isSame(literal, base, end) {
                sink.pointee.append(LiteralHit(literal: UInt32(number), end: UInt32(end)))
            }
            number = literal.next
        }
    }

    private func isSame(_ literal: Literal, _ base: UnsafeRawPointer, _ end: Int) -> Bool {
        let count = Int(literal.count)
        guard count <= end, let own = text.baseAddress else { return false }
        return memcmp(base + end - count, own + Int(literal.start), count) == 0
    }

    /// The literal stands in `bytes` and ends at `end`.
    func has(_ number: Int, in bytes: UnsafeRawBufferPointer, endingAt end: Int) -> Bool {
        guard end <= bytes.count, let base = bytes.baseAddress else { return false }
        return isSame(literals[number], base, end)
    }

    @inline(__always)
    private static func hash(_ word: UInt32) -> Int { Int((word &* 0x9E37_79B1) &>> (32 - bits)) }
}
