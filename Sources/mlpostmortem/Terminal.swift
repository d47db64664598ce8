#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Whoever reads standard output closed it.
struct BrokenPipe: Error {}

/// Standard output and standard error.
enum Terminal {
    static func print(_ text: String) throws {
        try write(text, to: STDOUT_FILENO)
    }

    /// A note on standard error.
    static func note(_ text: String) {
        try? write(text + "\n", to: STDERR_FILENO)
    }

    /// An error, in the program's name.
    static func complain(_ text: String) {
        note("mlpostmortem: \(text)")
    }

    /// Draws the line anew in its place; the last one stays.
    static func redraw(_ line: String, isLast: Bool) throws {
        try write("\r\u{1B}[K" + line + (isLast ? "\n" : ""), to: STDERR_FILENO)
    }

    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    private static func write(_ text: String, to descriptor: Int32) throws {
        var copy = text
        try copy.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                #if canImport(Darwin)
                    let count = Darwin.write(descriptor, rest.baseAddress, rest.count)
                #else
                    let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                #endif
                if count < 0 {
                    if errno == EINTR || errno == EAGAIN { continue }
                    throw BrokenPipe()
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }
}
