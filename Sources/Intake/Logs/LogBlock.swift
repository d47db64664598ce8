/// A part of a log in memory: lines that were read before, which quotes may need, then the lines to read.
///
/// Handed from the thread that gathers it to the one that reads it, and never in the hands of both: hence unchecked.
struct LogBlock: @unchecked Sendable {
    let memory: ScanMemory
    /// Place in the stream of the first byte in memory.
    var base: Int
    /// Where the lines to read begin, and where they end: behind a line feed or at the end of the log.
    var fresh: Int
    var limit: Int
    /// Bytes in memory.
    var end: Int
    /// No line ends in the whole memory: what is to be read is a part of one.
    var isPart: Bool
    /// The log ends here.
    var isLast: Bool
    /// The place that the hits count from: before `fresh` where a literal may begin in a part that was read before.
    var searchStart: Int
    /// From here on bytes stay in memory for the next block, and so many lines of them are read by then.
    var keep = 0
    var keptLines = 0

    private(set) var isSearched = false

    /// Finds the literals in what is to be read, unless they are found already.
    mutating func search() {
        guard !isSearched else { return }
        memory.search(UnsafeRawBufferPointer(rebasing: memory.bytes[searchStart..<max(searchStart, limit)]))
        isSearched = true
    }

    /// Once they are found.
    var hits: UnsafeBufferPointer<LiteralHit> { memory.hits }

    /// The bytes up to `limit`.
    func view(to limit: Int) -> BlockView {
        BlockView(bytes: LineBytes(UnsafeRawBufferPointer(rebasing: memory.bytes[0..<limit])), base: base, isLast: isLast)
    }
}
