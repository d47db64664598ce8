/// A JSON value that knows where it stands: absolute byte offset and 1-based line of its first byte in the unpacked stream.
struct JSONNode: Sendable {
    var value: JSONValue
    var offset: Int
    var line: Int
}

/// What a JSON text can hold. Numbers keep their text: ids of 19 digits do not survive a `Double`.
enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONNode])
    case object([JSONMember])
    /// A string or number that is watched while a form is learned. No parser makes one.
    case watched(WatchedLeaf)
}

/// A key and its value, in the order of the file.
struct JSONMember: Sendable {
    var key: String
    var value: JSONNode
}

extension JSONNode {
    /// The member of exactly this key; of two the last, as other readers do.
    subscript(_ key: String) -> JSONNode? {
        guard case .object(let members) = value else { return nil }
        for member in members.reversed() where member.key == key { return member.value }
        return nil
    }

    /// The member of this key, exactly if there is one, else whatever the case of its ASCII letters: exports differ in it.
    func member(_ key: String) -> JSONNode? {
        if let exact = self[key] { return exact }
        guard case .object(let members) = value else { return nil }
        for member in members.reversed() where member.key.equalsIgnoringASCIICase(key) { return member.value }
        return nil
    }

    /// Text of a string, number or boolean; nil for null and containers.
    var string: String? {
        switch value {
        case .string(let text), .number(let text): text
        case .watched(let leaf): leaf.read()
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// A number, or a string that holds one: half of the exports write numbers as text.
    var double: Double? {
        switch value {
        case .number(let text), .string(let text): Double(text)
        case .watched(let leaf): Double(leaf.read())
        case .null, .bool, .array, .object: nil
        }
    }

    /// A whole number, or text that holds one (`3`, `"3"`, `3.0`).
    var int: Int? {
        switch value {
        case .number(let text), .string(let text): JSONNode.whole(text)
        case .watched(let leaf): JSONNode.whole(leaf.read())
        case .null, .bool, .array, .object: nil
        }
    }

    private static func whole(_ text: String) -> Int? {
        Int(text) ?? Double(text).flatMap { Int(exactly: $0) }
    }

    /// A boolean, or text that holds one (`"true"`, `"False"`).
    var bool: Bool? {
        switch value {
        case .bool(let flag): flag
        case .string(let text): JSONNode.truth(text)
        case .watched(let leaf): leaf.isNumber ? nil : JSONNode.truth(leaf.read())
        case .null, .number, .array, .object: nil
        }
    }

    private static func truth(_ text: String) -> Bool? {
        if text.equalsIgnoringASCIICase("true") { return true }
        return text.equalsIgnoringASCIICase("false") ? false : nil
    }

    var array: [JSONNode]? {
        if case .array(let elements) = value { elements } else { nil }
    }

    var object: [JSONMember]? {
        if case .object(let members) = value { members } else { nil }
    }

    var isNull: Bool {
        if case .null = value { true } else { false }
    }
}

extension String {
    /// Equal but for the case of ASCII letters.
    func equalsIgnoringASCIICase(_ other: String) -> Bool {
        let left = utf8
        let right = other.utf8
        return left.count == right.count
            && zip(left, right).allSatisfy { a, b in
                a == b || (a | 0x20 == b | 0x20 && (0x61...0x7A).contains(a | 0x20))
            }
    }
}
