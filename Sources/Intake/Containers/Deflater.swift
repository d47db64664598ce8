import CZlib

/// Packs bytes as one gzip member. Owns zlib's state.
final class Deflater {
    /// zlib keeps a pointer to the stream: it must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 16 above the largest window: gzip framing. zlib writes no time into its header: the same bytes are packed alike.
        let status = deflateInit2_(
            stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib cannot be initialised: \(status)")
    }

    deinit {
        deflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Packs from `input` to `output`; says how much of both was used, and whether the member is complete. `isLast` says that nothing comes
    /// after this input.
    func deflate(
        _ input: UnsafeRawBufferPointer, isLast: Bool, into output: UnsafeMutableRawBufferPointer
    ) -> (read: Int, written: Int, isComplete: Bool) {
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.assumingMemoryBound(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.assumingMemoryBound(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        let status = CZlib.deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
        return (input.count - Int(stream.pointee.avail_in), output.count - Int(stream.pointee.avail_out), status == Z_STREAM_END)
    }
}
