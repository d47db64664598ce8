import Evidence

/// Paths of sources taken apart: folders, archive members behind `!`, and the names that Azure ML gives to log folders.
enum PathParts {
    /// Folders and members, in order.
    static func components(of path: String) -> [String] {
        path.utf8.split(whereSeparator: isSeparator).map { String(Substring($0)) }
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "\\")
    }

    /// As compared: lower case, without compression suffix.
    static func plain(_ path: String) -> String {
        Source.key(ofPath: path.lowercased())
    }

    /// The longer before what they end with.
    private static let archiveSuffixes = [
        "-diagnostics.zip", ".zip", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2", ".tbz", ".tar.zst", ".tzst", ".tar.lz4",
        ".tar", ".7z", ".gz",
    ]
    private static let folderSuffixes = ["_logs", "-logs", "_artifacts", "-artifacts", "-diagnostics", "_output", "-output"]
    private static let fileSuffixes = [".txt", ".log", ".jsonl", ".json", ".out", ".err", ".stdout", ".stderr"]

    /// Run keys that a folder's or an archive's name may stand for.
    static func folderCandidates(_ component: String) -> [String] {
        var name = component.lowercased()
        if name.hasPrefix("dcid.") { name.removeFirst(5) }
        var result = [name]
        if let suffix = archiveSuffixes.first(where: name.hasSuffix) {
            name.removeLast(suffix.count)
            result.append(name)
        }
        if let suffix = folderSuffixes.first(where: name.hasSuffix) {
            name.removeLast(suffix.count)
            result.append(name)
        }
        return result
    }

    /// Run keys that a file's name may begin with: `<run>.log`, `<run>_70_driver_log.txt`; the longest first.
    static func fileCandidates(_ component: String) -> [String] {
        var result = folderCandidates(component)
        var stem = result[result.count - 1]
        while let suffix = fileSuffixes.first(where: stem.hasSuffix) {
            stem.removeLast(suffix.count)
            result.append(stem)
        }
        for at in stem.indices.reversed() where "_-.".contains(stem[at]) && stem.distance(from: stem.startIndex, to: at) >= 6 {
            result.append(String(stem[..<at]))
        }
        return result
    }

    /// Folders in which Azure ML puts a run's logs; what stands before the first of them is the run's own folder.
    private static let layout: Set<String> = [
        "user_logs", "system_logs", "azureml-logs", "artifacts", "outputs", "named-outputs", "executionlogs.txt", "stdoutlogs.txt",
        "stderrlogs.txt",
    ]

    /// The folder that holds all logs of the run, as far as the layout tells; the folder itself (`""` for the top) for a known layout, else nil.
    static func runFolder(of path: String) -> String? {
        let parts = components(of: plain(path))
        for (i, part) in parts.enumerated() {
            let isLogs = part == "logs" && i + 1 < parts.count && parts[i + 1] == "azureml"
            if layout.contains(part) || isLogs { return prefix(of: path, components: i) }
        }
        return nil
    }

    /// The path up to its component number `count`, without the separator behind it.
    private static func prefix(of path: String, components count: Int) -> String {
        guard count > 0 else { return "" }
        var seen = 0
        var inside = false
        for at in path.utf8.indices {
            if isSeparator(path.utf8[at]) {
                if inside, seen == count { return String(path[..<at]) }
                inside = false
            } else if !inside {
                inside = true
                seen += 1
            }
        }
        return path
    }

    /// The path that a member would have if its archives were folders of their names.
    private static func unarchived(_ path: String) -> String {
        let parts = path.split(separator: "!", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return path }
        let folders = parts.dropLast().map { part in
            let folded = part.lowercased()
            guard let suffix = archiveSuffixes.first(where: folded.hasSuffix) else { return part }
            return part.dropLast(suffix.count)
        }
        return (folders + [parts[parts.count - 1]]).joined(separator: "/")
    }

    /// Folder of a file; empty at the top.
    static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(where: isSeparator) else { return "" }
        return String(path[..<slash])
    }

    /// File names that say nothing of their run, so that the folder names it.
    private static let generic: Set<String> = [
        "std_log", "stdout", "stderr", "std_out", "std_err", "output", "out", "err", "log", "logs", "console", "driver", "driver_log",
        "job",
        "run", "main", "train", "training", "error", "errors", "console_log", "stdouterr", "dmesg", "kern", "messages", "syslog", "journal",
    ]

    /// What a log that belongs to no known run calls its run: the folder where the file's name is generic or one of several ranks', else the
    /// file's path without suffix.
    static func ownRunName(of stored: String) -> String {
        let path = unarchived(stored)
        if let folder = runFolder(of: path) {
            guard !folder.isEmpty else { return "unnamed-run" }
            let last = components(of: folder).last ?? folder
            let bare = last.hasPrefix("dcid.") ? String(last.dropFirst(5)) : last
            return RunKey.looksLikeRunID(bare) ? bare : folder
        }
        let folder = PathParts.folder(of: path)
        var name = String(path.dropFirst(folder.isEmpty ? 0 : folder.count + 1))
        name = Source.key(ofPath: name)
        if let suffix = fileSuffixes.first(where: name.lowercased().hasSuffix) { name.removeLast(suffix.count) }
        guard !name.isEmpty else { return folder.isEmpty ? "unnamed-run" : folder }
        if let ranked = withoutRank(name) { name = ranked }
        guard name.isEmpty || generic.contains(name.lowercased()) else { return folder.isEmpty ? name : folder + "/" + name }
        if !folder.isEmpty { return folder }
        return name.isEmpty ? "unnamed-run" : name
    }

    /// `train_rank_3` without its rank; nil where the name has none.
    private static func withoutRank(_ name: String) -> String? {
        let folded = name.lowercased()
        for word in ["rank", "process", "worker", "node", "proc", "replica", "attempt"] {
            guard let at = folded.range(of: word, backwards: ()) else { continue }
            let rest = folded[at.upperBound...].drop { "_-. ".contains($0) }
            guard rest.isEmpty == false, rest.allSatisfy(\.isNumber) else { continue }
            return String(folded[..<at.lowerBound].trimmingSuffix { "_-. ".contains($0) })
        }
        return nil
    }
}

extension String {
    /// The last place at which `needle` stands.
    fileprivate func range(of needle: String, backwards: ()) -> Range<String.Index>? {
        ranges(of: needle).last
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, predicate(last) { rest.removeLast() }
        return rest
    }
}
