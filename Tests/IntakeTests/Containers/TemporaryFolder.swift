#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A folder that is gone with the value that made it.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/intake-tests-XXXXXX".utf8CString)
        path = String(cString: mkdtemp(&template))
    }

    deinit {
        remove(path)
    }

    /// Writes a file, and the folders around it; returns its path.
    @discardableResult
    func write(_ bytes: [UInt8], to name: String) -> String {
        var folder = path
        for part in name.split(separator: "/").dropLast() {
            folder += "/" + part
            mkdir(folder, 0o755)
        }
        let file = fopen(path + "/" + name, "w")!
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        return path + "/" + name
    }

    @discardableResult
    func write(_ text: String, to name: String) -> String {
        write(Array(text.utf8), to: name)
    }

    private func remove(_ path: String) {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
                if name == "." || name == ".." { continue }
                var status = stat()
                let inner = path + "/" + name
                lstat(inner, &status)
                if status.st_mode & S_IFMT == S_IFDIR { remove(inner) } else { unlink(inner) }
            }
            closedir(folder)
        }
        rmdir(path)
    }
}
