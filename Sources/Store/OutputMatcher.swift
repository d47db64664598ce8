import Evidence
import GRDB

/// Finds in the blob listings what a run's declared outputs hold.
struct OutputMatcher {
    let db: Database
    let run: Run
    let decoder: RowDecoder

    /// As many objects of a port are read; a rule needs to know what there is, not all of it.
    private static let cap = 1_000

    func states() throws -> [OutputState] {
        try run.outputs.map { port in
            let prefixes = OutputPaths.prefixes(of: port, runID: run.id)
            var objects: [OutputObject] = []
            for prefix in prefixes { objects += try self.objects(below: prefix) }
            let content: OutputState.Content
            if objects.contains(where: { $0.bytes > 0 && !OutputPaths.isFolderMarker($0) }) {
                content = .filled
            } else if try !objects.isEmpty || isCovered(prefixes) {
                content = .empty
            } else {
                content = .unknown
            }
            return OutputState(port: port, content: content, objects: objects)
        }
    }

    /// A listing shows other runs' outputs in the places where this one's would be.
    func isListed() throws -> Bool {
        guard !run.outputs.isEmpty else { return try isCovered(["azureml/\(run.id)/"]) }
        return try run.outputs.contains { try isCovered(OutputPaths.prefixes(of: $0, runID: run.id)) }
    }

    private func objects(below prefix: String) throws -> [OutputObject] {
        let sql = """
            SELECT o.path, o.container, o.json FROM output o JOIN source s ON s.id = o.source_id WHERE o.path >= ?1 AND o.path < ?2
            ORDER BY o.path, o.container, o.modified DESC, s.path, s.key, o.number LIMIT ?3
            """
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [prefix, prefix + "\u{10FFFF}", OutputMatcher.cap])
        var seen: Set<String> = []
        var objects: [OutputObject] = []
        while let row = try rows.next() {
            let (path, container): (String, String?) = (row[0], row[1])
            guard seen.insert(path + "\u{1F}" + (container ?? "")).inserted else { continue }
            objects.append(try decoder.decode(OutputObject.self, from: row, at: 2))
        }
        return objects
    }

    /// The place was listed after the run had ended: some other run's object in the same kind of place is at least as new.
    ///
    /// Listings are in the order of names and are cut at full pages of 5,000 unless all results are asked for: a full page covers no place
    /// behind its last name.
    private func isCovered(_ prefixes: [String]) throws -> Bool {
        let ended = run.ended ?? run.started ?? run.created
        guard let ended, run.ended != nil || run.status?.isTerminal == true else { return false }
        let key = RunKey.of(run.id)
        for prefix in prefixes {
            if OutputPaths.owner(of: prefix + "x") != nil {
                // Run folders: another run's folder under the same parent (`azureml/`, `ExperimentRun/`).
                let parent = prefix.split(separator: "/").first.map { $0 + "/" } ?? ""
                let sql = """
                    SELECT EXISTS (SELECT 1 FROM output o JOIN source s ON s.id = o.source_id WHERE o.modified >= ? AND o.owner IS NOT NULL
                    AND o.owner <> ? AND o.path >= ? AND o.path < ? AND (o.path > ? OR s.records % 5000 <> 0))
                    """
                let other = try Bool.fetchOne(
                    db.cachedStatement(sql: sql), arguments: [ended.microseconds, key, parent, parent + "\u{10FFFF}", prefix])
                if other == true { return true }
            } else {
                let parts = prefix.split(separator: "/")
                guard parts.count >= 2 else { continue }
                let parent = parts.dropLast().joined(separator: "/") + "/"
                let sql = """
                    SELECT EXISTS (SELECT 1 FROM output o JOIN source s ON s.id = o.source_id WHERE o.modified >= ? AND o.path >= ? AND o.path < ?
                    AND (o.path > ? OR s.records % 5000 <> 0))
                    """
                let other = try Bool.fetchOne(
                    db.cachedStatement(sql: sql), arguments: [ended.microseconds, parent, parent + "\u{10FFFF}", prefix])
                if other == true { return true }
            }
        }
        return false
    }
}
