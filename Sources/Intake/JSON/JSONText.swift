/// Why a text is no JSON, and where.
struct JSONError: Error, Hashable, Sendable {
    /// What is wrong, without a place: `a comma or } is missing`.
    var reason: String
    var offset: Int
    var line: Int
    /// 1-based, in bytes.
    var column: Int
}

/// A whole JSON text (RFC 8259), nothing after it but white space.
enum JSONText {
    static func parse(_ bytes: UnsafeRawBufferPointer, offset: Int = 0, line: Int = 1) throws(JSONError) -> JSONNode {
        throw JSONError(reason: "not written yet", offset: offset, line: line, column: 1)
    }
}

extension JSONNode {
    /// What a string holds that is itself JSON (dynamic columns; sometimes twice encoded, sometimes a Python literal), an object or array
    /// as it is; nil for anything else. Its nodes stand where the string stands.
    var embedded: JSONNode? {
        switch value {
        case .object, .array: self
        case .null, .bool, .number, .string: nil
        }
    }
}
