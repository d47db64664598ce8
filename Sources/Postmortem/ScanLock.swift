import Foundation

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Keeps two scans of one store apart: what is new must be told by one of them, not by both.
///
/// A file beside the store is locked, and says who holds it. The lock is the system's: it goes with the process, however that ends, so that
/// a dead holder holds nothing.
struct ScanLock {
    private let descriptor: Int32
    private let path: String

    /// Waits for another scan for so many seconds; `tell` hears of it once, with who that is.
    static func take(storePath: String, wait seconds: Double, tell: (String) -> Void) throws -> ScanLock {
        let path = URL(fileURLWithPath: storePath).resolvingSymlinksInPath().path + ".scan-lock"
        let began = ContinuousClock.now
        var hasTold = false
        while true {
            if let lock = try attempt(path) { return lock }
            let waited = (ContinuousClock.now - began) / .seconds(1)
            guard waited < seconds else {
                throw CannotRun(
                    "The store \(storePath) is being scanned by \(holder(path)). Try again when that has ended, or wait longer with --wait SECONDS."
                )
            }
            // Scans of a quiet night take less than a second; that is no news.
            if waited >= 1, !hasTold {
                tell("The store \(storePath) is being scanned by \(holder(path)); waiting for up to \(Int(seconds)) seconds.")
                hasTold = true
            }
            usleep(50_000)
        }
    }

    /// Gives the lock up. The file goes first, while nobody else can hold it.
    func release() {
        unlink(path)
        Self.close(descriptor)
    }

    /// Nil while somebody else holds the lock.
    private static func attempt(_ path: String) throws -> ScanLock? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw CannotRun(
                "Cannot lock the store with '\(path)': \(reason(errno)). Name a store in a folder that can be written with --store.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            if code == EWOULDBLOCK || code == EINTR { return nil }
            throw CannotRun("Cannot lock '\(path)': \(reason(code)). Put the store on a file system that has locks.")
        }
        // Whoever held it may have taken the file away between `open` and the lock: then it is another file's lock.
        var mine = stat()
        var there = stat()
        guard fstat(descriptor, &mine) == 0, stat(path, &there) == 0, mine.st_ino == there.st_ino, mine.st_dev == there.st_dev else {
            close(descriptor)
            return nil
        }
        let host = ProcessInfo.processInfo.hostName
        let words = "process \(getpid()) on \(host) since \(Date().ISO8601Format())\n"
        ftruncate(descriptor, 0)
        _ = words.withCString { pwrite(descriptor, $0, strlen($0), 0) }
        return ScanLock(descriptor: descriptor, path: path)
    }

    /// Who holds the lock, in the words that it left.
    private static func holder(_ path: String) -> String {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let line = text.prefix { $0 != "\n" }
        return line.isEmpty ? "another process" : ShownText.line(String(line), limit: 200)
    }

    private static func close(_ descriptor: Int32) {
        #if canImport(Darwin)
            _ = Darwin.close(descriptor)
        #else
            _ = Glibc.close(descriptor)
        #endif
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
