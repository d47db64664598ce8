import Evidence
import GRDB

/// A value that rows hold by the hundred, read in one go over their bytes (`RowReader`).
///
/// `Decodable` says the same and stays the measure: a test compares the two for every type.
protocol RowReadable: Decodable {
    init(from row: inout RowReader) throws(RowReader.Unlike)
}

extension RowDecoder {
    func decode<Value: RowReadable>(_ type: Value.Type, from text: UnsafeRawBufferPointer) throws -> Value {
        if let value = read(type, from: text) { return value }
        return try decodeAny(type, from: text)
    }

    func decode<Value: RowReadable>(_ type: Value.Type, from row: Row, at column: Int) throws -> Value {
        try RowDecoder.text(of: row, at: column) { try decode(type, from: $0) }
    }

    /// The value, if its bytes are as `RowEncoder` writes them.
    func read<Value: RowReadable>(_ type: Value.Type, from text: UnsafeRawBufferPointer) -> Value? {
        read(from: text) { (row) throws(RowReader.Unlike) in try Value(from: &row) }
    }

    /// The same for what `value` reads.
    func read<Value>(from text: UnsafeRawBufferPointer, _ value: (inout RowReader) throws(RowReader.Unlike) -> Value) -> Value? {
        guard let start = text.baseAddress, !text.isEmpty else { return nil }
        var row = RowReader(start.assumingMemoryBound(to: UInt8.self), count: text.count, words: words, decoder: self)
        guard let value = try? value(&row), row.isAtEnd else { return nil }
        return value
    }
}

extension RowReader {
    mutating func value<Value: RowReadable>(_ type: Value.Type = Value.self) throws(Unlike) -> Value { try Value(from: &self) }

    mutating func values<Value: RowReadable>(_ type: Value.Type = Value.self) throws(Unlike) -> [Value] {
        try list { (row) throws(Unlike) in try Value(from: &row) }
    }

    mutating func time() throws(Unlike) -> Timestamp { Timestamp(microseconds: Int64(try integer())) }

    /// A word of a list of words.
    mutating func word<Value: RawRepresentable<String>>(_ type: Value.Type = Value.self) throws(Unlike) -> Value {
        guard let value = Value(rawValue: try string()) else { throw Unlike() }
        return value
    }

    // MARK: Members

    mutating func bool(_ key: StaticString) throws(Unlike) -> Bool {
        try member(key)
        return try bool()
    }

    mutating func integer(_ key: StaticString) throws(Unlike) -> Int {
        try member(key)
        return try integer()
    }

    mutating func string(_ key: StaticString) throws(Unlike) -> String {
        try member(key)
        return try string()
    }

    mutating func strings(_ key: StaticString) throws(Unlike) -> [String] {
        try member(key)
        return try strings()
    }

    mutating func texts(_ key: StaticString) throws(Unlike) -> [String: String] {
        try member(key)
        return try dictionary { (row) throws(Unlike) in try row.string() }
    }

    mutating func value<Value: RowReadable>(_ key: StaticString) throws(Unlike) -> Value {
        try member(key)
        return try value()
    }

    mutating func values<Value: RowReadable>(_ key: StaticString) throws(Unlike) -> [Value] {
        try member(key)
        return try values()
    }

    mutating func others<Value: Decodable>(_ key: StaticString) throws(Unlike) -> [Value] {
        try member(key)
        return try others(Value.self)
    }

    // Members that may be missing.

    mutating func boolIfThere(_ key: StaticString) throws(Unlike) -> Bool? { has(key) ? try bool() : nil }
    mutating func integerIfThere(_ key: StaticString) throws(Unlike) -> Int? { has(key) ? try integer() : nil }
    mutating func doubleIfThere(_ key: StaticString) throws(Unlike) -> Double? { has(key) ? try double() : nil }
    mutating func stringIfThere(_ key: StaticString) throws(Unlike) -> String? { has(key) ? try string() : nil }
    mutating func timeIfThere(_ key: StaticString) throws(Unlike) -> Timestamp? { has(key) ? try time() : nil }
    mutating func wordIfThere<Value: RawRepresentable<String>>(_ key: StaticString) throws(Unlike) -> Value? { has(key) ? try word() : nil }
    mutating func valueIfThere<Value: RowReadable>(_ key: StaticString) throws(Unlike) -> Value? { has(key) ? try value() : nil }
    mutating func otherIfThere<Value: Decodable>(_ key: StaticString) throws(Unlike) -> Value? { has(key) ? try other(Value.self) : nil }
}
