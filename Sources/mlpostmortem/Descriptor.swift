#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file, a terminal or a pipe that the system knows by a number.
enum Descriptor {
    /// Writes all of it, however many calls that takes; false where the system refuses, which `errno` explains.
    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            #if canImport(Darwin)
                let count = Darwin.write(descriptor, rest.baseAddress, rest.count)
            #else
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            #endif
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                return false
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        return true
    }
}
