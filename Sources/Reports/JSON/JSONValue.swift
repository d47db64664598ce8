/// A JSON document whose members keep the order in which they were written.
///
/// Foundation's encoder sorts keys or leaves them in no order; readers of a report want the order of the contract, the same every time.
enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A number rounded to two decimals.
    case hundredths(Double)
    case string(String)
    case array([JSONValue])
    /// A list whose values are made one by one when they are written: a store has tens of thousands of runs.
    case list(Int, @Sendable (Int) -> JSONValue)
    case object([(String, JSONValue)])

    /// The document, indented by two spaces, with a line feed at its end.
    var text: String {
        var output = ""
        write(to: &output, indent: 0)
        output += "\n"
        return output
    }

    private func write(to output: inout String, indent: Int) {
        switch self {
        case .null: output += "null"
        case .bool(let value): output += value ? "true" : "false"
        case .integer(let value): output += String(value)
        case .hundredths(let value): output += JSONValue.rounded(value)
        case .string(let value): JSONValue.write(value, to: &output)
        case .array(let items):
            JSONValue.writeList(items, open: "[", close: "]", to: &output, indent: indent) { item, output in
                item.write(to: &output, indent: indent + 1)
            }
        case .list(let count, let item):
            JSONValue.writeList(0..<count, open: "[", close: "]", to: &output, indent: indent) { at, output in
                item(at).write(to: &output, indent: indent + 1)
            }
        case .object(let members):
            JSONValue.writeList(members, open: "{", close: "}", to: &output, indent: indent) { member, output in
                JSONValue.write(member.0, to: &output)
                output += ": "
                member.1.write(to: &output, indent: indent + 1)
            }
        }
    }

    private static func writeList<Items: Collection>(
        _ items: Items, open: String, close: String, to output: inout String, indent: Int, each: (Items.Element, inout String) -> Void
    ) {
        output += open
        for (index, item) in items.enumerated() {
            output += index == 0 ? "\n" : ",\n"
            output += String(repeating: "  ", count: indent + 1)
            each(item, &output)
        }
        if !items.isEmpty { output += "\n" + String(repeating: "  ", count: indent) }
        output += close
    }

    /// `0.97`, `0.9`, `1.0`: always with a fraction, so that typed readers see one type. What is no number counts as 0.
    private static func rounded(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "0.0" }
        let hundredths = Int64((value * 100).rounded())
        let fraction = Int(hundredths.magnitude % 100)
        let digits = fraction % 10 == 0 ? String(fraction / 10) : (fraction < 10 ? "0" : "") + String(fraction)
        return (hundredths < 0 ? "-" : "") + String(hundredths.magnitude / 100) + "." + digits
    }

    private static func write(_ string: String, to output: inout String) {
        output += "\""
        // Nearly every string is plain, and whole strings go out ten times faster than single characters.
        guard string.utf8.contains(where: { $0 < 0x20 || $0 > 0x7E || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
            output += string + "\""
            return
        }
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            // Control, format and separator characters: a terminal would obey them, JavaScript would end a line at some.
            case _ where VisibleText.isHidden(scalar): for unit in String(scalar).utf16 { writeEscape(unit, to: &output) }
            default: output.unicodeScalars.append(scalar)
            }
        }
        output += "\""
    }

    private static func writeEscape(_ unit: UInt16, to output: inout String) {
        let digits = String(unit, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

extension JSONValue {
    static func string(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    static func integer(_ value: Int?) -> JSONValue { value.map { .integer(Int64($0)) } ?? .null }
    static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
}
