/// A container that the record reader stands in: its elements are handed out, it is never held whole.
struct JSONFrame {
    /// What its elements are.
    enum Kind {
        /// Elements of a top-level array; each may be a page.
        case elements
        /// Records of a page.
        case records
        case tables
        case responses
        case rows(table: String?, columns: [JSONColumn])
        /// The one object under a key of an opened object; it may be a page.
        case only
        /// The members that follow in an opened object.
        case members(JSONEnvelope)
    }

    /// What may come next.
    enum State {
        case first, beforeItem, afterItem
    }

    let kind: Kind
    /// Name and leading members of the envelope that it belongs to.
    let envelope: String?
    let header: [JSONMember]
    /// Line in which it begins.
    let line: Int
    var state = State.first
    /// White space in front of its first element, where that begins its line.
    var indentation: Int?

    var closing: UInt8 {
        if case .members = kind { UInt8(ascii: "}") } else { UInt8(ascii: "]") }
    }

    /// Elements that begin with this byte can be told from anything else on their line.
    var elementStart: UInt8 {
        if case .rows = kind { UInt8(ascii: "[") } else { UInt8(ascii: "{") }
    }

    var isArray: Bool {
        switch kind {
        case .elements, .records, .tables, .responses, .rows: true
        case .only, .members: false
        }
    }

    /// How an object among its elements may wrap records.
    var elementEnvelope: JSONEnvelope? {
        switch kind {
        case .elements, .only: .page
        case .tables: .table
        case .responses: .response
        case .records, .rows, .members: nil
        }
    }

    /// In what context its elements are; `number` is one that no other container has.
    func context(number: Int) -> RecordForms.Context {
        switch kind {
        case .elements, .records, .tables, .responses:
            header.isEmpty ? .elements(envelope: envelope, areOpened: elementEnvelope != nil) : .own(number)
        case .rows, .only, .members: .own(number)
        }
    }

    /// The frames for an envelope whose value under `key` is about to be read: its other members, then its records.
    static func frames(for key: String, of envelope: JSONEnvelope, header: [JSONMember], line: Int, outer: JSONFrame?) -> [JSONFrame] {
        let members = JSONFrame(kind: .members(envelope), envelope: outer?.envelope, header: header, line: line, state: .afterItem)
        return [members, frame(for: key, of: envelope, header: header, line: line, outer: outer)]
    }

    /// The frame for the value under `key` alone.
    static func frame(for key: String, of envelope: JSONEnvelope, header: [JSONMember], line: Int, outer: JSONFrame?) -> JSONFrame {
        switch envelope {
        case .page:
            let kind: Kind = key == "tables" || key == "partial_data" ? .tables : key == "responses" ? .responses : .records
            return JSONFrame(kind: kind, envelope: key, header: header, line: line)
        case .table:
            let name = header.last { $0.key.equalsIgnoringASCIICase("name") || $0.key.equalsIgnoringASCIICase("TableName") }
            let kind = Kind.rows(table: name?.value.string, columns: JSONColumn.columns(of: header) ?? [])
            return JSONFrame(kind: kind, envelope: "tables", header: outer?.header ?? [], line: line)
        case .response:
            return JSONFrame(kind: .only, envelope: outer?.envelope, header: header, line: line)
        }
    }
}
