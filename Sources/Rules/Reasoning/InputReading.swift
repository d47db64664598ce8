import Evidence

/// Which step should have written a file that was not there.
package enum InputReading {
    /// Runs that should have produced the path that a message names; empty where the path is none of the run's inputs.
    package static func producers(ofMissing message: String, file: CaseFile) -> [String] {
        guard !file.producers.isEmpty else { return [] }
        let path = TextScan.quotedPath(in: message) ?? ""
        let empty = file.producers.filter(\.isLost)
        for producer in file.producers {
            let signs = [
                "/INPUT_\(producer.input)/", "/wd/\(producer.input)/", "/\(producer.runID)/", "/\(producer.input)/", "/\(producer.output)/",
            ]
            if signs.contains(where: { (path + "/").contains($0) }) {
                // The step named may have done its part: then one that left nothing is the next to ask.
                return [producer.runID] + (producer.isLost ? [] : empty.map(\.runID))
            }
        }
        if path.isEmpty || path.contains("/INPUT_") || path.contains("/mounts/") || path.contains("/wd/tmp") { return empty.map(\.runID) }
        return []
    }
}
