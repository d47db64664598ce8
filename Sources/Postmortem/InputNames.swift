import Evidence
import Intake
import Store

/// A file to read, and the key of the source that it is.
struct NamedFile: Sendable {
    var file: InputFile
    var key: String
    /// Of a file that comes out of the store: where its bytes are, and which run was given for it.
    var kept: KeptFile?
}

/// Gives every file of one ingest a name of its own.
enum InputNames {
    /// Two folders given at once may hold files of one name, and a file may lie beside its packed copy. Files that would be one source are
    /// told apart by as many of their folders as it takes; a packed file beside its plain twin is a source by its full name.
    static func distinct(_ files: [InputFile]) -> [NamedFile] {
        var groups: [String: [Int]] = [:]
        for (i, file) in files.enumerated() { groups[Source.key(ofPath: file.shownPath), default: []].append(i) }
        var result = files.map { NamedFile(file: $0, key: Source.key(ofPath: $0.shownPath)) }
        for (key, members) in groups where members.count > 1 {
            let folders = Set(members.map { folder(of: files[$0].path) })
            if folders.count == 1 {
                for i in members where files[i].shownPath != key { result[i].key = files[i].shownPath }
                continue
            }
            for i in members {
                let parts = files[i].path.split { $0 == "/" }
                let least = key.split { $0 == "/" }.count
                var count = min(least + 1, parts.count)
                while count < parts.count, members.contains(where: { $0 != i && tail(files[$0].path, count) == tail(files[i].path, count) })
                {
                    count += 1
                }
                result[i].file.shownPath = tail(files[i].path, count)
                result[i].key = Source.key(ofPath: result[i].file.shownPath)
            }
        }
        return result
    }

    private static func folder(of path: String) -> Substring {
        path.lastIndex(of: "/").map { path[..<$0] } ?? ""
    }

    private static func tail(_ path: String, _ count: Int) -> String {
        path.split { $0 == "/" }.suffix(count).joined(separator: "/")
    }
}
