/// A printed Python value, read as if it were JSON: `None` is null, tuples and sets are arrays, and what is no literal at all
/// (`<Dataset object at 0x7f>`, `datetime.datetime(2021, 3, 23)`) is its own text.
enum PythonLiteral {
    /// The value that `bytes` hold; nil if they hold none or something follows it.
    static func parse(_ bytes: UnsafeRawBufferPointer) -> JSONNode? {
        let typed = bytes.assumingMemoryBound(to: UInt8.self)
        guard let start = typed.baseAddress else { return nil }
        var parser = JSONParser(bytes: start, count: typed.count, isComplete: true)
        guard let node = try? parser.pythonValue(depth: 0), parser.skipSpace() == nil else { return nil }
        return node
    }
}

extension JSONParser {
    /// The Python value at the cursor. As a key, text that is no literal ends at a colon.
    mutating func pythonValue(depth: Int, asKey: Bool = false) throws(Failure) -> JSONNode {
        let byte = try nextByte()
        let offset = base + position
        let startLine = line
        let value: JSONValue
        switch byte {
        case UInt8(ascii: "{"): value = try pythonBraces(depth: depth + 1)
        case UInt8(ascii: "["): value = .array(try pythonSequence(closing: UInt8(ascii: "]"), depth: depth + 1).elements)
        case UInt8(ascii: "("):
            let (elements, hasComma) = try pythonSequence(closing: UInt8(ascii: ")"), depth: depth + 1)
            // Parentheses around one value group it: long strings are printed so.
            value = elements.count == 1 && !hasComma ? elements[0].value : .array(elements)
        case UInt8(ascii: "'"), UInt8(ascii: "\""): value = .string(try pythonStrings())
        default: value = try pythonWord(asKey: asKey)
        }
        return JSONNode(value: value, offset: offset, line: startLine)
    }

    /// Members up to a closing brace, or to the end of the file for a dictionary that was pasted without its braces.
    mutating func pythonMembers(depth: Int, isBraced: Bool) throws(Failure) -> (members: [JSONMember], elements: [JSONNode]) {
        guard depth <= JSONParser.maximumDepth else { throw .tooDeep }
        var members: [JSONMember] = []
        var elements: [JSONNode] = []
        do throws(Failure) {
            while true {
                guard let byte = skipSpace() else {
                    if !isBraced, isComplete { break }
                    throw .endsEarly
                }
                if byte == UInt8(ascii: "}") {
                    position += 1
                    break
                }
                let keyStart = position
                let key = try pythonValue(depth: depth, asKey: true)
                let keyEnd = position
                if skipSpace() == UInt8(ascii: ":") {
                    position += 1
                    let text =
                        key.value.pythonKey
                        ?? String(decoding: UnsafeBufferPointer(start: bytes + keyStart, count: keyEnd - keyStart), as: UTF8.self)
                    members.append(JSONMember(key: text, value: try pythonValue(depth: depth)))
                } else {
                    elements.append(key)
                }
                guard let separator = skipSpace() else {
                    if !isBraced, isComplete { break }
                    throw .endsEarly
                }
                guard separator == UInt8(ascii: ",") || separator == UInt8(ascii: "}") else { throw .noCommaInObject }
                if separator == UInt8(ascii: ",") { position += 1 }
            }
        } catch {
            guard isCut(error) else { throw error }
        }
        return (members, elements)
    }

    /// A dictionary, or a set as an array.
    private mutating func pythonBraces(depth: Int) throws(Failure) -> JSONValue {
        position += 1
        let (members, elements) = try pythonMembers(depth: depth, isBraced: true)
        return members.isEmpty && !elements.isEmpty ? .array(elements) : .object(members)
    }

    private mutating func pythonSequence(closing: UInt8, depth: Int) throws(Failure) -> (elements: [JSONNode], hasComma: Bool) {
        guard depth <= JSONParser.maximumDepth else { throw .tooDeep }
        position += 1
        var elements: [JSONNode] = []
        var hasComma = false
        do throws(Failure) {
            while try nextByte() != closing {
                elements.append(try pythonValue(depth: depth))
                let byte = try nextByte()
                guard byte == closing || byte == UInt8(ascii: ",") else { throw .noCommaInArray }
                if byte == UInt8(ascii: ",") {
                    hasComma = true
                    position += 1
                }
            }
            position += 1
        } catch {
            guard isCut(error) else { throw error }
        }
        return (elements, hasComma)
    }

    /// A number, a constant, a string behind a prefix (`b'...'`), or text that is no literal.
    private mutating func pythonWord(asKey: Bool) throws(Failure) -> JSONValue {
        let start = position
        var index = position
        while index < end, JSONParser.isWordByte(bytes[index]) { index += 1 }
        guard index < end || isComplete else { throw .endsEarly }
        let text = String(decoding: UnsafeBufferPointer(start: bytes + start, count: index - start), as: UTF8.self)
        if index < end, index - start <= 2, bytes[index] == UInt8(ascii: "'") || bytes[index] == UInt8(ascii: "\""),
            text.allSatisfy({ "bBrRuUfF".contains($0) }), !text.isEmpty
        {
            return .string(try pythonStrings())
        }
        position = index
        let next = try byteBehindWord()
        if next == nil || ",:}])".utf8.contains(next ?? 0) {
            switch text {
            case "None", "null": return .null
            case "True", "true": return .bool(true)
            case "False", "false": return .bool(false)
            default:
                if text.utf8.allSatisfy({ (0x2B...0x39).contains($0) || $0 | 0x20 == 0x65 }), Double(text) != nil { return .number(text) }
            }
        }
        position = start
        return .string(try pythonText(asKey: asKey))
    }

    private mutating func byteBehindWord() throws(Failure) -> UInt8? {
        var ahead = self
        if let byte = ahead.skipSpace() { return byte }
        guard isComplete else { throw .endsEarly }
        return nil
    }

    /// Text that is no literal, up to the comma or bracket behind it.
    private mutating func pythonText(asKey: Bool) throws(Failure) -> String {
        let start = position
        var open: [UInt8] = []
        var textEnd = position
        scan: while true {
            guard position < end else {
                guard isComplete else { throw .endsEarly }
                break
            }
            guard position - start < JSONParser.longestPythonText, open.count < JSONParser.maximumDepth else { throw .noValue }
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                if open.isEmpty, byte == UInt8(ascii: ",") || asKey { break scan }
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"): open.append(byte)
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                // An angle bracket that nothing closed was a less-than sign.
                while open.last == UInt8(ascii: "<") { open.removeLast() }
                guard open.popLast() != nil else { break scan }
            case UInt8(ascii: ">"): if open.last == UInt8(ascii: "<") { open.removeLast() }
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                // Between angle brackets an apostrophe is one.
                if open.last != UInt8(ascii: "<") {
                    _ = try pythonString()
                    textEnd = position
                    continue scan
                }
            case 0x0A:
                line += 1
                lineStart = position + 1
            default: break
            }
            position += 1
            if byte > 0x20 { textEnd = position }
        }
        guard textEnd > start else { throw .noValue }
        return String(decoding: UnsafeBufferPointer(start: bytes + start, count: textEnd - start), as: UTF8.self)
    }

    /// Far longer than the repr of any object that run details hold.
    private static let longestPythonText = 1 << 18

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"): true
        default: byte >= 0x80
        }
    }
}

extension JSONValue {
    /// A dictionary's key as text; nil for a container.
    fileprivate var pythonKey: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .watched(let leaf): leaf.read()
        case .bool(let flag): flag ? "True" : "False"
        case .null: "None"
        case .array, .object: nil
        }
    }
}
