#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file that is open for reading, or standard input. Owns the descriptor.
final class StoredFile: ByteInput {
    private let descriptor: Int32
    private let closes: Bool
    private let meter: ReadMeter?

    /// Why the system refused, as it says it.
    struct Refusal: Error {
        var code: Int32

        var reason: String { String(cString: strerror(code)) }
    }

    init(_ file: InputFile, meter: ReadMeter? = nil) throws(Refusal) {
        self.meter = meter
        if file.isStandardInput {
            descriptor = 0
            closes = false
            return
        }
        // A FIFO that took the file's place since the walk must not block the reader.
        descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        closes = true
        guard descriptor >= 0 else { throw Refusal(code: errno) }
    }

    deinit {
        if closes, descriptor >= 0 { close(descriptor) }
    }

    /// Fills the buffer from its beginning as far as one read goes; 0 at the end.
    func readBytes(into buffer: UnsafeMutableRawBufferPointer) throws(Refusal) -> Int {
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 {
                meter?.noteStored(count)
                return count
            }
            guard errno == EINTR else { throw Refusal(code: errno) }
        }
    }

    /// Size of a regular file; nil for a pipe.
    var byteCount: Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Reading goes on there; false for a pipe.
    func seek(to offset: Int) -> Bool {
        lseek(descriptor, off_t(offset), SEEK_SET) == off_t(offset)
    }
}
