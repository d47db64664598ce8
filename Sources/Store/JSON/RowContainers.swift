/// Decodes an object by its keys.
struct RowObjectDecoder<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let tokens: RowTokens
    let object: Int

    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        var keys: [Key] = []
        var at = object + 1
        while at < Int(tokens.tokens[object].next) {
            if let key = tokens.string(at: at).flatMap(Key.init(stringValue:)) { keys.append(key) }
            at = Int(tokens.tokens[at + 1].next)
        }
        return keys
    }

    private func find(_ key: Key) -> RowValueDecoder? {
        tokens.value(of: key.stringValue, in: object).map { RowValueDecoder(tokens: tokens, at: $0) }
    }

    private func value(_ key: Key) throws -> RowValueDecoder {
        guard let found = find(key) else {
            throw DecodingError.keyNotFound(key, .init(codingPath: [], debugDescription: "a row of the store has no \(key.stringValue)"))
        }
        return found
    }

    /// The value, unless there is none or it is null.
    private func present(_ key: Key) -> RowValueDecoder? {
        guard let found = find(key), !found.decodeNil() else { return nil }
        return found
    }

    func contains(_ key: Key) -> Bool { find(key) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try value(key).decodeNil() }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try value(key).decode(type) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try value(key).decode(type) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try value(key).decode(type) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try value(key).decode(type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try value(key).decode(type) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try value(key).decode(type) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try value(key).decode(type) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try value(key).decode(type) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try value(key).decode(type) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try value(key).decode(type) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try value(key).decode(type) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try value(key).decode(type) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try value(key).decode(type) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try value(key).decode(type) }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try Value(from: value(key)) }

    // The library's own way asks three times for the key.
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try present(key)?.decode(type) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try present(key)?.decode(type) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try present(key)?.decode(type) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try present(key)?.decode(type) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try present(key)?.decode(type) }
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? { try present(key).map(Value.init(from:)) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
        try value(key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { try value(key).unkeyedContainer() }
    func superDecoder() -> any Decoder { RowValueDecoder(tokens: tokens, at: object) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try value(key) }
}

/// Decodes the values of an array, one after another.
struct RowArrayDecoder: UnkeyedDecodingContainer {
    private let tokens: RowTokens
    private let array: Int
    private var at: Int
    private(set) var currentIndex = 0

    init(tokens: RowTokens, array: Int) {
        self.tokens = tokens
        self.array = array
        at = array + 1
    }

    var codingPath: [any CodingKey] { [] }
    var isAtEnd: Bool { at >= Int(tokens.tokens[array].next) }

    var count: Int? {
        var count = 0
        var at = array + 1
        while at < Int(tokens.tokens[array].next) {
            at = Int(tokens.tokens[at].next)
            count += 1
        }
        return count
    }

    /// The value, and over it.
    private mutating func take() throws -> RowValueDecoder {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(String.self, .init(codingPath: [], debugDescription: "a list of the store is too short"))
        }
        defer {
            at = Int(tokens.tokens[at].next)
            currentIndex += 1
        }
        return RowValueDecoder(tokens: tokens, at: at)
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, tokens.isNull(at: at) else { return false }
        return try take().decodeNil()
    }
    mutating func decode(_ type: Bool.Type) throws -> Bool { try take().decode(type) }
    mutating func decode(_ type: String.Type) throws -> String { try take().decode(type) }
    mutating func decode(_ type: Double.Type) throws -> Double { try take().decode(type) }
    mutating func decode(_ type: Float.Type) throws -> Float { try take().decode(type) }
    mutating func decode(_ type: Int.Type) throws -> Int { try take().decode(type) }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try take().decode(type) }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try take().decode(type) }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try take().decode(type) }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try take().decode(type) }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try take().decode(type) }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try take().decode(type) }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try take().decode(type) }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try take().decode(type) }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try take().decode(type) }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: take()) }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
        try take().container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try take().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { try take() }
}
