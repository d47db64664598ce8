import Foundation

/// A JSON document as a validator needs it.
enum Document: Decodable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([Document])
    case object([String: Document])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([Document].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: Document].self))
        }
    }

    init(text: String) throws {
        self = try JSONDecoder().decode(Document.self, from: Data(text.utf8))
    }

    subscript(_ key: String) -> Document? {
        get { if case .object(let members) = self { members[key] } else { nil } }
        set {
            guard case .object(var members) = self else { return }
            members[key] = newValue
            self = .object(members)
        }
    }

    subscript(_ index: Int) -> Document? {
        get { if case .array(let items) = self, items.indices.contains(index) { items[index] } else { nil } }
        set {
            guard case .array(var items) = self, let newValue, items.indices.contains(index) else { return }
            items[index] = newValue
            self = .array(items)
        }
    }
}
