/// The part of JSON Schema (drafts 7 and 2020-12) that the schemas of the findings and of SARIF use. A keyword it does not know is a fault, not
/// a pass.
struct SchemaValidator {
    let root: Document

    struct UnknownKeyword: Error { let name: String }

    /// Places and reasons where the document departs from the schema; none if it is valid.
    func faults(of document: Document) throws -> [String] {
        try faults(of: document, by: root, at: "$")
    }

    private func faults(of value: Document, by schema: Document, at place: String) throws -> [String] {
        guard case .object(let keywords) = schema else { throw UnknownKeyword(name: "a schema that is no object") }
        var faults: [String] = []
        for (keyword, argument) in keywords.sorted(by: { $0.key < $1.key }) {
            switch (keyword, argument) {
            case ("$schema", _), ("$id", _), ("title", _), ("description", _), ("$defs", _), ("definitions", _), ("default", _): break
            case ("$ref", .string(let reference)):
                faults += try self.faults(of: value, by: definition(reference), at: place)
            case ("type", .string(let name)):
                if !Self.isType(value, name) { faults.append("\(place): not of type \(name)") }
            case ("type", .array(let names)):
                let fits = names.contains { if case .string(let name) = $0 { Self.isType(value, name) } else { false } }
                if !fits { faults.append("\(place): of none of the types") }
            case ("const", _):
                if value != argument { faults.append("\(place): not the constant") }
            case ("enum", .array(let values)):
                if !values.contains(value) { faults.append("\(place): not in the enumeration") }
            case ("anyOf", .array(let schemas)):
                let fits = try schemas.contains { try self.faults(of: value, by: $0, at: place).isEmpty }
                if !fits { faults.append("\(place): fits none of anyOf") }
            case ("oneOf", .array(let schemas)):
                let fitting = try schemas.count { try self.faults(of: value, by: $0, at: place).isEmpty }
                if fitting != 1 { faults.append("\(place): fits \(fitting) of oneOf") }
            case ("minItems", .number(let least)):
                if case .array(let items) = value, Double(items.count) < least { faults.append("\(place): too few items") }
            case ("uniqueItems", .bool(let isWanted)):
                guard isWanted, case .array(let items) = value else { break }
                if items.indices.contains(where: { items[..<$0].contains(items[$0]) }) { faults.append("\(place): an item comes twice") }
            case ("format", .string("uri-reference")), ("format", .string("uri")):
                if case .string(let text) = value, !Self.isReference(text) { faults.append("\(place): no URI") }
            case ("format", .string("date-time")):
                if case .string(let text) = value, try text.wholeMatch(of: Regex(#"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"#)) == nil {
                    faults.append("\(place): no time")
                }
            case ("pattern", .string(let pattern)):
                if case .string(let text) = value, try text.firstMatch(of: Regex(pattern)) == nil { faults.append("\(place): pattern") }
            case ("minimum", .number(let least)):
                if case .number(let number) = value, number < least { faults.append("\(place): below the minimum") }
            case ("maximum", .number(let most)):
                if case .number(let number) = value, number > most { faults.append("\(place): above the maximum") }
            case ("required", .array(let names)):
                guard case .object(let members) = value else { break }
                for case .string(let name) in names where members[name] == nil { faults.append("\(place): \(name) is missing") }
            case ("properties", .object(let properties)):
                guard case .object(let members) = value else { break }
                for (name, schema) in properties.sorted(by: { $0.key < $1.key }) {
                    if let member = members[name] { faults += try self.faults(of: member, by: schema, at: "\(place).\(name)") }
                }
            case ("additionalProperties", .bool(false)):
                guard case .object(let members) = value, case .object(let properties)? = keywords["properties"] else { break }
                faults += members.keys.filter { properties[$0] == nil }.sorted().map { "\(place): \($0) is not allowed" }
            case ("additionalProperties", .bool(true)): break
            case ("additionalProperties", .object):
                guard case .object(let members) = value else { break }
                for (name, member) in members.sorted(by: { $0.key < $1.key }) where keywords["properties"]?[name] == nil {
                    faults += try self.faults(of: member, by: argument, at: "\(place).\(name)")
                }
            case ("items", _):
                guard case .array(let items) = value else { break }
                for (index, item) in items.enumerated() { faults += try self.faults(of: item, by: argument, at: "\(place)[\(index)]") }
            default: throw UnknownKeyword(name: keyword)
            }
        }
        return faults
    }

    private func definition(_ reference: String) throws -> Document {
        for name in ["$defs", "definitions"] where reference.hasPrefix("#/\(name)/") {
            if let definition = root[name]?[String(reference.dropFirst(name.count + 3))] { return definition }
        }
        throw UnknownKeyword(name: reference)
    }

    /// RFC 3986: nothing but its characters, and a colon only behind a scheme.
    private static func isReference(_ text: String) -> Bool {
        text.wholeMatch(of: #/([A-Za-z][A-Za-z0-9+.\-]*:)?([A-Za-z0-9\-._~!$&'()*+,;=@\/?#]|%[0-9A-Fa-f]{2}|:)*/#) != nil
    }

    private static func isType(_ value: Document, _ name: String) -> Bool {
        switch (name, value) {
        case ("null", .null), ("boolean", .bool), ("number", .number), ("string", .string), ("array", .array), ("object", .object): true
        case ("integer", .number(let number)): number == number.rounded()
        default: false
        }
    }
}
