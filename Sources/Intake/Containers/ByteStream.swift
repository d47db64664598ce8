/// Bytes that come block by block: a file, a member of an archive, either of them unpacked.
protocol ByteStream: AnyObject {
    /// The next bytes, valid until the next call; nil at the end.
    func next() -> UnsafeRawBufferPointer?
    /// The same; who asks has room for the bytes, and where they are put there they need not be copied. Whether they are shows in their address.
    func next(into room: UnsafeMutableRawBufferPointer?) -> UnsafeRawBufferPointer?
    /// Why the stream ended before its end; known once it ended.
    var damage: StreamDamage? { get }
}

extension ByteStream {
    func next(into room: UnsafeMutableRawBufferPointer?) -> UnsafeRawBufferPointer? { next() }
}

/// A stream that can be read anew from any place, as archives with their table at the end ask for.
protocol SeekableStream: ByteStream {
    var count: Int { get }
    /// Reading goes on there; false if that cannot be.
    func seek(to offset: Int) -> Bool
}

/// What fills buffers from its beginning on.
protocol ByteInput: AnyObject {
    /// Fills the buffer from its beginning as far as one read goes; 0 at the end.
    func readBytes(into buffer: UnsafeMutableRawBufferPointer) throws(StoredFile.Refusal) -> Int
}

/// Why a stream ended before its end.
struct StreamDamage {
    /// A part of a sentence.
    var reason: String
    /// Byte of the stored file or of the member.
    var offset: Int
}
