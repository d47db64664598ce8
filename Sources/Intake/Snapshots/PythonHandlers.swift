import Evidence

/// Reads `try` statements and what their handlers do.
struct PythonHandlers {
    let source: PythonSource
    let names: PythonNames
    let path: String

    static let maximumHandlers = 500

    func read() -> [ExceptionHandler] {
        var handlers: [ExceptionHandler] = []
        // The open `try` of each column of each body.
        var tries: [String: Int] = [:]
        for index in source.statements.indices where source.statements[index].colon != nil {
            let first = source.statements[index].tokens.lowerBound
            let statement = source.statements[index]
            let key = "\(statement.parent ?? -1) \(statement.indent)"
            if source.isWord(first, "try") {
                tries[key] = index
            } else if source.isWord(first, "except"), let start = tries[key] {
                handlers.append(handler(index, of: start))
            } else if let types = suppressed(index) {
                handlers.append(suppressor(index, types))
            }
            if handlers.count == Self.maximumHandlers { break }
        }
        return handlers
    }

    /// The types of `with contextlib.suppress(A, B):`; nil for any other statement.
    private func suppressed(_ index: Int) -> [String]? {
        let statement = source.statements[index]
        guard source.isWord(statement.tokens.lowerBound, "with") else { return nil }
        for expression in names.parsed[index].expressions {
            guard case .call(let call) = expression, names.canonical(call.function.dotted) == "contextlib.suppress" else { continue }
            return call.arguments.map { String($0.value.dotted.prefix(200)) }
        }
        return nil
    }

    /// A handler that does nothing, around the body of the `with`.
    private func suppressor(_ index: Int, _ types: [String]) -> ExceptionHandler {
        let statement = source.statements[index]
        let body = source.body(of: index)
        let first = body.isEmpty ? statement.line : source.statements[body.lowerBound].line
        let last = max(first, body.map { source.statements[$0].lastLine }.max() ?? statement.line)
        var handler = ExceptionHandler(quote: source.quote(statement.line, path: path), tryLine: statement.line, bodyLines: first...last)
        handler.types = types
        handler.actions = [.pass]
        handler.function = statement.function.flatMap { source.functionName($0) }
        handler.assigned = assigned(in: body)
        return handler
    }

    private func assigned(in body: Range<Int>) -> [String] {
        var assigned: [String] = []
        for inner in body {
            for name in names.parsed[inner].bound where !assigned.contains(name) && assigned.count < 100 { assigned.append(name) }
        }
        return assigned
    }

    private func handler(_ index: Int, of start: Int) -> ExceptionHandler {
        let body = source.body(of: start)
        let statement = source.statements[index]
        let tryLine = source.statements[start].line
        let firstLine = body.isEmpty ? tryLine : source.statements[body.lowerBound].line
        let lastLine = max(firstLine, body.map { source.statements[$0].lastLine }.max() ?? tryLine)
        var handler = ExceptionHandler(quote: source.quote(statement.line, path: path), tryLine: tryLine, bodyLines: firstLine...lastLine)
        handler.types = types(statement)
        handler.function = statement.function.flatMap { source.functionName($0) }
        handler.assigned = assigned(in: body)
        var messages: [String] = []
        for inner in source.body(of: index) {
            let (action, texts) = action(inner)
            if let action, !handler.actions.contains(action) { handler.actions.append(action) }
            messages += texts
        }
        // The longest says the most; among equals the order of the text stays.
        handler.messages = messages.enumerated().sorted { left, right in
            (right.element.utf8.count, left.offset) < (left.element.utf8.count, right.offset)
        }.prefix(20).map(\.element)
        return handler
    }

    /// The types of `except (A, b.C) as e`, also of Python 2's `except A, e`.
    private func types(_ statement: PythonStatement) -> [String] {
        guard let colon = statement.colon else { return [] }
        var range = (statement.tokens.lowerBound + 1)..<colon
        if let first = range.first, source.isOperator(first, "*") { range = range.dropFirst() }
        guard let first = range.first else { return [] }
        if source.isOperator(first, "(") {
            // `(A,) + B` is more than a list; its parts are named all the same.
            let close = min(source.tokens[first].match, range.upperBound)
            if close + 1 >= range.upperBound || source.isWord(close + 1, "as") || source.isOperator(close + 1, ",") {
                return split((first + 1)..<max(first + 1, close)).map(text)
            }
        }
        var end = range.lowerBound
        while end < range.upperBound, !source.isWord(end, "as"), !source.isOperator(end, ",") {
            if source.isOpening(end) { end = max(end, min(source.tokens[end].match, range.upperBound - 1)) }
            end += 1
        }
        return [text(range.lowerBound..<end)]
    }

    private func split(_ range: Range<Int>) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start = range.lowerBound
        var index = start
        while index < range.upperBound {
            if source.isOpening(index) {
                index = max(index, min(source.tokens[index].match, range.upperBound - 1))
            } else if source.isOperator(index, ",") {
                if index > start { result.append(start..<index) }
                start = index + 1
            }
            index += 1
        }
        if start < range.upperBound { result.append(start..<range.upperBound) }
        return result
    }

    private func text(_ range: Range<Int>) -> String {
        range.prefix(40).map { source.text($0) }.joined().cut(toBytes: 200)
    }

    /// What a statement of a handler does, and what it prints.
    private func action(_ index: Int) -> (ExceptionHandler.Action?, [String]) {
        let statement = source.statements[index]
        let first = statement.tokens.lowerBound
        if source.isWord(first, "pass") { return (.pass, []) }
        if source.isWord(first, "continue") { return (.continue, []) }
        if source.isWord(first, "return") { return (.return, []) }
        if source.isWord(first, "raise") {
            let value = names.parsed[index].expressions.first?.dotted ?? ""
            return (value == "SystemExit" || value == "SystemExit()" ? .exit : .raise, [])
        }
        // The header of an inner block does nothing by itself; a body on its line is a statement of its own.
        if statement.colon != nil { return (nil, []) }
        let parsed = names.parsed[index]
        if parsed.isAssignment { return (.assign, []) }
        guard let value = parsed.expressions.first, parsed.expressions.count == 1 else { return (.other, []) }
        switch value {
        case .text: return (.pass, [])
        case .call(let call): return effect(call, statement.function)
        default:
            // `...`
            return statement.tokens.allSatisfy { source.isOperator($0, ".") } ? (.pass, []) : (.other, [])
        }
    }

    private func effect(_ call: PythonCall, _ scope: Int?) -> (ExceptionHandler.Action, [String]) {
        let name = names.canonical(call.function.dotted)
        if ["sys.exit", "os._exit", "exit", "quit", "os.abort"].contains(name) {
            return (.exit, PythonMessages.constants(of: call, isLogger: false))
        }
        if ["traceback.print_exc", "traceback.print_exception", "traceback.print_stack"].contains(name) { return (.print, []) }
        if name == "warnings.warn" { return (.log, PythonMessages.constants(of: call, isLogger: false)) }
        guard PythonCalls.isOutput(call, names, scope) else { return (.other, []) }
        if case .attribute(_, let method) = call.function, PythonCalls.logLevels.contains(method) {
            return (.log, PythonMessages.constants(of: call, isLogger: true))
        }
        return (.print, PythonMessages.constants(of: call, isLogger: false))
    }
}
