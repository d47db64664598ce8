package import Evidence

/// What a command prints with `--json`: members in the order in which they were put in, `null` where something is not known.
package enum JSONTree: Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case list([JSONTree])
    case object([(String, JSONTree)])

    /// The document, indented by two spaces, with a line feed at its end.
    package var text: String {
        var output = ""
        write(to: &output, indent: "\n")
        return output + "\n"
    }

    private func write(to output: inout String, indent: String) {
        switch self {
        case .null: output += "null"
        case .bool(let value): output += value ? "true" : "false"
        case .integer(let value): output += String(value)
        // JSON knows neither infinity nor not-a-number.
        case .number(let value): output += value.isFinite ? "\(value)" : "null"
        case .string(let value): output += JSONQuoted.of(value)
        case .list(let items):
            JSONTree.write(items, "[", "]", to: &output, indent) { $0.write(to: &$1, indent: indent + "  ") }
        case .object(let members):
            JSONTree.write(members, "{", "}", to: &output, indent) { member, output in
                output += JSONQuoted.of(member.0) + ": "
                member.1.write(to: &output, indent: indent + "  ")
            }
        }
    }

    private static func write<Item>(
        _ items: [Item], _ open: String, _ close: String, to output: inout String, _ indent: String, each: (Item, inout String) -> Void
    ) {
        output += open
        for (index, item) in items.enumerated() {
            output += (index == 0 ? "" : ",") + indent + "  "
            each(item, &output)
        }
        output += (items.isEmpty ? "" : indent) + close
    }
}

extension JSONTree {
    package static func text(_ value: String?) -> JSONTree { value.map { .string($0) } ?? .null }
    package static func time(_ value: Timestamp?) -> JSONTree { text(value?.rfc3339) }
    package static func count(_ value: Int?) -> JSONTree { value.map { .integer(Int64($0)) } ?? .null }
    package static func real(_ value: Double?) -> JSONTree { value.map { .number($0) } ?? .null }
    package static func texts(_ values: [String]) -> JSONTree { .list(values.map { .string($0) }) }
}
