import CVectorscan

/// A compiled set of literals; finding one is a callback with the literal's number and where it ends.
///
/// Vectorscan looks only for literals that hold no other of the set; those that do are compared around them. From 500 literals on it takes
/// six times as long to compile and 40 MB more. Immutable once compiled, and any number of threads may search with it at a time: hence
/// unchecked.
final class LiteralDatabase: @unchecked Sendable {
    /// A literal that holds another one.
    private struct Longer {
        var literal: UInt32
        /// Bytes from the end of the one to the end of the other.
        var after: UInt32
    }

    /// What the callback needs.
    private struct Search {
        let bytes: UnsafeRawBufferPointer
        let sink: UnsafeMutablePointer<LiteralSink>
        /// Not counted: the database keeps it.
        let index: Unmanaged<LiteralIndex>
        let longer: UnsafeBufferPointer<Longer>
        let starts: UnsafeBufferPointer<Int32>

        @inline(__always)
        func found(_ literal: UInt32, endingAt end: UInt32) {
            sink.pointee.append(LiteralHit(literal: literal, end: end))
            for number in starts[Int(literal)]..<starts[Int(literal) + 1] {
                let other = longer[Int(number)]
                let isThere = index._withUnsafeGuaranteedRef { $0.has(Int(other.literal), in: bytes, endingAt: Int(end + other.after)) }
                if isThere {
                    sink.pointee.append(LiteralHit(literal: other.literal, end: end + other.after))
                }
            }
        }
    }

    private let handle: OpaquePointer
    private let index: LiteralIndex
    private let longer: UnsafeMutableBufferPointer<Longer>
    /// Where the literals that hold a literal begin in `longer`, by its number.
    private let starts: UnsafeMutableBufferPointer<Int32>

    /// Nil if Vectorscan refuses the set. The index is made of the same literals.
    init?(_ literals: [[UInt8]], index: LiteralIndex) {
        let held = LiteralDatabase.held(literals, index)
        var byHeld: [[Longer]] = Array(repeating: [], count: literals.count)
        for (number, inner) in held.enumerated() {
            if let inner {
                byHeld[Int(inner.literal)].append(Longer(literal: UInt32(number), after: UInt32(literals[number].count) - inner.end))
            }
        }
        let stems = literals.indices.filter { held[$0] == nil }
        guard let handle = LiteralDatabase.compile(stems.map { literals[$0] }, numbers: stems.map { UInt32($0) }) else { return nil }
        self.handle = handle
        self.index = index
        longer = .allocate(capacity: max(1, byHeld.reduce(0) { $0 + $1.count }))
        starts = .allocate(capacity: literals.count + 1)
        var count = 0
        for (number, list) in byHeld.enumerated() {
            starts.initializeElement(at: number, to: Int32(count))
            for one in list {
                longer.initializeElement(at: count, to: one)
                count += 1
            }
        }
        starts.initializeElement(at: literals.count, to: Int32(count))
    }

    deinit {
        hs_free_database(handle)
        longer.deallocate()
        starts.deallocate()
    }

    /// How many literals have to be looked for.
    static func stems(_ literals: [[UInt8]]) -> Int { held(literals, LiteralIndex(literals)).count { $0 == nil } }

    /// Of each literal the longest one that stands in it and holds no other itself, and where it ends there.
    private static func held(_ literals: [[UInt8]], _ index: LiteralIndex) -> [LiteralHit?] {
        let inner = literals.enumerated().map { number, literal in
            LiteralSink.hits { sink in literal.withUnsafeBytes { index.search($0, into: sink) } }.filter { $0.literal != UInt32(number) }
        }
        return inner.map { hits in
            hits.filter { inner[Int($0.literal)].isEmpty }.max { literals[Int($0.literal)].count < literals[Int($1.literal)].count }
        }
    }

    private static func compile(_ literals: [[UInt8]], numbers: [UInt32]) -> OpaquePointer? {
        let copies = literals.map { literal in
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: literal.count + 1)
            for (index, byte) in literal.enumerated() { copy[index] = CChar(bitPattern: byte) }
            copy[literal.count] = 0
            return copy
        }
        defer { for copy in copies { copy.deallocate() } }
        let pointers = copies.map { Optional(UnsafePointer($0)) }
        let flags = [UInt32](repeating: 0, count: literals.count)
        var database: OpaquePointer?
        var failure: UnsafeMutablePointer<hs_compile_error_t>?
        let status = hs_compile_lit_multi(
            pointers, flags, numbers, literals.map(\.count), UInt32(literals.count), UInt32(HS_MODE_BLOCK), nil, &database, &failure)
        if let failure { hs_free_compile_error(failure) }
        return status == HS_SUCCESS ? database : nil
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
        var search = Search(
            bytes: bytes, sink: sink, index: .passUnretained(index), longer: UnsafeBufferPointer(longer),
            starts: UnsafeBufferPointer(starts))
        _ = hs_scan(
            handle, base.assumingMemoryBound(to: CChar.self), UInt32(bytes.count), 0, scratch,
            { id, _, to, _, context in
                context?.assumingMemoryBound(to: Search.self).pointee.found(id, endingAt: UInt32(truncatingIfNeeded: to))
                return 0
            }, &search)
    }
}
