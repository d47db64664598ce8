/// The memory that one scan works in: the bytes at hand, Vectorscan's scratch, and the hits of a search.
final class ScanMemory {
    let bytes: UnsafeMutableRawBufferPointer
    private let patterns: PatternSet
    private let scratch: OpaquePointer?
    private let sink: UnsafeMutablePointer<LiteralSink>

    init(patterns: PatternSet, capacity: Int) {
        self.patterns = patterns
        bytes = .allocate(byteCount: max(1, capacity), alignment: 64)
        scratch = patterns.database.makeScratch()
        sink = .allocate(capacity: 1)
        sink.initialize(to: LiteralSink())
    }

    deinit {
        bytes.deallocate()
        sink.pointee.free()
        sink.deinitialize(count: 1)
        sink.deallocate()
        if let scratch { LiteralDatabase.free(scratch: scratch) }
    }

    /// Finds the literals in `range`; `hits` holds them until the next search.
    func search(_ range: UnsafeRawBufferPointer) {
        guard let scratch else {
            sink.pointee.reset()
            return
        }
        patterns.database.search(range, scratch: scratch, into: sink)
    }

    var hits: UnsafeBufferPointer<LiteralHit> {
        UnsafeBufferPointer(start: sink.pointee.hits, count: sink.pointee.count)
    }
}
