/// Turns Python source text of any version, broken or not, into tokens and logical lines.
///
/// Nothing is rejected: a quote that never closes ends with its line, a bracket that never closes ends where a statement must begin.
struct PythonTokenizer {
    let bytes: [UInt8]
    private(set) var tokens: [PythonToken] = []
    /// Logical lines: column and tokens.
    private(set) var lines: [(column: Int, tokens: Range<Int>)] = []
    private(set) var lineCount = 0
    /// Byte offset of each physical line.
    private(set) var lineStarts: [Int] = [0]

    private var index = 0
    private var line = 1
    private var brackets: [Int] = []
    private var lineStart = 0
    private var column = 0
    /// A hole of an f-string ran to the end of the file: from then on, f-strings are read as plain ones, so that the time stays linear.
    private var holesFailed = false

    /// Words that begin a statement and cannot stand in brackets.
    private static let statementWords: Set<String> = ["def", "class", "import", "try", "return", "while", "raise", "with"]
    /// f-strings in holes of f-strings.
    private static let maximumNesting = 16

    init(_ bytes: [UInt8], firstLine: Int) {
        self.bytes = bytes
        line = firstLine
        run()
    }

    private func at(_ index: Int) -> UInt8 {
        index < bytes.count ? bytes[index] : 0
    }

    private mutating func run() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
        readIndentation()
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case 0x0A:
                newLine()
                if brackets.isEmpty { endLogicalLine() }
                readIndentation()
            case 0x20, 0x09, 0x0C, 0x0D:
                index += 1
            case UInt8(ascii: "#"):
                while index < bytes.count, bytes[index] != 0x0A { index += 1 }
            case UInt8(ascii: "\\"):
                index += 1
                while at(index) == 0x0D { index += 1 }
                if at(index) == 0x0A, index < bytes.count { newLine() }
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                readString(from: index)
            case let byte where byte.isPythonName || byte == UInt8(ascii: "."):
                readWord()
            default:
                readOperator()
            }
        }
        endLogicalLine()
        lineCount = bytes.isEmpty ? 0 : bytes.last == 0x0A ? line - 1 : line
    }

    private mutating func newLine() {
        index += 1
        line += 1
        lineStarts.append(index)
    }

    private mutating func readIndentation() {
        guard brackets.isEmpty else {
            recoverFromOpenBracket()
            return
        }
        column = 0
        while index < bytes.count {
            switch bytes[index] {
            case 0x20: column += 1
            case 0x09: column = (column / 8 + 1) * 8
            case 0x0C: column = 0
            default: return
            }
            index += 1
        }
    }

    /// A line in brackets that begins with `def` shows that a bracket was never closed.
    private mutating func recoverFromOpenBracket() {
        var start = index
        while at(start) == 0x20 || at(start) == 0x09 { start += 1 }
        var end = start
        while at(end).isPythonName, end - start < 8 { end += 1 }
        guard end > start, at(end) == 0x20 || at(end) == UInt8(ascii: ":"),
            Self.statementWords.contains(String(decoding: bytes[start..<end], as: UTF8.self))
        else { return }
        for open in brackets { tokens[open].match = tokens.count }
        brackets = []
        endLogicalLine()
        readIndentation()
    }

    private mutating func endLogicalLine() {
        for open in brackets { tokens[open].match = tokens.count }
        brackets = []
        if tokens.count > lineStart { lines.append((column, lineStart..<tokens.count)) }
        lineStart = tokens.count
    }

    private mutating func readWord() {
        let start = index
        if bytes[index].isTracebackDigit || (bytes[index] == UInt8(ascii: ".") && at(index + 1).isTracebackDigit) {
            while index < bytes.count, bytes[index].isPythonName || bytes[index] == UInt8(ascii: ".") { index += 1 }
            tokens.append(PythonToken(kind: .number, start: start, end: index, line: line))
            return
        }
        if bytes[index] == UInt8(ascii: ".") {
            index += 1
            tokens.append(PythonToken(kind: .op, start: start, end: index, line: line))
            return
        }
        while index < bytes.count, bytes[index].isPythonName { index += 1 }
        let quote = at(index)
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), isPrefix(start..<index) {
            readString(from: start)
        } else {
            tokens.append(PythonToken(kind: .name, start: start, end: index, line: line))
        }
    }

    private func isPrefix(_ range: Range<Int>) -> Bool {
        range.count <= 2
            && bytes[range].allSatisfy {
                [UInt8(ascii: "r"), UInt8(ascii: "b"), UInt8(ascii: "u"), UInt8(ascii: "f"), UInt8(ascii: "t")].contains($0 | 0x20)
            }
    }

    private mutating func readString(from start: Int) {
        var token = PythonToken(kind: .string, start: start, end: start, line: line)
        while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "'") { index += 1 }
        for byte in bytes[start..<index] {
            if byte | 0x20 == UInt8(ascii: "f") || byte | 0x20 == UInt8(ascii: "t") { token.isFormatted = true }
            if byte | 0x20 == UInt8(ascii: "r") { token.isRaw = true }
        }
        let bounds = skipString(isFormatted: token.isFormatted, depth: 0)
        token.bodyStart = bounds.lowerBound
        token.bodyEnd = bounds.upperBound
        token.end = index
        tokens.append(token)
    }

    /// Moves behind the string whose opening quote is at `index`; gives the bounds of its text.
    private mutating func skipString(isFormatted: Bool, depth: Int) -> Range<Int> {
        let quote = bytes[index]
        let isTriple = at(index + 1) == quote && at(index + 2) == quote
        index += isTriple ? 3 : 1
        let body = index
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\\") {
                index += 1
                if at(index) == 0x0D { index += 1 }
                if index < bytes.count { if bytes[index] == 0x0A { newLine() } else { index += 1 } }
            } else if byte == 0x0A {
                guard isTriple else { return body..<index }
                newLine()
            } else if byte == quote {
                if !isTriple {
                    index += 1
                    return body..<(index - 1)
                }
                if at(index + 1) == quote, at(index + 2) == quote {
                    index += 3
                    return body..<(index - 3)
                }
                index += 1
            } else if byte == UInt8(ascii: "{"), isFormatted, !holesFailed, depth < Self.maximumNesting {
                if at(index + 1) == byte { index += 2 } else { skipHole(quote: quote, isTriple: isTriple, depth: depth) }
            } else {
                index += 1
            }
        }
        index = min(index, bytes.count)
        return min(body, index)..<index
    }

    /// Moves behind `{...}`; strings in it are strings again, also with the same quotes (since Python 3.12).
    private mutating func skipHole(quote: UInt8, isTriple: Bool, depth: Int) {
        let (start, startLine, startCount) = (index, line, lineStarts.count)
        var open = 0
        var isSpecification = false
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("):
                // In a format specification a parenthesis is a fill character.
                if byte == UInt8(ascii: "{") || !isSpecification { open += 1 }
                if byte == UInt8(ascii: "{") { isSpecification = false }
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"):
                index += 1
                if byte == UInt8(ascii: "}") || !isSpecification { open -= 1 }
                if open <= 0 { return }
            case UInt8(ascii: ":") where open == 1:
                isSpecification = true
                index += 1
            case 0x0A:
                newLine()
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if isSpecification {
                    index += 1
                } else {
                    let prefix = at(index - 1) | 0x20
                    _ = skipString(isFormatted: prefix == UInt8(ascii: "f"), depth: depth + 1)
                }
            default:
                index += 1
            }
        }
        // Never closed: read the brace as text.
        holesFailed = true
        (index, line) = (start + 1, startLine)
        lineStarts.removeSubrange(startCount...)
    }

    private mutating func readOperator() {
        let start = index
        let byte = bytes[index]
        index += 1
        var token = PythonToken(kind: .op, start: start, end: index, line: line)
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
            brackets.append(tokens.count)
            token.match = tokens.count
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
            if let open = brackets.popLast() { tokens[open].match = tokens.count }
        case UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "^"),
            UInt8(ascii: ":"), UInt8(ascii: "@"):
            if byte == at(index), byte != UInt8(ascii: "="), byte != UInt8(ascii: ":"), byte != UInt8(ascii: "-"), byte != UInt8(ascii: "+")
            {
                index += 1
            }
            if at(index) == UInt8(ascii: "=") { index += 1 }
            if byte == UInt8(ascii: "-"), at(index) == UInt8(ascii: ">") { index += 1 }
            token.end = index
        default: break
        }
        tokens.append(token)
    }
}

extension UInt8 {
    /// Part of a name or number; bytes above ASCII are letters of some alphabet.
    var isPythonName: Bool {
        (0x61...0x7A).contains(self) || (0x41...0x5A).contains(self) || isTracebackDigit || self == UInt8(ascii: "_") || self >= 0x80
    }
}
