import CZlib

/// Unpacks gzip members, one after another. Owns zlib's state.
final class Inflater {
    /// What a step came to.
    enum Outcome {
        /// All input was used or the output is full.
        case went
        /// A member ended whole, its checksum is right.
        case memberEnded
        /// The rest cannot be unpacked; what zlib says of it.
        case damaged(String)
    }

    /// zlib keeps a pointer to the stream: it must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 16 above the largest window: gzip framing, header and checksum are zlib's work.
        let status = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib cannot be initialised: \(status)")
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Unpacks from `input` to `output`; says how much of both was used.
    func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> (read: Int, written: Int, Outcome) {
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.assumingMemoryBound(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.assumingMemoryBound(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        let status = CZlib.inflate(stream, Z_NO_FLUSH)
        let read = input.count - Int(stream.pointee.avail_in)
        let written = output.count - Int(stream.pointee.avail_out)
        switch status {
        case Z_OK, Z_BUF_ERROR: return (read, written, .went)
        case Z_STREAM_END: return (read, written, .memberEnded)
        default:
            let message = stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(status)"
            return (read, written, .damaged(message))
        }
    }

    /// Makes ready for the next member.
    func reset() {
        inflateReset(stream)
    }
}
