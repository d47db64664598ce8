/// A literal and the index after its last byte.
struct LiteralHit {
    var literal: UInt32
    var end: UInt32

    @inline(__always)
    func isBefore(_ other: LiteralHit) -> Bool { end < other.end || end == other.end && literal < other.literal }
}

/// Occurrences of literals in one block; memory is kept from block to block.
struct LiteralSink {
    private(set) var hits: UnsafeMutablePointer<LiteralHit>
    private(set) var count = 0
    private var capacity: Int

    init() {
        capacity = 4_096
        hits = .allocate(capacity: capacity)
    }

    func free() {
        hits.deallocate()
    }

    /// What one search finds.
    static func hits(_ search: (UnsafeMutablePointer<LiteralSink>) -> Void) -> [LiteralHit] {
        var sink = LiteralSink()
        defer { sink.free() }
        search(&sink)
        return Array(UnsafeBufferPointer(start: sink.hits, count: sink.count))
    }

    mutating func reset() {
        count = 0
    }

    /// Hits come nearly in the order of their ends: this puts them in it, and literals with one end in the order of their numbers.
    @inline(__always)
    mutating func append(_ hit: LiteralHit) {
        if count == capacity { grow() }
        var slot = count
        while slot > 0, hit.isBefore(hits[slot - 1]) {
            hits[slot] = hits[slot - 1]
            slot -= 1
        }
        hits[slot] = hit
        count += 1
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<LiteralHit>.allocate(capacity: capacity * 2)
        larger.update(from: hits, count: count)
        hits.deallocate()
        hits = larger
        capacity *= 2
    }
}
