/// JSON with sorted keys, byte for byte as Foundation's encoder writes it: equal values are equal texts, whatever version wrote them.
///
/// Foundation's encoder makes a tree of boxed values first; it was the largest part of an ingest of diagnostics.
struct RowEncoder {
    private let text = RowText()

    /// The JSON of `value`.
    func encode(_ value: some Encodable) throws -> [UInt8] { Array(try bytes(of: value)) }

    /// The same without a copy, good until the next call.
    func bytes(of value: some Encodable) throws -> UnsafeBufferPointer<UInt8> {
        text.clear()
        try text.write(value)
        return text.bytes
    }
}

/// Writes the value at hand. One word, so that it fits into an existential without an allocation.
struct RowValueEncoder: Encoder, SingleValueEncodingContainer {
    let text: RowText

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        text.begin(.object)
        return KeyedEncodingContainer(RowObjectEncoder<Key>(text: text))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        text.begin(.array)
        return RowArrayEncoder(text: text)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func encodeNil() { text.write("null" as StaticString) }
    func encode(_ value: Bool) { text.write(value) }
    func encode(_ value: String) { text.write(value) }
    func encode(_ value: Double) throws { try text.write(value) }
    func encode(_ value: Float) throws { try text.write(Double(value)) }
    func encode(_ value: Int) { text.write(integer: value) }
    func encode(_ value: Int8) { text.write(integer: value) }
    func encode(_ value: Int16) { text.write(integer: value) }
    func encode(_ value: Int32) { text.write(integer: value) }
    func encode(_ value: Int64) { text.write(integer: value) }
    func encode(_ value: UInt) { text.write(integer: value) }
    func encode(_ value: UInt8) { text.write(integer: value) }
    func encode(_ value: UInt16) { text.write(integer: value) }
    func encode(_ value: UInt32) { text.write(integer: value) }
    func encode(_ value: UInt64) { text.write(integer: value) }
    func encode(_ value: some Encodable) throws { try text.write(value) }
}

/// Why containers within containers by hand are refused: a part ends where the next begins.
private let nestedByHand = "no value of the store writes a container within a container by hand"

/// Writes the parts of an object.
struct RowObjectEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let text: RowText

    var codingPath: [any CodingKey] { [] }

    private func at(_ key: Key) -> RowValueEncoder {
        text.part(key.stringValue)
        return RowValueEncoder(text: text)
    }

    func encodeNil(forKey key: Key) { at(key).encodeNil() }
    func encode(_ value: Bool, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: String, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: Double, forKey key: Key) throws { try at(key).encode(value) }
    func encode(_ value: Float, forKey key: Key) throws { try at(key).encode(value) }
    func encode(_ value: Int, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: Int8, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: Int16, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: Int32, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: Int64, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: UInt, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: UInt8, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: UInt16, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: UInt32, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: UInt64, forKey key: Key) { at(key).encode(value) }
    func encode(_ value: some Encodable, forKey key: Key) throws { try at(key).encode(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        preconditionFailure(nestedByHand)
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { preconditionFailure(nestedByHand) }
    func superEncoder() -> any Encoder { preconditionFailure(nestedByHand) }
    func superEncoder(forKey key: Key) -> any Encoder { preconditionFailure(nestedByHand) }
}

/// Writes the parts of a list.
struct RowArrayEncoder: UnkeyedEncodingContainer {
    let text: RowText
    private(set) var count = 0

    init(text: RowText) { self.text = text }

    var codingPath: [any CodingKey] { [] }

    private mutating func next() -> RowValueEncoder {
        count += 1
        text.part()
        return RowValueEncoder(text: text)
    }

    mutating func encodeNil() { next().encodeNil() }
    mutating func encode(_ value: Bool) { next().encode(value) }
    mutating func encode(_ value: String) { next().encode(value) }
    mutating func encode(_ value: Double) throws { try next().encode(value) }
    mutating func encode(_ value: Float) throws { try next().encode(value) }
    mutating func encode(_ value: Int) { next().encode(value) }
    mutating func encode(_ value: Int8) { next().encode(value) }
    mutating func encode(_ value: Int16) { next().encode(value) }
    mutating func encode(_ value: Int32) { next().encode(value) }
    mutating func encode(_ value: Int64) { next().encode(value) }
    mutating func encode(_ value: UInt) { next().encode(value) }
    mutating func encode(_ value: UInt8) { next().encode(value) }
    mutating func encode(_ value: UInt16) { next().encode(value) }
    mutating func encode(_ value: UInt32) { next().encode(value) }
    mutating func encode(_ value: UInt64) { next().encode(value) }
    mutating func encode(_ value: some Encodable) throws { try next().encode(value) }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        preconditionFailure(nestedByHand)
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { preconditionFailure(nestedByHand) }
    mutating func superEncoder() -> any Encoder { preconditionFailure(nestedByHand) }
}
