import Synchronization

/// The memory that one scan works in: the bytes at hand, Vectorscan's scratch, and the hits of a search.
///
/// Making it costs more than scanning a small log does, so it goes back to a pool of the patterns' and serves the next file.
final class ScanMemory {
    let bytes: UnsafeMutableRawBufferPointer
    private let patterns: PatternSet
    private var parts: ScanParts

    /// Memory of at least so many bytes; scanners ask for one size, or for none.
    init(patterns: PatternSet, capacity: Int) {
        self.patterns = patterns
        parts = patterns.spare.take(capacity: capacity) ?? ScanParts(capacity: capacity)
        bytes = parts.bytes
    }

    deinit {
        if !patterns.spare.put(parts) { parts.free() }
    }

    /// Finds the literals in `range`; `hits` holds them until the next search.
    func search(_ range: UnsafeRawBufferPointer) {
        patterns.search.search(range, in: &parts)
    }

    var hits: UnsafeBufferPointer<LiteralHit> {
        UnsafeBufferPointer(start: parts.sink.pointee.hits, count: parts.sink.pointee.count)
    }
}

/// What a `ScanMemory` holds. Owned by one of them at a time, or by the pool: hence it may go from task to task.
struct ScanParts: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer
    /// Vectorscan's, from the first search with it on.
    var scratch: OpaquePointer?
    let sink: UnsafeMutablePointer<LiteralSink>
    let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        bytes = .allocate(byteCount: max(1, capacity), alignment: 64)
        sink = .allocate(capacity: 1)
        sink.initialize(to: LiteralSink())
    }

    func free() {
        bytes.deallocate()
        sink.pointee.free()
        sink.deinitialize(count: 1)
        sink.deallocate()
        if let scratch { LiteralDatabase.free(scratch: scratch) }
    }
}

/// Scan memory that waits for its next use.
final class SpareScanMemory: Sendable {
    /// More than a machine has tasks that scan; each holds two, one of them without bytes.
    private static let most = 16

    private let parts = Mutex<[ScanParts]>([])

    deinit {
        parts.withLock { for part in $0 { part.free() } }
    }

    func take(capacity: Int) -> ScanParts? {
        parts.withLock { parts in
            guard let at = parts.lastIndex(where: { $0.capacity == capacity }) else { return nil }
            return parts.remove(at: at)
        }
    }

    /// False if there are enough.
    func put(_ part: ScanParts) -> Bool {
        parts.withLock { parts in
            guard parts.count < SpareScanMemory.most else { return false }
            parts.append(part)
            return true
        }
    }
}
