#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Finds the files under the paths given.
package enum SourceWalk {
    /// All files at `paths`, sorted by the path that is shown; folders are walked, a path that does not exist is an error.
    ///
    /// Passed over without a word: hidden files, `__MACOSX`, databases of SQLite (our own store among them) and symbolic
    /// links. What is no file, or may not be read, is listed with its obstacle.
    package static func files(at paths: [String]) throws(IntakeError) -> [InputFile] {
        var found: [InputFile] = []
        var seen: Set<String> = []
        for path in paths {
            // Two paths may lead to one file; within one folder that cannot be, links apart.
            found += try files(at: path).filter { paths.count == 1 || seen.insert(resolved($0.path) ?? $0.path).inserted }
        }
        return found.sorted { left, right in
            left.shownPath == right.shownPath
                ? left.path.utf8.lexicographicallyPrecedes(right.path.utf8)
                : left.shownPath.utf8.lexicographicallyPrecedes(right.shownPath.utf8)
        }
    }

    private static func files(at path: String) throws(IntakeError) -> [InputFile] {
        if path == "-" { return [.standardInput] }
        guard let status = status(of: path) else {
            let reason = errno == ENOENT || errno == ENOTDIR ? "there is no file or folder there" : String(cString: strerror(errno))
            throw IntakeError(subject: path, description: "Cannot read '\(path)': \(reason).")
        }
        if status.st_mode & S_IFMT != S_IFDIR {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return file(path, shown: name, status).map { [$0] } ?? []
        }
        return folder(path)
    }

    /// Everything under a folder.
    private static func folder(_ root: String) -> [InputFile] {
        var found: [InputFile] = []
        var waiting = [(path: root, shown: "")]
        while let (path, shown) = waiting.popLast() {
            guard let names = names(in: path) else {
                let reason = String(cString: strerror(errno))
                let name = shown.isEmpty ? "." : shown
                found.append(
                    InputFile(shownPath: name, path: path, obstacle: "The folder '\(name)' could not be listed: \(reason).", isLost: true))
                continue
            }
            for name in names where !name.hasPrefix(".") && name != "__MACOSX" {
                let inner = path.hasSuffix("/") ? path + name : path + "/" + name
                let innerShown = shown.isEmpty ? name : shown + "/" + name
                guard let status = status(of: inner, followsLink: false) else {
                    let reason = String(cString: strerror(errno))
                    found.append(
                        InputFile(
                            shownPath: innerShown, path: inner, obstacle: "'\(innerShown)' could not be read: \(reason).", isLost: true))
                    continue
                }
                switch status.st_mode & S_IFMT {
                case S_IFDIR: waiting.append((inner, innerShown))
                // What a link leads to inside the folder is found by itself; what lies outside is not what was given.
                case S_IFLNK: break
                default:
                    if let file = file(inner, shown: innerShown, status) { found.append(file) }
                }
            }
        }
        return found
    }

    /// The file with its obstacle, if it has one; nil for a database.
    private static func file(_ path: String, shown: String, _ status: stat) -> InputFile? {
        var file = InputFile(shownPath: shown, path: path, size: Int64(status.st_size))
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            // A database is made of pages, so that most files need not be opened to tell.
            if status.st_size % 512 == 0, isDatabase(path) { return nil }
            for suffix in ["-wal", "-shm", "-journal"] where path.hasSuffix(suffix) && isDatabase(String(path.dropLast(suffix.count))) {
                return nil
            }
        case S_IFIFO: file.obstacle = "'\(shown)' is a FIFO, not a file, and was passed over."
        case S_IFSOCK: file.obstacle = "'\(shown)' is a socket, not a file, and was passed over."
        default: file.obstacle = "'\(shown)' is a device, not a file, and was passed over."
        }
        return file
    }

    /// Databases begin so since SQLite 3.0.
    private static let databaseMagic = Array("SQLite format 3\0".utf8)

    private static func isDatabase(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: databaseMagic.count)
        return read(descriptor, &head, head.count) == head.count && head == databaseMagic
    }

    private static func status(of path: String, followsLink: Bool = true) -> stat? {
        var status = stat()
        return (followsLink ? stat(path, &status) : lstat(path, &status)) == 0 ? status : nil
    }

    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// Names in a folder without `.` and `..`; nil if it cannot be listed. A name that is no UTF-8 stands repaired and will not be found.
    private static func names(in path: String) -> [String]? {
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
