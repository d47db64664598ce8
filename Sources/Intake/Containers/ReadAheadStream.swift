/// A stream whose next blocks are unpacked on another core while this one is read. Pays for large files only.
final class ReadAheadStream: ByteStream {
    /// Blocks that wait.
    private static let limit = 8

    private let stream: any ByteStream
    private let blocks: Ahead<Block>
    private(set) var damage: StreamDamage?

    /// Bytes that the source keeps until nobody reads them any more: hence unchecked.
    private struct Block: @unchecked Sendable {
        var bytes: UnsafeRawBufferPointer
    }

    /// `stream` hands on the blocks of `source` as they are.
    init(_ stream: any ByteStream, of source: ByteSource) {
        self.stream = stream
        // Those that wait, the one that is made, and the one that was handed out last.
        source.keep(blocks: ReadAheadStream.limit + 2)
        blocks = Ahead(limit: ReadAheadStream.limit) { stream.next().map { Block(bytes: $0) } }
    }

    func next() -> UnsafeRawBufferPointer? {
        // The closure above throws nothing.
        guard let block = try? blocks.next() else {
            damage = stream.damage
            return nil
        }
        return block.bytes
    }
}
