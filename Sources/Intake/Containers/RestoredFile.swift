#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A private file that is gone when it is no longer used: kept bytes as the file they were, to be read where files are read.
///
/// It holds what may be secret. Nobody else may open it, and where the system allows (Linux) it has no name from the beginning, so that
/// nothing of it is left however the process ends.
package final class RestoredFile {
    /// Where it can be opened until `remove`.
    package private(set) var path: String
    private let descriptor: Int32
    /// The name that is still to be taken away.
    private var name: String?
    private let inflater: Inflater?
    private var isComplete = false

    /// An empty file in that folder. `packing` is what was done to the parts that it will be made of (`KeepableFile.packing`).
    package init(in folder: String, packing: String?) throws(IntakeError) {
        // Hidden: whoever reads the folder meanwhile passes it over.
        var template = Array((folder + "/.mlpostmortem-XXXXXX").utf8CString)
        // For its owner only, by the rules of `mkstemp`.
        descriptor = template.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkstemp($0) } ?? -1 }
        let made = template.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        guard descriptor >= 0 else {
            throw IntakeError(
                subject: folder, description: "Cannot make a file in the folder '\(folder)': \(String(cString: strerror(errno))).")
        }
        let nameless = "/proc/self/fd/\(descriptor)"
        if access(nameless, R_OK) == 0, unlink(made) == 0 {
            (path, name) = (nameless, nil)
        } else {
            (path, name) = (made, made)
        }
        inflater = packing == KeepableFile.gzip ? Inflater() : nil
    }

    deinit {
        remove()
        close(descriptor)
    }

    /// Takes the file away; it can be opened no more.
    package func remove() {
        if let name { unlink(name) }
        name = nil
    }

    /// Writes the next part; false where it is damaged.
    package func append(_ part: UnsafeRawBufferPointer) throws(IntakeError) -> Bool {
        guard let inflater else {
            try write(part)
            return true
        }
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: ByteSource.blockBytes, alignment: 16)
        defer { block.deallocate() }
        var rest = part[...]
        while !isComplete {
            let (read, written, outcome) = inflater.inflate(UnsafeRawBufferPointer(rebasing: rest), into: block)
            rest = rest.dropFirst(read)
            try write(UnsafeRawBufferPointer(rebasing: block[0..<written]))
            switch outcome {
            case .memberEnded: isComplete = true
            case .damaged: return false
            case .went: if rest.isEmpty, written < block.count { return true }
            }
        }
        return true
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(IntakeError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let buffer = UnsafeRawBufferPointer(rebasing: rest)
            #if canImport(Darwin)
                let count = Darwin.write(descriptor, buffer.baseAddress, buffer.count)
            #else
                let count = Glibc.write(descriptor, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                let reason = String(cString: strerror(errno))
                throw IntakeError(subject: path, description: "A kept file could not be put back on disk to be read: \(reason).")
            }
        }
    }
}
