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
        var start: Int
        var count: Int
        /// The next literal whose last bytes hash alike; -1 after the last.
        var next: Int32
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
    private let longHeads: UnsafeMutableBufferPointer<Int32>
    private let shortHeads: UnsafeMutableBufferPointer<Int32>

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
            let hash = LiteralIndex.hash(literal.suffix(isLong ? LiteralIndex.long : LiteralIndex.shortest))
            literals.initializeElement(at: number, to: Literal(start: start, count: literal.count, next: heads[hash]))
            heads[hash] = Int32(number)
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
            if short >= 0 { compare(from: short, base, end, sink) }
            guard end >= LiteralIndex.long else { continue }
            let long = longHeads[LiteralIndex.hash((base + end - 4).loadUnaligned(as: UInt32.self).littleEndian)]
            if long >= 0 { compare(from: long, base, end, sink) }
        }
    }

    /// The literals of one hash that really end at `end`.
    private func compare(from first: Int32, _ base: UnsafeRawPointer, _ end: Int, _ sink: UnsafeMutablePointer<LiteralSink>) {
        var number = first
        while number >= 0 {
            let literal = literals[Int(number)]
            if literal.count <= end, let own = text.baseAddress, memcmp(base + end - literal.count, own + literal.start, literal.count) == 0
            {
                sink.pointee.append(LiteralHit(literal: UInt32(number), end: UInt32(end)))
            }
            number = literal.next
        }
    }

    @inline(__always)
    private static func hash(_ word: UInt32) -> Int { Int((word &* 0x9E37_79B1) &>> (32 - bits)) }

    private static func hash(_ bytes: ArraySlice<UInt8>) -> Int {
        hash(bytes.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }
}
