import Evidence

/// Walks over the blocks of a large log on a thread of its own, while the next ones are unpacked.
final class LogWalkThread {
    /// Blocks that wait.
    private static let limit = 4
    /// Blocks that may be in its hands at a time: those that wait, and the one that is read.
    static let held = limit + 1

    private let blocks = Channel<LogBlock>(limit: LogWalkThread.limit)
    private let evidence: Ahead<LogEvidence>

    /// The walk goes on there.
    init(_ walk: LogWalk) {
        let blocks = self.blocks
        var walk = walk
        evidence = Ahead(limit: 1) {
            while var block = try blocks.take() {
                block.search()
                if block.isLast { return walk.finish(block) }
                walk.read(block)
            }
            return nil
        }
    }

    /// Nothing more comes, be it that the last block never came.
    deinit { blocks.end() }

    /// It has more to do already than the block at hand.
    var hasWaiting: Bool { !blocks.isEmpty }

    func read(_ block: LogBlock) { blocks.put(block) }

    /// Waits until all is read.
    func finish(_ last: LogBlock) -> LogEvidence {
        blocks.put(last)
        blocks.end()
        // Reading blocks throws nothing, and the last one makes the evidence.
        guard let evidence = try? evidence.next() else { preconditionFailure("The last block of a log made no evidence.") }
        return evidence
    }
}
