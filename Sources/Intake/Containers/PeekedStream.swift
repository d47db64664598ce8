/// A stream whose first bytes can be looked at before they are read.
final class PeekedStream: ByteStream {
    /// Enough to tell every container: the first record of a tar.
    static let headBytes = 512

    private let stream: any ByteStream
    /// What was read for the sake of the head and not handed out yet.
    private var first: UnsafeRawBufferPointer?
    /// Owns `first` where several blocks make the head.
    private var gathered: UnsafeMutableRawBufferPointer?
    /// The first bytes, at most `headBytes`.
    let head: [UInt8]

    var damage: StreamDamage? { stream.damage }

    init(_ stream: any ByteStream) {
        self.stream = stream
        first = stream.next()
        if let block = first, block.count < PeekedStream.headBytes {
            var bytes = Array(block)
            while bytes.count < PeekedStream.headBytes, let more = stream.next() { bytes += more }
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
            copy.copyBytes(from: bytes)
            gathered = copy
            first = UnsafeRawBufferPointer(copy)
        }
        head = first.map { Array($0.prefix(PeekedStream.headBytes)) } ?? []
    }

    deinit { gathered?.deallocate() }

    func next() -> UnsafeRawBufferPointer? { next(into: nil) }

    func next(into room: UnsafeMutableRawBufferPointer?) -> UnsafeRawBufferPointer? {
        guard let block = first else { return stream.next(into: room) }
        first = nil
        return block
    }
}
