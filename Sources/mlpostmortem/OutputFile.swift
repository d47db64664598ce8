import Foundation

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file that is written piece by piece and takes the place of an older one when it is whole.
struct OutputFile {
    private let descriptor: Int32
    private let path: String
    /// Where it stands until then, in the same folder; nil where it is written in place.
    private let draft: String?

    /// Begins the file; one that is not to be replaced is written in place.
    init(path: String, isReplaced: Bool) throws {
        self.path = path
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let draft = isReplaced ? "\(folder)/.mlpostmortem.\(getpid()).\(UInt32.random(in: .min ... .max))" : nil
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (isReplaced ? O_EXCL : O_TRUNC)
        descriptor = open(draft ?? path, flags, 0o666)
        guard descriptor >= 0 else { throw OutputFile.failure() }
        self.draft = draft
        // The new file is as open to others as the old one.
        var old = stat()
        if draft != nil, stat(path, &old) == 0 { fchmod(descriptor, old.st_mode & 0o7777) }
    }

    func write(_ piece: UnsafeRawBufferPointer) throws {
        guard Descriptor.write(piece, to: descriptor) else { throw OutputFile.failure() }
    }

    /// Puts the file in its place.
    func finish() throws {
        guard let draft else {
            close(descriptor)
            return
        }
        guard fsync(descriptor) == 0, close(descriptor) == 0, rename(draft, path) == 0 else {
            let failure = OutputFile.failure()
            unlink(draft)
            throw failure
        }
    }

    /// Leaves the older file as it is.
    func discard() {
        close(descriptor)
        if let draft { unlink(draft) }
    }

    /// What the system said, in Foundation's words.
    private static func failure() -> CocoaError {
        switch errno {
        case ENOENT: CocoaError(.fileNoSuchFile)
        case EACCES, EPERM: CocoaError(.fileWriteNoPermission)
        case ENOSPC, EDQUOT: CocoaError(.fileWriteOutOfSpace)
        case EEXIST: CocoaError(.fileWriteFileExists)
        case EROFS: CocoaError(.fileWriteVolumeReadOnly)
        default: CocoaError(.fileWriteUnknown)
        }
    }
}
