package import Evidence

/// Reads one log file, block by block in any cut, and tells in the end what it says.
///
/// Blocks are gathered into memory of its own and read when that is full, so that nothing depends on how the input was cut. One pass:
/// a literal search over the block, then a walk over its lines, on a thread of its own where `readsAhead` is set and the log is large. The
/// search is done by the side that is ahead of the other, so that neither waits. Use each scanner for one file, from one task at a time.
package struct LogScanner {
    /// Lines already read that stay in memory for quotes.
    private static let historyBytes = 262_144
    private static let historyLines = 48
    private static let blockBytes = 1_048_576
    /// Room that a part of a very long line leaves for its hits' surroundings.
    private static let overlap = LineNormalizer.maximumBytes

    private let patterns: PatternSet
    private let readsAhead: Bool
    private let maximumLiteral: Int
    /// Reads the blocks, until `thread` goes on from there.
    private var walk: LogWalk
    private var thread: LogWalkThread?
    /// The block that is gathered: what is read of it begins at `fresh` and ends at `end`.
    private var memory: ScanMemory
    /// Memory of the blocks that the other thread has, the oldest first.
    private var lent: [ScanMemory] = []
    /// Place in the stream of the first byte in memory.
    private var base = 0
    private var fresh = 0
    private var end = 0
    /// The last block ended within a line.
    private var isInLongLine = false

    package init(source: String, patterns: PatternSet, explicitRunID: String? = nil, readsAhead: Bool = false) {
        self.patterns = patterns
        self.readsAhead = readsAhead
        memory = LogScanner.makeMemory(patterns)
        maximumLiteral = patterns.table.entries.map(\.length).max() ?? 1
        walk = LogWalk(source: source, patterns: patterns, explicitRunID: explicitRunID)
    }

    private static func makeMemory(_ patterns: PatternSet) -> ScanMemory {
        ScanMemory(patterns: patterns, capacity: historyBytes + blockBytes)
    }

    /// Where the next bytes go; never empty.
    var room: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: memory.bytes[end...]) }

    /// The next bytes of the file, however many; those that stand at the beginning of `room` are not copied.
    package mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        var taken = 0
        while taken < bytes.count {
            let count = min(bytes.count - taken, memory.bytes.count - end)
            let rest = UnsafeRawBufferPointer(rebasing: bytes[taken..<taken + count])
            if rest.baseAddress != UnsafeRawPointer(room.baseAddress) { room.copyMemory(from: rest) }
            end += count
            taken += count
            if end == memory.bytes.count { passBlock() }
        }
    }

    /// What the file says, once all of it was fed.
    package mutating func finish() -> LogEvidence {
        var block = makeBlock(limit: end, isPart: false, isLast: true)
        if let thread { return thread.finish(block) }
        block.search()
        return walk.finish(block)
    }

    /// The memory is full: hands on its whole lines, and makes room.
    private mutating func passBlock() {
        let newline = LineBytes(UnsafeRawBufferPointer(memory.bytes)).last(.newline, in: fresh..<end)
        var block = makeBlock(
            limit: newline.map { $0 + 1 } ?? max(fresh + 1, end - Self.overlap), isPart: newline == nil, isLast: false)
        isInLongLine = block.isPart
        (block.keep, block.keptLines) = history(of: block)
        if let thread {
            if thread.hasWaiting { block.search() }
            thread.read(block)
            let next = lent.count < LogWalkThread.held ? LogScanner.makeMemory(patterns) : lent.removeFirst()
            lent.append(memory)
            makeRoom(block, in: next)
        } else {
            block.search()
            walk.read(block)
            makeRoom(block, in: memory)
            if readsAhead { thread = LogWalkThread(walk) }
        }
    }

    private func makeBlock(limit: Int, isPart: Bool, isLast: Bool) -> LogBlock {
        // A literal may begin in the part of a long line that was read before.
        let searchStart = isInLongLine ? max(0, fresh - maximumLiteral + 1) : fresh
        return LogBlock(
            memory: memory, base: base, fresh: fresh, limit: limit, end: end, isPart: isPart, isLast: isLast, searchStart: searchStart)
    }

    /// What stays in memory when the block is read.
    private func history(of block: LogBlock) -> (keep: Int, lines: Int) {
        guard !block.isPart else { return (max(0, block.limit - Self.overlap), 0) }
        let all = LineBytes(UnsafeRawBufferPointer(memory.bytes))
        var keep = block.limit
        var lines = 0
        while keep > 0, lines < Self.historyLines {
            let start = all.last(.newline, in: 0..<keep - 1).map { $0 + 1 } ?? 0
            if block.limit - start > Self.historyBytes { break }
            keep = start
            lines += 1
        }
        return (keep, lines)
    }

    /// Goes on in `next` with what the block leaves.
    private mutating func makeRoom(_ block: LogBlock, in next: ScanMemory) {
        let rest = UnsafeRawBufferPointer(rebasing: memory.bytes[block.keep..<end])
        // Where it is the same memory, the two may overlap: this is a memmove.
        next.bytes.copyMemory(from: rest)
        memory = next
        base += block.keep
        fresh = block.limit - block.keep
        end = rest.count
    }
}
