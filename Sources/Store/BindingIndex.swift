import Evidence

/// What is known of runs by which a log or a code file can be told to belong to one.
struct BindingIndex {
    /// One known run, as far as binding asks for it.
    struct Entry {
        var key: String
        var runID: String
        var parentKey: String?
        var runUUID: String?
        var snapshotID: String?
        var script: String?
        var command: String?
        var names: [String] = []
        var logFiles: [String] = []
    }

    private var ids: [String: String] = [:]
    private var uuids: [String: String] = [:]
    private var snapshots: [String: [String]] = [:]
    private var parents: [String: String] = [:]
    private var children: [String: [String: Set<String>]] = [:]
    private var logFiles: [String: Set<String>] = [:]
    private var scripts: [String: [String]] = [:]

    /// Entries in a fixed order.
    init(_ entries: [Entry]) {
        for entry in entries {
            ids[entry.key] = entry.runID
            if let uuid = entry.runUUID { uuids[RunKey.uuid(uuid)] = entry.key }
            if RunKey.isUUID(entry.key) { uuids[RunKey.uuid(entry.key)] = entry.key }
            if let snapshot = entry.snapshotID { snapshots[snapshot.lowercased(), default: []].append(entry.key) }
            if let parent = entry.parentKey {
                parents[entry.key] = parent
                for name in entry.names { children[parent, default: [:]][name.lowercased(), default: []].insert(entry.key) }
            }
            for file in entry.logFiles { logFiles[PathParts.plain(file), default: []].insert(entry.key) }
            for script in BindingIndex.scripts(of: entry) { scripts[script, default: []].append(entry.key) }
        }
    }

    /// The id as the run history spells it.
    func runID(_ key: String) -> String { ids[key] ?? key }

    func contains(_ key: String) -> Bool { ids[key] != nil }

    func run(uuid: String) -> String? { uuids[RunKey.uuid(uuid)] }

    func runs(snapshot: String) -> [String] { snapshots[snapshot.lowercased()] ?? [] }

    func runs(script: String) -> [String] { scripts[script.lowercased()] ?? [] }

    /// `descendant` lies below `ancestor`.
    func isBelow(_ descendant: String, _ ancestor: String) -> Bool {
        var seen: Set<String> = []
        var current = descendant
        while let parent = parents[current], seen.insert(current).inserted {
            if parent == ancestor { return true }
            current = parent
        }
        return false
    }

    /// The run that the path's deepest telling component names; below a pipeline's folder, the step whose name a folder bears.
    func run(path: String) -> String? {
        let parts = PathParts.components(of: path)
        for at in parts.indices.reversed() {
            let candidates = at == parts.count - 1 ? PathParts.fileCandidates(parts[at]) : PathParts.folderCandidates(parts[at])
            guard var key = candidates.first(where: { ids[$0] != nil }) else { continue }
            for part in parts[(at + 1)...] {
                if let named = children[key]?[part.lowercased()], named.count == 1, let child = named.first { key = child }
            }
            return key
        }
        return nil
    }

    /// The only run whose run history lists a log with this path's tail.
    func run(logFile path: String) -> String? {
        guard !logFiles.isEmpty else { return nil }
        let parts = PathParts.components(of: PathParts.plain(path))
        for start in parts.indices {
            guard let runs = logFiles[parts[start...].joined(separator: "/")] else { continue }
            return runs.count == 1 ? runs.first : nil
        }
        return nil
    }

    /// Runs whose code a path component names by its snapshot.
    func runs(snapshotIn path: String) -> [String] {
        for part in PathParts.components(of: path).reversed() {
            for candidate in PathParts.folderCandidates(part) {
                if let runs = snapshots[candidate] { return runs }
            }
        }
        return []
    }

    /// File names of Python files that the run says it starts.
    private static func scripts(of entry: Entry) -> Set<String> {
        var names: Set<String> = []
        let words = [entry.script].compactMap { $0 } + (entry.command?.split { " \t\n;&|'\"".contains($0) }.map(String.init) ?? [])
        for word in words where word.hasSuffix(".py") {
            if let name = word.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last { names.insert(name.lowercased()) }
        }
        return names
    }
}
