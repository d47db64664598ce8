/// A stream whose next blocks are unpacked on another core while this one is read. Pays for large files only.
final class ReadAheadStream: ByteStream {
    /// Blocks that wait.
    private static let limit = 2

    private let stream: any ByteStream
    private let blocks: Ahead<Block>
    /// Keeps the memory of the block that was handed out last.
    private let ring: Ring
    private(set) var damage: StreamDamage?

    /// A block in the ring, by its slot.
    private struct Block {
        var slot: Int
        var count: Int
    }

    init(_ stream: any ByteStream) {
        self.stream = stream
        let ring = Ring(slots: ReadAheadStream.limit + 2)
        self.ring = ring
        var made = 0
        blocks = Ahead(limit: ReadAheadStream.limit) {
            guard let bytes = stream.next() else { return nil }
            let slot = made % ring.slots
            made += 1
            ring.fill(slot, with: bytes)
            return Block(slot: slot, count: bytes.count)
        }
    }

    func next() -> UnsafeRawBufferPointer? {
        // The closure above throws nothing.
        guard let block = try? blocks.next() else {
            damage = stream.damage
            return nil
        }
        return ring.bytes(block.slot, count: block.count)
    }

    /// As many buffers as there can be blocks: those that wait, the one that is made, and the one that was handed out. So a slot comes up
    /// again only when its block was given back, and each is in one thread's hands at a time: hence unchecked.
    private final class Ring: @unchecked Sendable {
        let slots: Int
        private let buffers: UnsafeMutableBufferPointer<UnsafeMutableRawBufferPointer>

        init(slots: Int) {
            self.slots = slots
            buffers = .allocate(capacity: slots)
            for slot in 0..<slots { buffers.initializeElement(at: slot, to: .allocate(byteCount: ByteSource.blockBytes, alignment: 64)) }
        }

        deinit {
            for buffer in buffers { buffer.deallocate() }
            buffers.deallocate()
        }

        func fill(_ slot: Int, with bytes: UnsafeRawBufferPointer) {
            if buffers[slot].count < bytes.count {
                buffers[slot].deallocate()
                buffers[slot] = .allocate(byteCount: bytes.count, alignment: 64)
            }
            buffers[slot].copyMemory(from: bytes)
        }

        func bytes(_ slot: Int, count: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffers[slot][0..<count]) }
    }
}
