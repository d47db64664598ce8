/// Reads JSON values (RFC 8259) from bytes that are in memory; a cursor, not a tree of its own.
///
/// What it says of a text depends on the bytes it has read alone: a value, a failure at a byte, or that the bytes end too early. So a
/// text that was cut at any place and is tried again with more bytes gives what it would have given at once.
struct JSONParser {
    /// Why a text is no JSON; the place is the cursor's.
    enum Failure: Error {
        case endsEarly
        case noValue, noKey, noColon, noCommaInObject, noCommaInArray
        case controlCharacter, badEscape, badNumber, badWord, tooDeep

        /// A part of a sentence.
        var reason: String {
            switch self {
            case .endsEarly: "the text ends too early"
            case .noValue: "no value begins here"
            case .noKey: "a key in double quotes is missing"
            case .noColon: "a colon is missing after a key"
            case .noCommaInObject: "a comma or a closing brace is missing"
            case .noCommaInArray: "a comma or a closing bracket is missing"
            case .controlCharacter: "a string holds a raw control character"
            case .badEscape: "a string holds an unknown escape"
            case .badNumber: "a number is malformed"
            case .badWord: "a word is neither true, false nor null"
            case .tooDeep: "containers are nested deeper than \(JSONParser.maximumDepth) levels"
            }
        }
    }

    /// Nesting that is followed: far above any export, far below what a thread's stack can hold.
    static let maximumDepth = 512

    let bytes: UnsafePointer<UInt8>
    let end: Int
    /// Absolute offset of `bytes[0]`.
    let base: Int
    var position: Int
    /// Line of `position`, and the index at which it begins (negative if before `bytes[0]`).
    var line: Int
    var lineStart: Int
    /// No bytes follow `end`: a number may stand there.
    let isComplete: Bool
    /// Of a value that is cut off, what stands before the cut is kept.
    var keepsCut = false

    init(
        bytes: UnsafePointer<UInt8>, count: Int, base: Int = 0, position: Int = 0, line: Int = 1, lineStart: Int = 0, isComplete: Bool
    ) {
        self.bytes = bytes
        end = count
        self.base = base
        self.position = position
        self.line = line
        self.lineStart = lineStart
        self.isComplete = isComplete
    }

    /// Moves to the next byte that is not white space and returns it, nil at the end.
    @inline(__always)
    mutating func skipSpace() -> UInt8? {
        while position < end {
            let byte = bytes[position]
            if byte > 0x20 { return byte }
            switch byte {
            case 0x0A:
                line += 1
                position += 1
                lineStart = position
            case 0x20, 0x09, 0x0D: position += 1
            default: return byte
            }
        }
        return nil
    }

    /// Like `skipSpace`, but the end is a failure.
    @inline(__always)
    mutating func nextByte() throws(Failure) -> UInt8 {
        guard let byte = skipSpace() else { throw .endsEarly }
        return byte
    }

    /// The value at the cursor; `depth` is the number of containers around it.
    mutating func value(depth: Int) throws(Failure) -> JSONNode {
        let byte = try nextByte()
        let offset = base + position
        let startLine = line
        let value: JSONValue
        switch byte {
        case UInt8(ascii: "\""): value = .string(try string())
        case UInt8(ascii: "{"): value = .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): value = .array(try array(depth: depth + 1))
        case UInt8(ascii: "-"), 0x30...0x39: value = .number(try number())
        case UInt8(ascii: "t"):
            try word("true")
            value = .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            value = .bool(false)
        case UInt8(ascii: "n"):
            try word("null")
            value = .null
        default: throw .noValue
        }
        return JSONNode(value: value, offset: offset, line: startLine)
    }

    /// The members of the object at the cursor.
    private mutating func object(depth: Int) throws(Failure) -> [JSONMember] {
        guard depth <= JSONParser.maximumDepth else { throw .tooDeep }
        position += 1
        var members: [JSONMember] = []
        do throws(Failure) {
            if try nextByte() == UInt8(ascii: "}") {
                position += 1
                return members
            }
            members.reserveCapacity(8)
            while true {
                let key = try key()
                members.append(JSONMember(key: key, value: try value(depth: depth)))
                if try isClosed(by: UInt8(ascii: "}"), otherwise: .noCommaInObject) { return members }
            }
        } catch {
            guard isCut(error) else { throw error }
            return members
        }
    }

    /// The elements of the array at the cursor.
    private mutating func array(depth: Int) throws(Failure) -> [JSONNode] {
        guard depth <= JSONParser.maximumDepth else { throw .tooDeep }
        position += 1
        var elements: [JSONNode] = []
        do throws(Failure) {
            if try nextByte() == UInt8(ascii: "]") {
                position += 1
                return elements
            }
            while true {
                elements.append(try value(depth: depth))
                if try isClosed(by: UInt8(ascii: "]"), otherwise: .noCommaInArray) { return elements }
            }
        } catch {
            guard isCut(error) else { throw error }
            return elements
        }
    }

    /// The bytes end here and what was read is to be kept; half a token is passed over.
    mutating func isCut(_ failure: Failure) -> Bool {
        guard keepsCut, failure == .endsEarly else { return false }
        position = end
        return true
    }

    /// A key and its colon.
    mutating func key() throws(Failure) -> String {
        guard try nextByte() == UInt8(ascii: "\"") else { throw .noKey }
        let key = try string()
        guard try nextByte() == UInt8(ascii: ":") else { throw .noColon }
        position += 1
        return key
    }

    /// True behind the closing byte, false behind a comma.
    @inline(__always)
    mutating func isClosed(by closing: UInt8, otherwise failure: Failure) throws(Failure) -> Bool {
        let byte = try nextByte()
        guard byte == closing || byte == UInt8(ascii: ",") else { throw failure }
        position += 1
        return byte == closing
    }

    private mutating func word(_ word: StaticString) throws(Failure) {
        for index in 0..<word.utf8CodeUnitCount {
            guard position + index < end else { throw .endsEarly }
            guard bytes[position + index] == word.utf8Start[index] else { throw .badWord }
        }
        position += word.utf8CodeUnitCount
    }

    /// The text of the number at the cursor.
    private mutating func number() throws(Failure) -> String {
        let start = position
        var index = position
        func digits() -> Bool {
            let first = index
            while index < end, bytes[index] &- 0x30 < 10 { index += 1 }
            return index > first
        }
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        let leading = index
        var isWhole = digits()
        // A zero leads no other digit.
        if isWhole, bytes[leading] == 0x30, index > leading + 1 {
            position = leading
            throw .badNumber
        }
        if isWhole, index < end, bytes[index] == UInt8(ascii: ".") {
            index += 1
            isWhole = digits()
        }
        if isWhole, index < end, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < end, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
            isWhole = digits()
        }
        if index == end, !isComplete || !isWhole { throw .endsEarly }
        guard isWhole else {
            position = index
            throw .badNumber
        }
        position = index
        return String(decoding: UnsafeBufferPointer(start: bytes + start, count: index - start), as: UTF8.self)
    }
}
