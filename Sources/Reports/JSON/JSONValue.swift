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
        var bytes: [UInt8] = []
        var output = JSONText { bytes.append(contentsOf: $0) }
        write(to: &output)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Hands out the same in pieces, none of which need be whole characters.
    func write(to piece: @escaping (UnsafeRawBufferPointer) throws -> Void) throws {
        var output = JSONText(piece: piece)
        write(to: &output)
        if let failure = output.failure { throw failure }
    }

    private func write(to output: inout JSONText) {
        write(to: &output, indent: 0)
        output.append("\n")
        output.flush(atEnd: true)
    }

    private func write(to output: inout JSONText, indent: Int) {
        switch self {
        case .null: output.append("null")
        case .bool(let value): output.append(value ? "true" : "false")
        case .integer(let value): output.append(plain: String(value))
        case .hundredths(let value): output.append(plain: JSONValue.rounded(value))
        case .string(let value): output.append(string: value)
        case .array(let items):
            JSONValue.writeList(items, open: "[", close: "]", to: &output, indent: indent) { item, output in
                item.write(to: &output, indent: indent + 1)
            }
        case .list(let count, let item):
            JSONValue.writeList(0..<count, open: "[", close: "]", to: &output, indent: indent) { at, output in
                if output.failure == nil { item(at).write(to: &output, indent: indent + 1) }
                output.flush()
            }
        case .object(let members):
            JSONValue.writeList(members, open: "{", close: "}", to: &output, indent: indent) { member, output in
                output.append(string: member.0)
                output.append(": ")
                member.1.write(to: &output, indent: indent + 1)
            }
        }
    }

    private static func writeList<Items: Collection>(
        _ items: Items, open: StaticString, close: StaticString, to output: inout JSONText, indent: Int,
        each: (Items.Element, inout JSONText) -> Void
    ) {
        output.append(open)
        var isFirst = true
        for item in items {
            output.append(isFirst ? "\n" : ",\n")
            isFirst = false
            output.indent(indent + 1)
            each(item, &output)
        }
        if !isFirst {
            output.append("\n")
            output.indent(indent)
        }
        output.append(close)
    }

    /// `0.97`, `0.9`, `1.0`: always with a fraction, so that typed readers see one type. What is no number counts as 0.
    private static func rounded(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "0.0" }
        let hundredths = Int64((value * 100).rounded())
        let fraction = Int(hundredths.magnitude % 100)
        let digits = fraction % 10 == 0 ? String(fraction / 10) : (fraction < 10 ? "0" : "") + String(fraction)
        return (hundredths < 0 ? "-" : "") + String(hundredths.magnitude / 100) + "." + digits
    }
}

extension JSONValue {
    static func string(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    static func integer(_ value: Int?) -> JSONValue { value.map { .integer(Int64($0)) } ?? .null }
    static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
}
