package import Evidence

/// Where a written path goes, and whether what lies there outlives the node.
package enum Persistence: Sendable, Equatable {
    /// Below a declared output; its name where it is known.
    case declared(String?)
    /// `./outputs` or `./logs`: uploaded as artifacts of the run.
    case uploaded
    /// A storage URI, a database: kept, but elsewhere.
    case remote
    /// Below an input.
    case input
    /// On the node's disk: gone with it. The reason says which rule was missed.
    case lost(String)
    case unknown
}

/// Decides about written paths, as the working folders of Azure ML's two runtimes are laid out.
package enum WriteDecision {
    /// A path as a log shows it.
    package static func persistence(ofPath path: String, run: Run) -> Persistence {
        let lower = path.lowercased()
        if [
            "azureml://", "abfs://", "abfss://", "wasb://", "wasbs://", "https://", "http://", "adl://", "s3://", "gs://", "hf://", "dbfs:",
        ]
        .contains(where: lower.hasPrefix) {
            return .remote
        }
        if let range = path.firstRange(of: "/cap/data-capability/wd/") {
            let port = path[range.upperBound...].prefix { $0 != "/" }
            if port.hasPrefix("INPUT_") { return .input }
            return .declared(String(port))
        }
        if path.contains("AZURE_ML_OUTPUT_") || path.contains("${{outputs.") || path.contains("DatasetOutputConfig") {
            return .declared(nil)
        }
        if path.contains("/mounts/") && path.contains("/azureml/") { return .declared(nil) }
        if lower.hasPrefix("/dbfs/") { return .remote }
        for folder in ["/exe/wd/", "/wd/azureml/"] {
            if let range = path.lastRange(of: folder) {
                var rest = String(path[range.upperBound...])
                if folder == "/wd/azureml/" { rest = rest.split(separator: "/").dropFirst().joined(separator: "/") }
                return relative(rest)
            }
        }
        if path.hasPrefix("/exe/wd") || path.hasSuffix("/exe/wd") { return .unknown }
        if path.hasPrefix("/outputs/") || path.hasPrefix("/logs/") {
            return .lost("`\(path.prefix(40))` lies at the root of the disk; `./outputs` in the working folder is what is uploaded")
        }
        if path.contains("/wd/tmp") && path.contains("/LS_root/") { return .declared(nil) }
        if path.hasPrefix("/") || path.hasPrefix("~") { return absolute(path) }
        if path.count > 2, path.dropFirst().hasPrefix(":\\") { return .unknown }
        return relative(path)
    }

    private static func absolute(_ path: String) -> Persistence {
        let roots: [(String, String)] = [
            ("/tmp/", "the temporary folder of the node"), ("/var/tmp/", "the temporary folder of the node"),
            ("/root/", "the home folder on the node"),
            ("/home/", "a home folder on the node"), ("~", "the home folder on the node"), ("/dev/shm/", "shared memory of the node"),
            ("/opt/", "the node's own disk"), ("/usr/", "the node's own disk"), ("/var/", "the node's own disk"),
            ("/mnt/", "the node's own disk"),
            ("/data/", "the node's own disk"), ("/app/", "the container's own disk"), ("/workspace/", "the container's own disk"),
        ]
        if let root = roots.first(where: { path.hasPrefix($0.0) }) {
            return .lost("`\(path.prefix(80))` lies in \(root.1), which goes away with it")
        }
        return .unknown
    }

    private static func relative(_ raw: String) -> Persistence {
        var path = Substring(raw)
        while path.hasPrefix("./") { path = path.dropFirst(2) }
        if path.isEmpty || path.hasPrefix("..") { return .unknown }
        let first = path.prefix { $0 != "/" }
        switch first {
        case "outputs", "logs": return .uploaded
        case "user_logs", "azureml-logs": return .uploaded
        case "output", "Outputs", "out", "Output":
            return .lost("`\(first)/` is not `outputs/`: only `./outputs` and `./logs` of the working folder are uploaded")
        default:
            return .lost("`\(path.prefix(80))` lies in the working folder of the node, of which only `./outputs` and `./logs` are uploaded")
        }
    }

    /// A write call of the snapshot, with the command line that the run was really given.
    package static func persistence(of call: CodeCall, in module: CodeEvidence, run: Run) -> Persistence {
        guard let value = call.path else { return .unknown }
        switch value.root {
        // What begins with a value that nobody knows may point anywhere.
        case .literal: return value.text.hasPrefix("{") ? .unknown : persistence(ofPath: value.text, run: run)
        case .temporary: return .lost("it is written to a temporary folder of the node")
        case .environment:
            let name = value.argument ?? ""
            if name.uppercased().hasPrefix("AZURE_ML_OUTPUT_")
                || run.outputs.contains(where: { $0.name == name || $0.name.uppercased() == name })
            {
                return .declared(run.outputs.first { name.hasSuffix($0.name) || name.lowercased().hasSuffix($0.name.lowercased()) }?.name)
            }
            if name == "AZUREML_OUTPUT_DIRECTORY" { return .uploaded }
            if name == "HOME" || name == "TMPDIR" { return .lost("`$\(name)` is a folder of the node") }
            return .unknown
        case .argument: return argument(value, in: module, run: run)
        case .unknown: return .unknown
        }
    }

    /// What the command line gives the argument, else its default.
    private static func argument(_ value: PathValue, in module: CodeEvidence, run: Run) -> Persistence {
        guard let name = value.argument, let declared = module.arguments.first(where: { $0.destination == name }) else { return .unknown }
        if let given = commandValue(of: declared.flags, in: run.command) {
            if let port = run.outputs.first(where: {
                given.contains("outputs.\($0.name)") || given.hasSuffix("DatasetOutputConfig:\($0.name)")
                    || given.contains("AZURE_ML_OUTPUT_\($0.name)")
            }) {
                return .declared(port.name)
            }
            if given.contains("${{inputs") || given.contains("AZUREML_DATAREFERENCE") || given.contains("DatasetConsumptionConfig") {
                return .unknown
            }
            return persistence(ofPath: join(given, value.text), run: run)
        }
        guard declared.flags.contains(where: { $0.hasPrefix("-") }), let fallback = declared.defaultValue, run.command != nil else {
            return .unknown
        }
        if case .lost(let reason) = persistence(ofPath: join(fallback, value.text), run: run) {
            return .lost("the command line does not set `\(declared.flags[0])`, so its default applies, and \(reason)")
        }
        return persistence(ofPath: join(fallback, value.text), run: run)
    }

    private static func join(_ folder: String, _ rest: String) -> String {
        if rest.isEmpty { return folder }
        if folder.hasSuffix("/") || rest.hasPrefix("/") { return folder + rest }
        return folder + "/" + rest
    }

    /// The value after one of the flags on a command line, or `--flag=value`. Unambiguous abbreviations count as argparse counts them.
    static func commandValue(of flags: [String], in command: String?) -> String? {
        guard let command else { return nil }
        let words = command.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" }).map(String.init)
        for (at, word) in words.enumerated() where word.hasPrefix("-") {
            let name = String(word.prefix { $0 != "=" })
            guard flags.contains(where: { $0 == name || ($0.hasPrefix("--") && name.count > 3 && $0.hasPrefix(name)) }) else { continue }
            if let equals = word.firstIndex(of: "=") { return String(word[word.index(after: equals)...]) }
            return at + 1 < words.count ? words[at + 1] : nil
        }
        return nil
    }
}
