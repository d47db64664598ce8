import Evidence

/// Where Azure ML keeps what runs write, read from paths.
enum OutputPaths {
    /// The run to whose own folder a listed blob belongs: `azureml/<run>/...`, `ExperimentRun/dcid.<run>/...`; as a run key.
    static func owner(of path: String) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        for (i, part) in parts.enumerated() {
            if part.hasPrefix("dcid.") { return RunKey.of(String(part.dropFirst(5))) }
            if part == "azureml", i + 2 < parts.count { return RunKey.of(String(parts[i + 1])) }
            if i >= 3 { break }
        }
        return nil
    }

    /// Prefixes below which the objects of a declared output lie.
    static func prefixes(of port: Port, runID: String) -> [String] {
        if let uri = port.uri, let path = pathInStore(of: uri, runID: runID) { return [path] }
        return [
            "azureml/\(runID)/\(port.name)/", "ExperimentRun/dcid.\(runID)/\(port.name)/",
            "ExperimentRun/dcid.\(runID)/outputs/\(port.name)/",
        ]
    }

    /// The path within its container, ending with `/` unless it names one file. Nil for an asset id or an address of another kind.
    static func pathInStore(of uri: String, runID: String) -> String? {
        var text = uri
        if text.contains("${{name}}") {
            text = text.split(separator: "${{name}}", omittingEmptySubsequences: false).joined(separator: runID)
        }
        var path: Substring?
        if text.lowercased().hasPrefix("azureml://") {
            if let at = range(of: "/paths/", in: text) {
                path = text[at.upperBound...]
            } else if let at = range(of: "/datastores/", in: text) {
                let rest = text[at.upperBound...]
                path = rest.firstIndex(of: "/").map { rest[rest.index(after: $0)...] }
            }
        } else if let scheme = range(of: "://", in: text) {
            let rest = text[scheme.upperBound...].prefix { $0 != "?" }
            guard let slash = rest.firstIndex(of: "/") else { return nil }
            let below = rest[rest.index(after: slash)...]
            // `https://account.blob.../container/path`, but `wasbs://container@account/path`.
            let namesContainer = text.lowercased().hasPrefix("http")
            path = namesContainer ? below.firstIndex(of: "/").map { below[below.index(after: $0)...] } : below
        } else if !text.hasPrefix("/"), !text.contains(":") {
            path = text[...]
        }
        guard let path, !path.isEmpty, path != "/" else { return nil }
        let trimmed = path.drop { $0 == "/" }
        if trimmed.hasSuffix("/") { return String(trimmed) }
        let last = trimmed.split(separator: "/").last ?? ""
        return last.contains(".") && !last.hasPrefix("dcid.") ? String(trimmed) : trimmed + "/"
    }

    /// A folder marker, not an object with data.
    static func isFolderMarker(_ object: OutputObject) -> Bool {
        object.path.hasSuffix("/")
    }

    private static func range(of needle: String, in text: String) -> Range<String.Index>? {
        text.firstRange(of: needle)
    }
}
