import CVectorscan

/// A compiled set of literals; finding one is a callback with the literal's number and where it ends.
///
/// Immutable once compiled, and Vectorscan lets any number of threads search with one database at a time: hence unchecked.
final class LiteralDatabase: @unchecked Sendable {
    private let handle: OpaquePointer

    /// Nil if Vectorscan refuses the set.
    init?(_ literals: [[UInt8]]) {
        let copies = literals.map { literal in
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: literal.count + 1)
            for (index, byte) in literal.enumerated() { copy[index] = CChar(bitPattern: byte) }
            copy[literal.count] = 0
            return copy
        }
        defer { for copy in copies { copy.deallocate() } }
        let pointers = copies.map { Optional(UnsafePointer($0)) }
        let flags = [UInt32](repeating: 0, count: literals.count)
        let ids = (0..<literals.count).map { UInt32($0) }
        let lengths = literals.map(\.count)
        var database: OpaquePointer?
        var failure: UnsafeMutablePointer<hs_compile_error_t>?
        let status = hs_compile_lit_multi(
            pointers, flags, ids, lengths, UInt32(literals.count), UInt32(HS_MODE_BLOCK), nil, &database, &failure)
        if let failure { hs_free_compile_error(failure) }
        guard status == HS_SUCCESS, let database else { return nil }
        handle = database
    }

    deinit {
        hs_free_database(handle)
    }

    /// Memory that one search at a time works in.
    func makeScratch() -> OpaquePointer? {
        var scratch: OpaquePointer?
        return hs_alloc_scratch(handle, &scratch) == HS_SUCCESS ? scratch : nil
    }

    static func free(scratch: OpaquePointer) {
        hs_free_scratch(scratch)
    }

    /// Puts every occurrence in `bytes` into `sink`.
    func search(_ bytes: UnsafeRawBufferPointer, scratch: OpaquePointer, into sink: UnsafeMutablePointer<LiteralSink>) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        _ = hs_scan(
            handle, base.assumingMemoryBound(to: CChar.self), UInt32(bytes.count), 0, scratch,
            { id, _, to, _, context in
                context?.assumingMemoryBound(to: LiteralSink.self).pointee.append(
                    LiteralHit(literal: id, end: UInt32(truncatingIfNeeded: to)))
                return 0
            }, sink)
    }
}

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

    mutating func reset() {
        count = 0
    }

    /// Hits come in the order of their ends, nearly always; literals with one end are put in the order of their numbers.
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
