import Evidence

/// Where a path expression leads, by what the source text alone tells.
struct PythonPaths {
    let names: PythonNames
    /// Names assigned from names assigned from names.
    private static let maximumDepth = 12
    private static let maximumText = 500

    private static let argumentObjects: Set<String> = [
        "args", "opt", "opts", "options", "flags", "FLAGS", "known_args", "cli_args", "parsed_args",
    ]
    /// Functions whose result leads where their first argument does.
    private static let transparent: Set<String> = [
        "str", "os.fspath", "os.path.abspath", "os.path.normpath", "os.path.realpath", "os.path.expanduser", "os.path.expandvars", "open",
        "io.open", "codecs.open", "gzip.open", "bz2.open", "lzma.open", "pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "Path",
        "h5py.File",
        "os.path.join", "posixpath.join", "zipfile.ZipFile", "tarfile.open", "pandas.ExcelWriter", "tf.io.gfile.GFile",
    ]
    private static let transparentMethods: Set<String> = [
        "resolve", "absolute", "as_posix", "expanduser", "open", "strip", "rstrip", "__str__", "with_suffix", "with_name",
    ]

    func resolve(_ expression: PythonExpression, in function: Int?) -> PathValue {
        var value = resolve(expression, function, 0)
        if value.text.utf8.count > Self.maximumText { value.text = value.text.cut(toBytes: Self.maximumText) }
        return value
    }

    private func resolve(_ expression: PythonExpression, _ function: Int?, _ depth: Int) -> PathValue {
        let unknown = PathValue(root: .unknown, text: "{\(expression.dotted.prefix(80))}")
        guard depth < Self.maximumDepth else { return unknown }
        switch expression {
        case .text(let parts):
            return concatenated(
                parts.map { part in
                    switch part {
                    case .constant(let text): PathValue(root: .literal, text: text)
                    case .hole(let hole): resolve(hole, function, depth + 1)
                    }
                })
        case .number(let value): return value.map { PathValue(root: .literal, text: String($0)) } ?? unknown
        case .name(let name):
            guard let bound = names.binding(name, in: function), let value = bound.value else { return unknown }
            return resolve(value, bound.function, depth + 1)
        case .attribute(let base, let name):
            if let argument = argument(base, name, function) { return argument }
            if let bound = names.attribute(expression.dotted), let value = bound.value { return resolve(value, bound.function, depth + 1) }
            // `temporary.name`, `handle.name`
            if name == "name", case .name = base {
                let value = resolve(base, function, depth + 1)
                if value.root == .temporary { return value }
            }
            return unknown
        case .index(let base, let key):
            if names.canonical(base.dotted) == "os.environ", let name = key.literal {
                return PathValue(root: .environment, text: "", argument: name)
            }
            if let name = key.literal, let argument = argument(base, name, function) { return argument }
            return unknown
        case .chain(UInt8(ascii: "/"), let parts):
            return joined(parts.map { resolve($0, function, depth + 1) })
        case .chain(UInt8(ascii: "+"), let parts):
            return concatenated(parts.map { resolve($0, function, depth + 1) })
        case .chain(_, let parts):
            guard let first = parts.first else { return unknown }
            let template = resolve(first, function, depth + 1)
            guard template.root == .literal else { return template }
            var values = Array(parts.dropFirst().prefix(1))
            if case .tuple(let several)? = values.first { values = several }
            return interleaved(
                PythonMessages.pieces(ofPercent: template.text), values.map { resolve($0, function, depth + 1) })
        case .call(let call): return self.call(call, function, depth, unknown: unknown)
        case .tuple, .other: return unknown
        }
    }

    private func call(_ call: PythonCall, _ function: Int?, _ depth: Int, unknown: PathValue) -> PathValue {
        let name = names.canonical(call.function.dotted)
        let first = call.positional(0) ?? call.keyword("file", "path", "name")
        if name.hasPrefix("tempfile.") { return PathValue(root: .temporary, text: "") }
        if name == "os.getenv" || name == "os.environ.get", let variable = first?.literal {
            return PathValue(root: .environment, text: "", argument: variable)
        }
        if name == "os.getcwd" || name == "pathlib.Path.cwd" { return PathValue(root: .literal, text: ".") }
        if name == "pathlib.Path.home" { return PathValue(root: .literal, text: "~") }
        if Self.transparent.contains(name) {
            if name.hasSuffix(".join") || name.hasSuffix("Path") {
                return joined(call.arguments.filter { $0.keyword == nil }.map { resolve($0.value, function, depth + 1) })
            }
            guard let first else { return unknown }
            return resolve(first, function, depth + 1)
        }
        guard case .attribute(let base, let method) = call.function else { return unknown }
        if method == "joinpath" {
            return joined(([base] + call.arguments.map(\.value)).map { resolve($0, function, depth + 1) })
        }
        if method == "format" {
            let template = resolve(base, function, depth + 1)
            guard template.root == .literal else { return template }
            // Values in their order; those that are named or numbered stay unknown, but their place is known.
            let values = call.arguments.allSatisfy { $0.keyword == nil } ? call.arguments.map(\.value) : []
            return interleaved(
                PythonMessages.pieces(ofBraces: template.text), values.map { resolve($0, function, depth + 1) })
        }
        if method == "get", let key = first?.literal, let argument = argument(base, key, function) { return argument }
        if Self.transparentMethods.contains(method) { return resolve(base, function, depth + 1) }
        return unknown
    }

    /// `args.x`, `vars(args)["x"]`.
    private func argument(_ base: PythonExpression, _ name: String, _ function: Int?) -> PathValue? {
        var base = base
        if case .call(let call) = base, call.function.dotted == "vars", let inner = call.positional(0) { base = inner }
        guard case .name(let object) = base else { return nil }
        let made = names.binding(object, in: function)?.value?.dotted ?? ""
        guard Self.argumentObjects.contains(object) || made.hasSuffix("parse_args()") || made.hasSuffix("parse_known_args()") else {
            return nil
        }
        return PathValue(root: .argument, text: "", argument: name)
    }

    /// Text after text: what is not known stands as `{name}`.
    private func concatenated(_ parts: [PathValue]) -> PathValue {
        guard var result = parts.first else { return PathValue(root: .literal, text: "") }
        for part in parts.dropFirst() { result.text += shown(part) }
        return result
    }

    /// Parts of a path; an absolute one begins anew.
    private func joined(_ parts: [PathValue]) -> PathValue {
        guard var result = parts.first else { return PathValue(root: .literal, text: ".") }
        for part in parts.dropFirst() {
            if part.root == .literal, part.text.hasPrefix("/") {
                result = part
                continue
            }
            let isBare = result.text.isEmpty && result.root == .literal
            if !isBare, !result.text.hasSuffix("/") { result.text += "/" }
            result.text += shown(part)
        }
        return result
    }

    private func shown(_ part: PathValue) -> String {
        switch part.root {
        case .literal, .unknown: part.text
        case .argument, .environment: "{\(part.argument ?? "")}\(part.text)"
        case .temporary: "{tmp}\(part.text)"
        }
    }

    /// `%s` and `{}` with the values that stand for them. What begins with a value begins where that value points.
    private func interleaved(_ pieces: [String], _ values: [PathValue]) -> PathValue {
        var parts: [PathValue] = []
        for (index, piece) in pieces.enumerated() {
            if index > 0 {
                let isMatched = values.count == pieces.count - 1
                parts.append(isMatched ? values[index - 1] : PathValue(root: .unknown, text: "{}"))
            }
            if !piece.isEmpty { parts.append(PathValue(root: .literal, text: piece)) }
        }
        return concatenated(parts)
    }
}
