/// Reads expressions from tokens; whatever it does not know becomes `.other`, so that every call in it is still found.
struct PythonExpressionParser {
    private let source: PythonSource
    private var index: Int
    private var end: Int
    private var depth = 0

    /// Brackets in brackets; what lies deeper is not read.
    private static let maximumDepth = 40
    /// Calls on the result of calls (`df.a().b()`); a longer chain is read in pieces.
    private static let maximumLinks = 60

    init(_ source: PythonSource, _ range: Range<Int>) {
        self.source = source
        index = range.lowerBound
        end = range.upperBound
    }

    /// The expression that the tokens make up.
    static func parse(_ source: PythonSource, _ range: Range<Int>) -> PythonExpression {
        var parser = PythonExpressionParser(source, range)
        return parser.sequence()
    }

    /// Everything up to the end; one expression, a tuple, or parts of something else.
    private mutating func sequence() -> PythonExpression {
        var items: [PythonExpression] = []
        var parts: [PythonExpression] = []
        var hasComma = false
        var isPlain = true
        while index < end {
            if source.isOperator(index, ",") {
                hasComma = true
                items.append(parts.count == 1 && isPlain ? parts[0] : .other(parts))
                parts = []
                isPlain = true
                index += 1
            } else if let next = sum() {
                parts.append(next)
            } else {
                isPlain = false
                index += 1
            }
        }
        if !parts.isEmpty || !hasComma { items.append(parts.count == 1 && isPlain ? parts[0] : .other(parts)) }
        return hasComma ? .tuple(items) : items[0]
    }

    private mutating func sum() -> PythonExpression? {
        guard let first = product() else { return nil }
        var all = [first]
        while index < end, source.isOperator(index, "+") {
            index += 1
            guard let next = product() else { return .other(all) }
            all.append(next)
        }
        return all.count == 1 ? first : .chain(UInt8(ascii: "+"), all)
    }

    private mutating func product() -> PythonExpression? {
        guard var left = postfix() else { return nil }
        var changes = 0
        while index < end, source.isOperator(index, "/") || source.isOperator(index, "%") {
            let symbol = source.bytes[source.tokens[index].start]
            index += 1
            guard let right = postfix() else { return .other([left]) }
            if case .chain(symbol, let all) = left {
                left = .chain(symbol, all + [right])
            } else {
                changes += 1
                guard changes < Self.maximumLinks else { return .other([left, right]) }
                left = .chain(symbol, [left, right])
            }
        }
        return left
    }

    private static let words: Set<String> = [
        "and", "or", "not", "in", "is", "if", "else", "for", "lambda", "await", "async", "yield", "from", "return", "assert", "del",
        "raise",
        "while", "with", "as", "import", "elif", "except", "global", "nonlocal", "try", "finally", "def", "class",
    ]

    /// A name, literal or bracket, and what hangs on it.
    private mutating func postfix() -> PythonExpression? {
        guard index < end else { return nil }
        let start = index
        guard var expression = atom() else { return nil }
        var links = 0
        while index < end {
            links += 1
            if links > Self.maximumLinks { return .other([expression]) }
            if source.isOperator(index, "."), index + 1 < end, source.tokens[index + 1].kind == .name {
                expression = .attribute(expression, source.text(index + 1))
                index += 2
            } else if source.isOperator(index, "(") {
                let inside = enter()
                let call = PythonCall(
                    function: expression, arguments: arguments(inside), line: source.tokens[start].line, token: start)
                expression = .call(call)
            } else if source.isOperator(index, "[") {
                let inside = enter()
                expression = .index(expression, nested(inside))
            } else {
                break
            }
        }
        return expression
    }

    private mutating func atom() -> PythonExpression? {
        let token = source.tokens[index]
        switch token.kind {
        case .number:
            index += 1
            return .number(Int(source.text(index - 1)))
        case .string:
            var parts: [PythonTextPart] = []
            while index < end, source.tokens[index].kind == .string {
                parts += PythonText.parts(of: source.tokens[index], in: source, depth: depth)
                index += 1
            }
            return .text(parts)
        case .name:
            let name = source.text(index)
            if Self.words.contains(name) { return nil }
            index += 1
            return .name(name)
        case .op:
            if source.isOperator(index, "(") {
                return nested(enter())
            }
            if source.isOperator(index, "[") || source.isOperator(index, "{") { return .other([nested(enter())]) }
            if source.isOperator(index, "-"), index + 1 < end, source.tokens[index + 1].kind == .number {
                index += 2
                return .number(Int(source.text(index - 1)).map { -$0 })
            }
            return nil
        }
    }

    /// Moves behind the bracket at `index`; gives the tokens in it.
    private mutating func enter() -> Range<Int> {
        let open = index
        let close = min(max(source.tokens[open].match, open + 1), end)
        index = min(close + 1, end)
        return (open + 1)..<max(open + 1, close)
    }

    private func nested(_ range: Range<Int>) -> PythonExpression {
        guard depth < Self.maximumDepth, !range.isEmpty else { return .tuple([]) }
        var inner = PythonExpressionParser(source, range)
        inner.depth = depth + 1
        return inner.sequence()
    }

    private func arguments(_ range: Range<Int>) -> [PythonCall.Argument] {
        guard depth < Self.maximumDepth else { return [] }
        var result: [PythonCall.Argument] = []
        var start = range.lowerBound
        var position = start
        func add(_ end: Int) {
            guard end > start else { return }
            var keyword: String?
            var first = start
            if source.isOperator(first, "**") || source.isOperator(first, "*") {
                keyword = source.text(first)
                first += 1
            } else if first + 1 < end, source.tokens[first].kind == .name, source.isOperator(first + 1, "=") {
                keyword = source.text(first)
                first += 2
            }
            result.append(PythonCall.Argument(keyword: keyword, value: nested(first..<max(first, end))))
        }
        while position < range.upperBound {
            if source.isOperator(position, ",") {
                add(position)
                start = position + 1
            } else if source.isOperator(position, "(") || source.isOperator(position, "[") || source.isOperator(position, "{") {
                position = max(position, min(source.tokens[position].match, range.upperBound))
            } else if source.isWord(position, "lambda") {
                // Its parameters have commas of their own.
                while position < range.upperBound, !source.isOperator(position, ":") {
                    if source.isOperator(position, "(") || source.isOperator(position, "[") || source.isOperator(position, "{") {
                        position = max(position, min(source.tokens[position].match, range.upperBound))
                    }
                    position += 1
                }
            }
            position += 1
        }
        add(range.upperBound)
        return result
    }
}
