/// What the names of a file stand for, as far as single assignments and imports tell.
struct PythonNames {
    struct Binding {
        /// Nil where it is bound in some way that has no value (a loop, a parameter).
        var value: PythonExpression?
        var count = 1
        /// Function that the value is to be read in.
        var function: Int?
    }

    /// A statement, taken apart.
    struct Parsed {
        /// Names that it binds.
        var bound: [String] = []
        /// `self.x`, `thread.daemon`: attributes that it sets.
        var attributes: [String] = []
        var value: PythonExpression?
        /// Everything in it that may hold calls, the value among them.
        var expressions: [PythonExpression] = []
        var isAssignment = false
    }

    private(set) var parsed: [Parsed] = []
    /// Top level names of imported modules, in order.
    private(set) var imports: [String] = []
    private var aliases: [String: String] = [:]
    /// By function, or -1 for the module.
    private var scopes: [Int: [String: Binding]] = [:]
    private var attributes: [String: Binding] = [:]
    private let source: PythonSource

    init(_ source: PythonSource) {
        self.source = source
        parsed.reserveCapacity(source.statements.count)
        for index in source.statements.indices {
            let statement = read(index)
            parsed.append(statement)
            bind(statement, at: index)
        }
    }

    /// A dotted name with its first part as it was imported: `np.save` is `numpy.save`.
    func canonical(_ dotted: String) -> String {
        let end = dotted.firstIndex { $0 == "." || $0 == "(" || $0 == "[" } ?? dotted.endIndex
        guard let target = aliases[String(dotted[..<end])] else { return dotted }
        return target + dotted[end...]
    }

    /// The one value that a name has in a function or around it.
    func binding(_ name: String, in function: Int?) -> Binding? {
        var scope = function
        while true {
            if let found = scopes[scope ?? -1]?[name] { return found.count == 1 && found.value != nil ? found : nil }
            guard let current = scope else { return nil }
            scope = source.statements[current].function
        }
    }

    /// The one value of `self.x`.
    func attribute(_ dotted: String) -> Binding? {
        guard let found = attributes[dotted], found.count == 1, found.value != nil else { return nil }
        return found
    }

    private mutating func bind(_ statement: Parsed, at index: Int) {
        let place = source.statements[index]
        // Names in a class body belong to the class.
        let isInClass = place.classBody != nil && (place.function == nil || (place.classBody ?? 0) > (place.function ?? 0))
        for name in statement.bound where !isInClass {
            add(name, statement.bound.count == 1 && statement.isAssignment ? statement.value : nil, scope: place.function)
        }
        for name in statement.attributes {
            if attributes[name] != nil {
                attributes[name]?.count += 1
            } else {
                attributes[name] = Binding(value: statement.value, function: place.function)
            }
        }
    }

    private mutating func add(_ name: String, _ value: PythonExpression?, scope: Int?) {
        if scopes[scope ?? -1]?[name] != nil {
            scopes[scope ?? -1]?[name]?.count += 1
        } else {
            scopes[scope ?? -1, default: [:]][name] = Binding(value: value, function: scope)
        }
    }

    // MARK: Statements

    private mutating func read(_ index: Int) -> Parsed {
        let statement = source.statements[index]
        let first = source.keyword(index)
        let range = first..<(statement.colon ?? statement.tokens.upperBound)
        guard range.count > 0, range.lowerBound < range.upperBound else { return Parsed() }
        let word = source.tokens[first].kind == .name ? source.text(first) : ""
        switch word {
        case "import", "from": return imported(range, isFrom: word == "from")
        case "def", "class": return definition(index, range, isFunction: word == "def")
        case "with": return with(range)
        case "for": return loop(range)
        case "print" where range.count > 1 && !source.isOperator(first + 1, "(") && !source.isOperator(first + 1, "="):
            return printStatement(range)
        case "raise", "return", "del", "assert", "if", "elif", "while", "except", "try", "else", "finally", "global", "nonlocal", "match",
            "case", "pass", "continue", "break", "exec":
            guard word != "match" && word != "case" || statement.colon != nil else { return assignment(range) }
            var parsed = Parsed()
            if range.count > 1 { parsed.expressions = [PythonExpressionParser.parse(source, range.dropFirst())] }
            return parsed
        default: return assignment(range)
        }
    }

    private mutating func imported(_ range: Range<Int>, isFrom: Bool) -> Parsed {
        var parsed = Parsed()
        var words = range.filter {
            source.tokens[$0].kind == .name || source.isOperator($0, ",") || source.isOperator($0, ".") || source.isOperator($0, "*")
        }
        words.removeFirst()
        var prefix = ""
        if isFrom {
            guard let split = words.firstIndex(where: { source.isWord($0, "import") }) else { return parsed }
            prefix = words[..<split].map { source.text($0) }.joined()
            words = Array(words[(split + 1)...])
            if !prefix.hasPrefix(".") { addImport(prefix) }
        }
        for item in words.split(whereSeparator: { source.isOperator($0, ",") }) {
            let alias = item.firstIndex { source.isWord($0, "as") }
            let path = item[..<(alias ?? item.endIndex)].map { source.text($0) }.joined()
            guard !path.isEmpty, path != "*" else { continue }
            if !isFrom { addImport(path) }
            let name: String
            if let alias, alias + 1 < item.endIndex {
                name = source.text(item[alias + 1])
                aliases[name] = isFrom ? prefix + "." + path : path
            } else {
                name = String(path.prefix { $0 != "." })
                if isFrom { aliases[name] = prefix + "." + path }
            }
            parsed.bound.append(name)
        }
        return parsed
    }

    private mutating func addImport(_ path: String) {
        let top = String(path.prefix { $0 != "." })
        if !top.isEmpty, imports.count < 500, !imports.contains(top) { imports.append(top) }
    }

    private mutating func definition(_ index: Int, _ range: Range<Int>, isFunction: Bool) -> Parsed {
        var parsed = Parsed()
        guard range.count > 1 else { return parsed }
        parsed.bound = [source.text(range.lowerBound + 1)]
        guard let open = range.first(where: { source.isOperator($0, "(") }) else { return parsed }
        let inside = (open + 1)..<max(open + 1, min(source.tokens[open].match, range.upperBound))
        parsed.expressions = [PythonExpressionParser.parse(source, inside)]
        // Parameters have no value that the text tells.
        if isFunction {
            for part in pieces(inside, separator: ",") {
                if let name = part.first(where: { source.tokens[$0].kind == .name }) { add(source.text(name), nil, scope: index) }
            }
        }
        return parsed
    }

    private func with(_ range: Range<Int>) -> Parsed {
        var parsed = Parsed()
        var inside = range.dropFirst()
        if let open = inside.first, source.isOperator(open, "("), source.tokens[open].match == inside.upperBound - 1,
            inside.contains(where: { source.isWord($0, "as") })
        {
            inside = (open + 1)..<(inside.upperBound - 1)
        }
        let items = pieces(inside, separator: ",")
        for item in items {
            let split = item.first { source.isWord($0, "as") } ?? item.upperBound
            let value = PythonExpressionParser.parse(source, item.lowerBound..<split)
            parsed.expressions.append(value)
            if split < item.upperBound { parsed.bound += names(in: (split + 1)..<item.upperBound) }
            if items.count == 1 { parsed.value = value }
        }
        parsed.isAssignment = items.count == 1
        return parsed
    }

    private func loop(_ range: Range<Int>) -> Parsed {
        var parsed = Parsed()
        guard let split = range.first(where: { source.isWord($0, "in") }) else { return parsed }
        parsed.bound = names(in: (range.lowerBound + 1)..<split)
        parsed.expressions = [PythonExpressionParser.parse(source, (split + 1)..<range.upperBound)]
        return parsed
    }

    /// Python 2: `print "a %s" % b`.
    private func printStatement(_ range: Range<Int>) -> Parsed {
        var parsed = Parsed()
        let value = PythonExpressionParser.parse(source, range.dropFirst())
        let arguments: [PythonExpression]
        if case .tuple(let all) = value { arguments = all } else { arguments = [value] }
        parsed.expressions = [
            .call(
                PythonCall(
                    function: .name("print"), arguments: arguments.map { PythonCall.Argument(keyword: nil, value: $0) },
                    line: source.tokens[range.lowerBound].line, token: range.lowerBound))
        ]
        return parsed
    }

    private func assignment(_ range: Range<Int>) -> Parsed {
        var parsed = Parsed()
        var start = range.lowerBound
        var targets: [Range<Int>] = []
        var position = start
        while position < range.upperBound {
            if source.isOpening(position) {
                position = max(position, min(source.tokens[position].match, range.upperBound))
            } else if source.isOperator(position, "=") {
                targets.append(start..<position)
                start = position + 1
            } else if source.isAugmented(position) {
                parsed.bound = names(in: start..<position)
                parsed.expressions = [PythonExpressionParser.parse(source, (position + 1)..<range.upperBound)]
                return parsed
            }
            position += 1
        }
        let value = PythonExpressionParser.parse(source, start..<range.upperBound)
        parsed.expressions = [value]
        guard !targets.isEmpty else { return parsed }
        parsed.isAssignment = true
        parsed.value = value
        for target in targets {
            // `x: int = 3`
            let part = pieces(target, separator: ":").first ?? target
            let bound = names(in: part)
            parsed.bound += bound
            if bound.isEmpty {
                let expression = PythonExpressionParser.parse(source, part)
                if case .attribute = expression { parsed.attributes.append(expression.dotted) }
                // `table[key()] = value` may call.
                parsed.expressions.append(expression)
            }
        }
        return parsed
    }

    /// Plain names that a target binds; attributes and items bind none.
    private func names(in range: Range<Int>, depth: Int = 0) -> [String] {
        guard depth < 8 else { return [] }
        var result: [String] = []
        for part in pieces(range, separator: ",") {
            var part = part
            while let first = part.first, source.isOperator(first, "(") || source.isOperator(first, "[") || source.isOperator(first, "*") {
                part = part.dropFirst()
            }
            while let last = part.last, source.isOperator(last, ")") || source.isOperator(last, "]") { part = part.dropLast() }
            let isNested = part.contains { source.isOperator($0, ",") }
            if isNested {
                result += names(in: part, depth: depth + 1)
            } else if part.count == 1, let only = part.first, source.tokens[only].kind == .name {
                result.append(source.text(only))
            }
        }
        return result
    }

    private func pieces(_ range: Range<Int>, separator: StaticString) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start = range.lowerBound
        var position = start
        while position < range.upperBound {
            if source.isOpening(position) {
                position = max(position, min(source.tokens[position].match, range.upperBound))
            } else if source.isOperator(position, separator) {
                result.append(start..<position)
                start = position + 1
            }
            position += 1
        }
        if start < range.upperBound { result.append(start..<range.upperBound) }
        return result
    }
}

extension PythonSource {
    func isOpening(_ token: Int) -> Bool {
        isOperator(token, "(") || isOperator(token, "[") || isOperator(token, "{")
    }

    /// `+=`, `//=` and their kind.
    fileprivate func isAugmented(_ token: Int) -> Bool {
        guard tokens[token].kind == .op, tokens[token].end - tokens[token].start >= 2, bytes[tokens[token].end - 1] == UInt8(ascii: "=")
        else {
            return false
        }
        return !isOperator(token, "==") && !isOperator(token, "!=") && !isOperator(token, "<=") && !isOperator(token, ">=")
            && !isOperator(token, ":=")
    }
}
