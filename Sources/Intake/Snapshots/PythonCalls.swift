import Evidence

/// Finds the calls of a file that matter to a rule.
struct PythonCalls {
    private let source: PythonSource
    private let names: PythonNames
    private let paths: PythonPaths
    private let path: String
    private var found: [(token: Int, call: CodeCall)] = []
    private(set) var arguments: [CodeArgument] = []
    /// `t.daemon = True`, by function and name.
    private var daemons: Set<String> = []
    /// The file gives every socket a time-out.
    private var hasDefaultTimeout = false

    static let maximumCalls = 2_000
    private static let exits: Set<String> = ["sys.exit", "os._exit", "exit", "quit", "os.abort"]
    private static let spawns: Set<String> = [
        "threading.Thread", "threading.Timer", "multiprocessing.Process", "multiprocessing.context.Process",
        "torch.multiprocessing.Process",
        "multiprocessing.get_context().Process", "concurrent.futures.ThreadPoolExecutor", "concurrent.futures.ProcessPoolExecutor",
        "concurrent.futures.thread.ThreadPoolExecutor",
    ]
    static let logLevels: Set<String> = ["debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log"]

    init(_ source: PythonSource, _ names: PythonNames, path: String) {
        self.source = source
        self.names = names
        self.path = path
        paths = PythonPaths(names: names)
        for index in source.statements.indices { noteDaemon(index) }
        for index in source.statements.indices {
            if found.count >= Self.maximumCalls { break }
            visitRaise(index)
            for expression in names.parsed[index].expressions { visit(expression, statement: index, isRoot: true) }
        }
    }

    var calls: [CodeCall] {
        found.sorted { $0.token < $1.token }.prefix(Self.maximumCalls).map(\.call)
    }

    private func scope(_ index: Int) -> Int? { source.statements[index].function }

    private mutating func noteDaemon(_ index: Int) {
        let parsed = names.parsed[index]
        for attribute in parsed.attributes where attribute.hasSuffix(".daemon") {
            if case .name("True")? = parsed.value { daemons.insert("\(scope(index) ?? -1) \(attribute.dropLast(7))") }
        }
        guard let first = parsed.expressions.first, case .call(let call) = first else { return }
        let name = call.function.dotted
        if name.hasSuffix(".setDaemon"), case .name("True")? = call.positional(0) {
            daemons.insert("\(scope(index) ?? -1) \(name.dropLast(10))")
        }
        if names.canonical(name) == "socket.setdefaulttimeout" { hasDefaultTimeout = true }
    }

    /// `raise SystemExit` and `raise SystemExit(3)`.
    private mutating func visitRaise(_ index: Int) {
        let first = source.statements[index].tokens.lowerBound
        guard source.isWord(first, "raise"), let value = names.parsed[index].expressions.first else { return }
        switch value {
        case .name("SystemExit"):
            add(.exit, "SystemExit", token: first + 1, line: source.statements[index].line, index) { $0.exitCode = 0 }
        case .call(let call) where call.function.dotted == "SystemExit":
            addExit(call, index)
        default: break
        }
    }

    private mutating func visit(_ expression: PythonExpression, statement: Int, isRoot: Bool = false) {
        if case .call(let call) = expression { visit(call, statement, isRoot: isRoot) }
        for child in expression.children { visit(child, statement: statement) }
    }

    private mutating func visit(_ call: PythonCall, _ index: Int, isRoot: Bool) {
        let dotted = call.function.dotted
        let name = names.canonical(dotted)
        let last = String(name[(name.lastIndex(of: ".").map { name.index(after: $0) } ?? name.startIndex)...])
        var method: String?
        var origin: String?
        if case .attribute(let base, let own) = call.function {
            method = own
            origin = self.origin(of: base, scope(index), 0)
        }
        if last == "add_argument" || last == "add_option" || name == "click.option" || name == "click.argument" { addArgument(call, index) }
        visitReferences(call, index)
        if Self.exits.contains(name) {
            addExit(call, index)
        } else if Self.spawns.contains(name) {
            let target = isRoot ? names.parsed[index].bound.first ?? names.parsed[index].attributes.first : nil
            let isDaemon = name.hasSuffix("Executor") ? nil : daemon(call, target, scope(index))
            add(.spawn, dotted, token: call.token, line: call.line, index) { $0.isDaemon = isDaemon }
        } else if PythonExternals.isExternal(name, method: method, origin: origin) {
            let timeout = hasTimeout(call, name, origin, index)
            add(.external, dotted, token: call.token, line: call.line, index) { $0.hasTimeout = timeout }
        } else if let target = PythonWrites.target(of: call, name: name) {
            let value = paths.resolve(target, in: scope(index))
            add(.write, dotted, token: call.token, line: call.line, index) { $0.path = value }
        } else if Self.isOutput(call, names, scope(index)) {
            let message = PythonMessages.constants(of: call, isLogger: Self.logLevels.contains(last))
            add(.output, dotted, token: call.token, line: call.line, index) { $0.message = message }
        }
    }

    private mutating func add(
        _ kind: CodeCall.Kind, _ function: String, token: Int, line: Int, _ index: Int, _ change: (inout CodeCall) -> Void
    ) {
        var call = CodeCall(kind: kind, function: function.cut(toBytes: 200), quote: source.quote(line, path: path))
        call.inFunction = scope(index).flatMap { source.functionName($0) }
        change(&call)
        found.append((token, call))
    }

    // MARK: Exits

    private mutating func addExit(_ call: PythonCall, _ index: Int) {
        let code = Self.code(of: call.positional(0) ?? call.keyword("code", "status"))
        let message = PythonMessages.constants(of: call, isLogger: false)
        add(.exit, call.function.dotted, token: call.token, line: call.line, index) {
            $0.exitCode = code
            $0.message = message
        }
    }

    /// Python's own reading of what is given to `sys.exit`: a text is printed and means 1.
    private static func code(of value: PythonExpression?) -> Int? {
        switch value {
        case nil, .name("None"), .name("False"): 0
        case .name("True"): 1
        case .number(let number): number
        case .text: 1
        case .some(let other):
            if case .chain(UInt8(ascii: "%"), let all) = other, all.first?.literal != nil { 1 } else { nil }
        }
    }

    /// `threading.Timer(5, os._exit, args=(0,))`: the function is handed over and called later.
    private mutating func visitReferences(_ call: PythonCall, _ index: Int) {
        for (position, argument) in call.arguments.enumerated() {
            let isName: Bool
            switch argument.value {
            case .attribute: isName = true
            default: isName = false
            }
            guard isName, Self.exits.contains(names.canonical(argument.value.dotted)) else { continue }
            var code: Int?
            if case .tuple(let values)? = call.keyword("args") {
                code = Self.code(of: values.first)
            } else if case .other(let inner)? = call.keyword("args"), case .number(let number)? = inner.first {
                code = number
            } else if position + 1 < call.arguments.count, call.arguments[position + 1].keyword == nil {
                let next = call.arguments[position + 1].value
                switch next {
                case .tuple(let values): code = Self.code(of: values.first)
                case .other(let inner): code = inner.first.flatMap { Self.code(of: $0) }
                default: code = Self.code(of: next)
                }
            }
            add(.exit, argument.value.dotted, token: call.token, line: call.line, index) { $0.exitCode = code }
        }
    }

    // MARK: Threads

    private func daemon(_ call: PythonCall, _ target: String?, _ scope: Int?) -> Bool {
        if let value = call.keyword("daemon") {
            if case .name("True") = value { return true }
            return false
        }
        return target.map { daemons.contains("\(scope ?? -1) \($0)") } ?? false
    }

    // MARK: Time-outs

    /// Nil where `**options` may hold one.
    private func hasTimeout(_ call: PythonCall, _ name: String, _ origin: String?, _ index: Int) -> Bool? {
        if namesTimeout(call, depth: 0) { return true }
        if let position = PythonExternals.timeoutPosition(name), call.positionalCount > position { return true }
        if hasDefaultTimeout, name.hasPrefix("socket.") || name.hasPrefix("urllib") || origin == "socket.socket" { return true }
        if case .attribute(let base, _) = call.function, let maker = makerCall(of: base, scope(index), 0), namesTimeout(maker, depth: 0) {
            return true
        }
        return call.arguments.contains { $0.keyword == "**" } ? nil : false
    }

    private func namesTimeout(_ call: PythonCall, depth: Int) -> Bool {
        call.arguments.contains { argument in
            if argument.keyword?.lowercased().contains("timeout") == true {
                if case .name("None") = argument.value { return false }
                return true
            }
            // `config=Config(connect_timeout=5)`
            if depth < 2, case .call(let inner) = argument.value { return namesTimeout(inner, depth: depth + 1) }
            return false
        }
    }

    /// The maker of the object that an expression stands for: `requests.Session`.
    private func origin(of expression: PythonExpression, _ scope: Int?, _ depth: Int) -> String? {
        makerCall(of: expression, scope, depth).map { names.canonical($0.function.dotted) }
    }

    private func makerCall(of expression: PythonExpression, _ scope: Int?, _ depth: Int) -> PythonCall? {
        guard depth < 12 else { return nil }
        switch expression {
        case .name(let name):
            guard let bound = names.binding(name, in: scope), let value = bound.value else { return nil }
            return makerCall(of: value, bound.function, depth + 1)
        case .attribute:
            guard let bound = names.attribute(expression.dotted), let value = bound.value else { return nil }
            return makerCall(of: value, bound.function, depth + 1)
        case .call(let call):
            // A maker's name holds no calls; to spell out those that do would take long for long chains.
            if call.function.isPlainName, PythonExternals.isMaker(names.canonical(call.function.dotted)) { return call }
            guard case .attribute(let base, let method) = call.function, let maker = makerCall(of: base, scope, depth + 1) else {
                return nil
            }
            return PythonExternals.isDerived(method, from: names.canonical(maker.function.dotted)) ? maker : nil
        case .other(let inner):
            // `await x`
            return inner.count == 1 ? makerCall(of: inner[0], scope, depth + 1) : nil
        default: return nil
        }
    }

    // MARK: Output and arguments

    /// `print`, or a logger's method.
    static func isOutput(_ call: PythonCall, _ names: PythonNames, _ scope: Int?) -> Bool {
        let name = names.canonical(call.function.dotted)
        // `from rich import print`, `from . import print`.
        if case .name("print") = call.function { return true }
        if ["rich.print", "builtins.print", "pprint.pprint", "sys.stdout.write", "sys.stderr.write"].contains(name) {
            return true
        }
        guard case .attribute(let base, let method) = call.function, logLevels.contains(method) else { return false }
        let object = names.canonical(base.dotted)
        if object == "logging" || object == "loguru.logger" || object == "logging.getLogger()" { return true }
        let last = base.dotted.split(separator: ".").last.map { $0.lowercased() } ?? ""
        if last.contains("log"), !last.hasPrefix("catalog"), !last.contains("blog"), !last.contains("dialog") { return true }
        guard case .name(let variable) = base, let value = names.binding(variable, in: scope)?.value else { return false }
        return names.canonical(value.dotted) == "logging.getLogger()"
    }

    private mutating func addArgument(_ call: PythonCall, _ index: Int) {
        let flags = call.arguments.filter { $0.keyword == nil }.compactMap { $0.value.literal }
        guard let name = flags.first(where: { $0.hasPrefix("--") }) ?? flags.first, arguments.count < 500 else { return }
        let destination = call.keyword("dest")?.literal ?? String(name.drop { $0 == "-" }.map { $0 == "-" ? "_" : $0 })
        arguments.append(
            CodeArgument(
                flags: flags, destination: destination, defaultValue: call.keyword("default").flatMap(Self.literal),
                quote: source.quote(call.line, path: path)))
    }

    private static func literal(_ expression: PythonExpression) -> String? {
        switch expression {
        case .number(let value): value.map(String.init)
        case .name("True"): "True"
        case .name("False"): "False"
        default: expression.literal
        }
    }
}

extension PythonSource {
    /// The raw line at its place.
    func quote(_ line: Int, path: String) -> Quote {
        Quote(
            location: Location(source: path, line: line, offset: offset(ofLine: line)),
            text: self.line(line).cut(toBytes: Quote.maximumBytes))
    }
}
