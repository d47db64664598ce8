import Foundation
import GRDB

/// Decodes what `RowEncoder` wrote.
///
/// A store of 20,000 runs holds more than a gigabyte of evidence as JSON, and all of it is read for a report: Foundation's decoder, which
/// serves every shape of JSON and of types, was two thirds of that time. This one knows one list of tokens and no strategies.
///
/// Types of which there are many are `RowReadable`, and pass by the tokens.
struct RowDecoder {
    private let tokens = RowTokens()
    let words: RowWords
    /// Where trouble is noted with lists that are read later; nil where all is to be read at once.
    let late: LateTrouble?

    init(late: LateTrouble? = nil, mostWords: Int = 1_024) {
        self.late = late
        words = RowWords(most: mostWords)
    }

    /// The value that `text` holds.
    func decode<Value: Decodable>(_ type: Value.Type, from text: UnsafeRawBufferPointer) throws -> Value {
        try decodeAny(type, from: text)
    }

    /// The same for every type, those with a reader of their own included.
    func decodeAny<Value: Decodable>(_ type: Value.Type, from text: UnsafeRawBufferPointer) throws -> Value {
        try tokens.read(text)
        defer { tokens.end() }
        return try Value(from: RowValueDecoder(tokens: tokens, at: 0))
    }

    func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        var text = text
        return try text.withUTF8 { try decode(type, from: UnsafeRawBufferPointer($0)) }
    }

    /// The value that a column holds, without a copy of its text.
    func decode<Value: Decodable>(_ type: Value.Type, from row: Row, at column: Int) throws -> Value {
        try RowDecoder.text(of: row, at: column) { try decode(type, from: $0) }
    }

    /// Hands over the text of a column where it lies.
    static func text<Value>(of row: Row, at column: Int, _ body: (UnsafeRawBufferPointer) throws -> Value) throws -> Value {
        try row.withUnsafeData(atIndex: column) { data in
            guard let data else { throw RowTokens.damaged("it is empty", at: 0) }
            return try data.withUnsafeBytes { try body($0) }
        }
    }
}

/// Decodes the value at one token. Two words, so that it fits into an existential without an allocation.
struct RowValueDecoder: Decoder, SingleValueDecodingContainer {
    let tokens: RowTokens
    let at: Int

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard tokens.tokens[at].kind == .object else { throw mismatch([String: String].self) }
        return KeyedDecodingContainer(RowObjectDecoder<Key>(tokens: tokens, object: at))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard tokens.tokens[at].kind == .array else { throw mismatch([String].self) }
        return RowArrayDecoder(tokens: tokens, array: at)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    func mismatch(_ type: Any.Type) -> DecodingError {
        .typeMismatch(
            type,
            .init(
                codingPath: [], debugDescription: "a row of the store holds something else than \(type) at byte \(tokens.tokens[at].start)")
        )
    }

    // MARK: A value by itself

    func decodeNil() -> Bool { tokens.isNull(at: at) }

    func decode(_ type: Bool.Type) throws -> Bool { try tokens.bool(at: at) ?? { throw mismatch(type) }() }
    func decode(_ type: String.Type) throws -> String { try tokens.string(at: at) ?? { throw mismatch(type) }() }
    func decode(_ type: Double.Type) throws -> Double { try tokens.double(at: at) ?? { throw mismatch(type) }() }
    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }

    private func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        try tokens.integer(at: at, as: type) ?? { throw mismatch(type) }()
    }
}
