import Evidence
import GRDB

/// Finds in the blob listings what a run's declared outputs hold.
struct OutputMatcher {
    let db: Database
    let run: Run
    let decoder: RowDecoder

    /// As many objects of a port are read; a rule needs to know what there is, not all of it.
    private static let cap = 1_000

    /// What a run's declared outputs hold.
    struct Result {
        var states: [OutputState] = []
        /// Where its outputs would lie.
        var places: [ListedPlace] = []
    }

    func match() throws -> Result {
        var result = Result()
        for port in run.outputs {
            let place = try place(OutputPaths.prefixes(of: port, runID: run.id))
            var objects: [OutputObject] = []
            for prefix in place.prefixes { objects += try self.objects(below: prefix) }
            let content: OutputState.Content =
                objects.contains { $0.bytes > 0 && !OutputPaths.isFolderMarker($0) }
                ? .filled
                : !objects.isEmpty || place.wasListed ? .empty : .unknown
            result.states.append(OutputState(port: port, content: content, objects: objects))
            result.places.append(place)
        }
        if run.outputs.isEmpty { result.places = [try place(["azureml/\(run.id)/"])] }
        return result
    }

    private func place(_ prefixes: [String]) throws -> ListedPlace {
        let isOver = run.ended != nil || run.status?.isTerminal == true
        let ended = isOver ? run.ended ?? run.started ?? run.created : nil
        var place = ListedPlace(runKey: RunKey.of(run.id), prefixes: prefixes, ended: ended?.microseconds)
        place.wasListed = try place.isListed(in: db)
        return place
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
}
