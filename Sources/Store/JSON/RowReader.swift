import Foundation

/// Reads the values of a row one after another, in the form and order in which `RowEncoder` writes them: without blanks, keys sorted, what
/// is nil left out.
///
/// The library's protocols make a container for every object and look every key up through three layers; for lines and quotes, which are
/// most of a store, that is nearly all of their price. A row that does not look as expected, whoever wrote it, is `Unlike`: it then goes
/// through `RowTokens`, which take all of JSON and refuse what is none.
struct RowReader {
    /// The row does not go on as `RowEncoder` writes it.
    struct Unlike: Error {}

    private let bytes: UnsafePointer<UInt8>
    private let count: Int
    private var at = 0
    private let words: RowWords
    let decoder: RowDecoder

    /// A reader of a text that stays in place, and is not empty. `decoder` reads what is too rare to have a reader.
    init(_ bytes: UnsafePointer<UInt8>, count: Int, words: RowWords, decoder: RowDecoder) {
        self.bytes = bytes
        self.count = count
        self.words = words
        self.decoder = decoder
        words.beginRow()
    }

    var isAtEnd: Bool { at == count }

    // MARK: Objects

    mutating func open() throws(Unlike) { try take(UInt8(ascii: "{")) }
    mutating func close() throws(Unlike) { try take(UInt8(ascii: "}")) }

    /// Goes to the value of `key`, if that is the next one.
    mutating func has(_ key: StaticString) -> Bool {
        guard let start = nextKey() else { return false }
        let length = key.utf8CodeUnitCount
        guard start + length + 1 < count, memcmp(bytes + start, key.utf8Start, length) == 0,
            bytes[start + length] == UInt8(ascii: "\""), bytes[start + length + 1] == UInt8(ascii: ":")
        else { return false }
        at = start + length + 2
        return true
    }

    /// Goes to the value of `key`, which must be the next one.
    mutating func member(_ key: StaticString) throws(Unlike) {
        guard has(key) else { throw Unlike() }
    }

    /// Goes over a member of this key, if it is the next one.
    mutating func skip(_ key: StaticString) throws(Unlike) {
        if has(key) { try skipValue() }
    }

    /// Goes over the next member, whatever its key.
    mutating func skipMember() throws(Unlike) {
        guard let start = nextKey() else { throw Unlike() }
        at = start
        _ = try skipString()
        try take(UInt8(ascii: ":"))
        try skipValue()
    }

    /// The object has no more members.
    var isAtClose: Bool { at < count && bytes[at] == UInt8(ascii: "}") }

    /// Where the text of the next key begins: behind a comma, unless it is the first.
    private func nextKey() -> Int? {
        var start = at
        if start > 0, bytes[start - 1] != UInt8(ascii: "{") {
            guard start < count, bytes[start] == UInt8(ascii: ",") else { return nil }
            start += 1
        }
        guard start < count, bytes[start] == UInt8(ascii: "\"") else { return nil }
        return start + 1
    }

    /// An object whose keys are data.
    mutating func dictionary<Value>(_ value: (inout RowReader) throws(Unlike) -> Value) throws(Unlike) -> [String: Value] {
        try open()
        var values: [String: Value] = [:]
        while at < count, bytes[at] != UInt8(ascii: "}") {
            guard let start = nextKey() else { throw Unlike() }
            at = start - 1
            let key = try string()
            try take(UInt8(ascii: ":"))
            values[key] = try value(&self)
        }
        try close()
        return values
    }

    // MARK: Lists

    mutating func list<Value>(_ value: (inout RowReader) throws(Unlike) -> Value) throws(Unlike) -> [Value] {
        try take(UInt8(ascii: "["))
        if has(byte: UInt8(ascii: "]")) { return [] }
        var values: [Value] = []
        repeat { values.append(try value(&self)) } while has(byte: UInt8(ascii: ","))
        try take(UInt8(ascii: "]"))
        return values
    }

    mutating func strings() throws(Unlike) -> [String] {
        try list { (row) throws(Unlike) in try row.string() }
    }

    // MARK: Values

    mutating func bool() throws(Unlike) -> Bool {
        if has(word: "true") { return true }
        if has(word: "false") { return false }
        throw Unlike()
    }

    mutating func integer() throws(Unlike) -> Int {
        let isNegative = has(byte: UInt8(ascii: "-"))
        let start = at
        var sum = 0
        while at < count, case let digit = bytes[at] &- 0x30, digit <= 9 {
            sum = sum &* 10 &+ Int(digit)
            at += 1
        }
        // More digits may not fit; a fraction or an exponent is for those who read all of JSON.
        guard at > start, at - start <= 18, at == count || !RowReader.goesOn(bytes[at]) else { throw Unlike() }
        return isNegative ? -sum : sum
    }

    mutating func double() throws(Unlike) -> Double {
        let start = at
        while at < count, (0x30...0x39).contains(bytes[at]) || bytes[at] == UInt8(ascii: "-") || RowReader.goesOn(bytes[at]) { at += 1 }
        guard let value = Double(String(decoding: UnsafeBufferPointer(start: bytes + start, count: at - start), as: UTF8.self)) else {
            throw Unlike()
        }
        return value
    }

    private static func goesOn(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") || byte == UInt8(ascii: "+")
    }

    mutating func string() throws(Unlike) -> String {
        try take(UInt8(ascii: "\""))
        let start = at
        let isEscaped = try skipString()
        return words.string(bytes, start, at - 1 - start, isEscaped: isEscaped)
    }

    /// A value of a type that is too rare to have a reader.
    mutating func other<Value: Decodable>(_ type: Value.Type) throws(Unlike) -> Value {
        let start = at
        try skipValue()
        let text = UnsafeRawBufferPointer(start: bytes + start, count: at - start)
        guard let value = try? decoder.decodeAny(type, from: text) else { throw Unlike() }
        return value
    }

    /// A list of such values, which is mostly empty.
    mutating func others<Value: Decodable>(_ type: Value.Type) throws(Unlike) -> [Value] {
        if has(word: "[]") { return [] }
        return try other([Value].self)
    }

    // MARK: Over the text

    /// Where the next byte stands.
    var place: Int { at }

    /// A copy of the bytes from `start` to here.
    func text(from start: Int) -> [UInt8] { Array(UnsafeBufferPointer(start: bytes + start, count: at - start)) }

    mutating func take(_ byte: UInt8) throws(Unlike) {
        guard has(byte: byte) else { throw Unlike() }
    }

    mutating func has(byte: UInt8) -> Bool {
        guard at < count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    mutating func has(word: StaticString) -> Bool {
        guard at + word.utf8CodeUnitCount <= count, memcmp(bytes + at, word.utf8Start, word.utf8CodeUnitCount) == 0 else { return false }
        at += word.utf8CodeUnitCount
        return true
    }

    /// Goes over the rest of a string and the quote at its end; true where it has escapes.
    private mutating func skipString() throws(Unlike) -> Bool {
        var isEscaped = false
        while true {
            at = RowReader.nextMark(bytes, at, count)
            guard at < count else { throw Unlike() }
            if bytes[at] == UInt8(ascii: "\"") {
                at += 1
                return isEscaped
            }
            isEscaped = true
            // A cut at the end shows at the next turn.
            at += 2
        }
    }

    /// Goes over the next value, or over what is left of as many lists and objects.
    mutating func skipValue(depth: Int = 0) throws(Unlike) {
        var depth = depth
        repeat {
            guard at < count else { throw Unlike() }
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""): _ = try skipString()
            case UInt8(ascii: ","), UInt8(ascii: ":"): break
            default:
                while at < count, bytes[at] != UInt8(ascii: ","), bytes[at] != UInt8(ascii: "}"), bytes[at] != UInt8(ascii: "]") { at += 1 }
            }
        } while depth > 0
    }

    /// The next quote or backslash, eight bytes at a time; `count` where there is none.
    ///
    /// A byte equal to the one looked for is zero after the exclusive or, and `(x - 1) & ~x` has the high bit of the first such byte; above it
    /// there may be false ones, below it there are none.
    static func nextMark(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
        let low: UInt64 = 0x0101_0101_0101_0101
        let high: UInt64 = 0x8080_8080_8080_8080
        var at = start
        while at + 8 <= count {
            let word = UInt64(littleEndian: UnsafeRawPointer(bytes + at).loadUnaligned(as: UInt64.self))
            let quote = word ^ (low &* 0x22)
            let slash = word ^ (low &* 0x5C)
            let found = ((quote &- low) & ~quote | (slash &- low) & ~slash) & high
            if found != 0 { return at + found.trailingZeroBitCount / 8 }
            at += 8
        }
        while at < count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\") { at += 1 }
        return at
    }
}
