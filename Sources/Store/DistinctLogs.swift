import Evidence

/// The logs of a run, of which each is to stay once: one that was handed in twice has the same name and the same bytes.
struct DistinctLogs {
    private struct Entry {
        var path: String
        var source: Int64
        var number: Int
        var log: LogEvidence

        var name: String { PathParts.components(of: PathParts.plain(path)).last ?? path }
    }

    private var entries: [Entry] = []

    mutating func add(path: String, source: Int64, number: Int, _ log: LogEvidence) {
        entries.append(Entry(path: path, source: source, number: number, log: log))
    }

    /// By path; of two that are one the one with the shorter path stays.
    func sorted(_ names: SourceNames) throws -> [LogEvidence] {
        let areAlone = Set(entries.map(\.name)).count == entries.count && Set(entries.map(\.log.source)).count == entries.count
        let logs = areAlone ? entries.map(\.log) : try distinct(names)
        return logs.sorted { $0.source < $1.source }
    }

    private func distinct(_ names: SourceNames) throws -> [LogEvidence] {
        let ordered = try entries.map { (entry: $0, name: try names.name(of: $0.source), length: $0.path.unicodeScalars.count) }.sorted {
            a, b in
            if a.length != b.length { return a.length < b.length }
            if a.entry.path != b.entry.path { return ByteOrder.precedes(a.entry.path, b.entry.path) }
            return a.name.key == b.name.key ? a.entry.number < b.entry.number : ByteOrder.precedes(a.name.key, b.name.key)
        }
        var seen: Set<String> = []
        return ordered.filter { found in
            seen.insert("\(found.entry.name)\u{1F}\(found.name.contentHash)\u{1F}\(found.entry.number)").inserted
        }.map(\.entry.log)
    }
}
