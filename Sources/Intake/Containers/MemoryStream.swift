/// Bytes held in memory: a small archive within another, whose table of contents stands at its end.
final class MemoryStream: SeekableStream {
    private var bytes: UnsafeMutableRawBufferPointer
    private(set) var count = 0
    private var offset = 0
    private let stream: any ByteStream
    /// All of the stream is held, so that any place of it can be read.
    private(set) var isWhole = false
    /// Behind the bytes held, blocks come from the stream.
    var damage: StreamDamage? { stream.damage }

    /// Takes in the stream, but not much more than `limit` bytes of it.
    init(_ stream: any ByteStream, limit: Int) {
        self.stream = stream
        bytes = .allocate(byteCount: 1 << 16, alignment: 16)
        while count <= limit {
            guard let block = stream.next() else {
                isWhole = true
                return
            }
            reserve(count + block.count)
            UnsafeMutableRawBufferPointer(rebasing: bytes[count...]).copyMemory(from: block)
            count += block.count
        }
    }

    deinit { bytes.deallocate() }

    private func reserve(_ wanted: Int) {
        guard wanted > bytes.count else { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(wanted, bytes.count * 2), alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        bytes.deallocate()
        bytes = larger
    }

    func next() -> UnsafeRawBufferPointer? {
        guard offset < count else { return isWhole ? nil : stream.next() }
        defer { offset = count }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<count])
    }

    func seek(to offset: Int) -> Bool {
        guard isWhole, offset >= 0 else { return false }
        self.offset = min(offset, count)
        return true
    }
}
