/// Statements of a file with who stands in whom, and the text of their tokens.
struct PythonSource {
    let bytes: [UInt8]
    let tokens: [PythonToken]
    private(set) var statements: [PythonStatement] = []
    let lineCount: Int
    let lineStarts: [Int]

    private static let headers: Set<String> = [
        "if", "elif", "else", "for", "while", "try", "except", "finally", "with", "def", "class", "async", "match", "case",
    ]

    /// `firstLine`: where the text stands in a larger file.
    init(_ bytes: [UInt8], firstLine: Int = 1) {
        let tokenizer = PythonTokenizer(bytes, firstLine: firstLine)
        self.bytes = tokenizer.bytes
        tokens = tokenizer.tokens
        lineCount = tokenizer.lineCount
        lineStarts = tokenizer.lineStarts
        for line in tokenizer.lines { split(line.tokens, indent: line.column * 2) }
        nest()
    }

    /// Cuts a logical line at semicolons and behind a header's colon.
    private mutating func split(_ range: Range<Int>, indent: Int) {
        var start = range.lowerBound
        var indent = indent
        var index = start
        var lambdas = 0
        var isHeader = isHeaderWord(start)
        while index < range.upperBound {
            let token = tokens[index]
            if token.kind == .op {
                switch bytes[token.start] {
                case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
                    index = max(index, min(token.match, range.upperBound - 1))
                case UInt8(ascii: ";"):
                    add(start..<index, indent: indent, colon: nil)
                    start = index + 1
                    isHeader = isHeaderWord(start)
                case UInt8(ascii: ":") where token.end == token.start + 1:
                    if lambdas > 0 {
                        lambdas -= 1
                    } else if isHeader {
                        add(start..<(index + 1), indent: indent, colon: index)
                        if index + 1 < range.upperBound { indent += 1 }
                        start = index + 1
                        isHeader = isHeaderWord(start)
                    }
                default: break
                }
            } else if token.kind == .name, isWord(index, "lambda") {
                lambdas += 1
            }
            index += 1
        }
        add(start..<range.upperBound, indent: indent, colon: nil)
    }

    private mutating func add(_ range: Range<Int>, indent: Int, colon: Int?) {
        guard let first = range.first, let last = range.last else { return }
        let end = tokens[last]
        // A string may end some lines below its start.
        var lastLine = end.line
        if end.kind == .string { lastLine += bytes[end.start..<end.end].count { $0 == 0x0A } }
        statements.append(PythonStatement(indent: indent, tokens: range, colon: colon, line: tokens[first].line, lastLine: lastLine))
    }

    private mutating func nest() {
        var open: [Int] = []
        for index in statements.indices {
            while let last = open.last, statements[last].indent >= statements[index].indent { open.removeLast() }
            let parent = open.last
            statements[index].parent = parent
            if let parent {
                let isFunction = functionName(parent) != nil
                statements[index].function = isFunction ? parent : statements[parent].function
                if className(parent) != nil {
                    statements[index].classBody = parent
                } else if !isFunction {
                    statements[index].classBody = statements[parent].classBody
                }
            }
            if statements[index].colon != nil { open.append(index) }
        }
    }

    private func isHeaderWord(_ index: Int) -> Bool {
        guard index < tokens.count, tokens[index].kind == .name, tokens[index].end - tokens[index].start <= 7 else { return false }
        return Self.headers.contains(text(index))
    }

    /// Range of the statements in the body of a header.
    func body(of header: Int) -> Range<Int> {
        var end = header + 1
        while end < statements.count, statements[end].indent > statements[header].indent { end += 1 }
        return (header + 1)..<end
    }

    func text(_ token: Int) -> String {
        String(decoding: bytes[tokens[token].start..<tokens[token].end], as: UTF8.self)
    }

    func isWord(_ token: Int, _ word: StaticString) -> Bool {
        guard token < tokens.count, tokens[token].kind == .name else { return false }
        return matches(token, word)
    }

    func isOperator(_ token: Int, _ symbol: StaticString) -> Bool {
        guard token < tokens.count, tokens[token].kind == .op else { return false }
        return matches(token, symbol)
    }

    private func matches(_ token: Int, _ text: StaticString) -> Bool {
        let range = tokens[token].start..<tokens[token].end
        return text.utf8CodeUnitCount == range.count && bytes[range].starts(with: text)
    }

    /// First word of a statement; that after `async` where it stands first.
    func keyword(_ statement: Int) -> Int {
        let first = statements[statement].tokens.lowerBound
        return isWord(first, "async") ? first + 1 : first
    }

    /// Name of the function that a statement defines.
    func functionName(_ statement: Int) -> String? { definition(statement, "def") }

    func className(_ statement: Int) -> String? { definition(statement, "class") }

    private func definition(_ statement: Int, _ word: StaticString) -> String? {
        let first = keyword(statement)
        guard isWord(first, word), statements[statement].tokens.contains(first + 1), tokens[first + 1].kind == .name else { return nil }
        return text(first + 1)
    }

    /// The raw line that holds a token.
    func line(_ number: Int) -> String {
        guard number >= 1, number <= lineStarts.count else { return "" }
        let start = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
        if end > start, bytes[end - 1] == 0x0A { end -= 1 }
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    }

    func offset(ofLine number: Int) -> Int {
        number >= 1 && number <= lineStarts.count ? lineStarts[number - 1] : 0
    }
}
