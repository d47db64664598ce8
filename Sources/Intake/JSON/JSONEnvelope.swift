/// Objects that only wrap an array of records: their arrays are read element by element and never held whole.
enum JSONEnvelope {
    /// A page of records: top-level, or an element of a top-level array.
    case page
    /// A table of a query's answer: `{"name":...,"columns":[...],"rows":[[...]]}`.
    case table
    /// An answer of a batch of queries: `{"id":...,"body":{"tables":[...]}}`.
    case response

    /// Keys of a page whose array, if its first element is an object, holds the records.
    static let pageKeys = ["records", "value", "tables", "runs", "responses", "metrics", "partial_data"]

    /// The key of a page, lower-cased, if `key` is one; `header` are the members before it.
    ///
    /// Many records have metrics somewhere, but only MLflow's pages begin with them.
    static func pageKey(_ key: String, after header: [JSONMember]) -> String? {
        guard key.utf8.count <= 12, let name = pageKeys.first(where: key.equalsIgnoringASCIICase) else { return nil }
        return name == "metrics" && !header.isEmpty ? nil : name
    }

    /// What an object turned out to be.
    enum Opening {
        /// No envelope: the object itself.
        case whole(JSONNode)
        /// An envelope; the cursor stands at the bracket or brace of the value of `key`, `header` holds what came before.
        case opened(key: String, header: [JSONMember])
    }
}

extension JSONParser {
    /// Reads the object at the cursor as a value unless it wraps records; then it stops in front of them.
    mutating func open(_ kind: JSONEnvelope) throws(Failure) -> JSONEnvelope.Opening {
        let offset = base + position
        let startLine = line
        position += 1
        var members: [JSONMember] = []
        do throws(Failure) {
            if try nextByte() == UInt8(ascii: "}") {
                position += 1
                return .whole(JSONNode(value: .object([]), offset: offset, line: startLine))
            }
            members.reserveCapacity(8)
            while true {
                let key = try key()
                if let name = try wrapped(under: key, of: kind, after: members) { return .opened(key: name, header: members) }
                members.append(JSONMember(key: key, value: try value(depth: 1)))
                if try isClosed(by: UInt8(ascii: "}"), otherwise: .noCommaInObject) { break }
            }
        } catch {
            guard isCut(error) else { throw error }
        }
        return .whole(JSONNode(value: .object(members), offset: offset, line: startLine))
    }

    /// The key, lower-cased, if what stands at the cursor holds records.
    mutating func wrapped(under key: String, of kind: JSONEnvelope, after header: [JSONMember]) throws(Failure) -> String? {
        switch kind {
        case .page:
            guard let name = JSONEnvelope.pageKey(key, after: header) else { return nil }
            guard try nextByte() == UInt8(ascii: "[") else { return nil }
            return try firstElementIsObject() ? name : nil
        case .table:
            guard key.equalsIgnoringASCIICase("rows"), JSONColumn.columns(of: header) != nil else { return nil }
            return try nextByte() == UInt8(ascii: "[") ? "rows" : nil
        case .response:
            guard key.equalsIgnoringASCIICase("body") else { return nil }
            return try nextByte() == UInt8(ascii: "{") ? "body" : nil
        }
    }

    /// Looks into the array at the cursor without moving.
    private func firstElementIsObject() throws(Failure) -> Bool {
        var ahead = self
        ahead.position += 1
        return try ahead.nextByte() == UInt8(ascii: "{")
    }
}

/// A column of a REST table: its name and its declared type (`datetime`, `dynamic`, `long` ...).
struct JSONColumn: Sendable {
    var name: String
    var type: String

    /// The columns that a table declares in front of its rows; older answers say `ColumnName` and `DataType`.
    static func columns(of header: [JSONMember]) -> [JSONColumn]? {
        guard let declared = header.last(where: { $0.key.equalsIgnoringASCIICase("columns") })?.value.array else { return nil }
        return declared.map { column in
            JSONColumn(
                name: (column.member("name") ?? column.member("ColumnName") ?? column).string ?? "",
                type: (column.member("type") ?? column.member("ColumnType") ?? column.member("DataType"))?.string ?? "")
        }
    }

    /// A row as an object keyed by the names of its columns; a row that is no array stays as it is.
    static func object(from row: JSONNode, columns: [JSONColumn]) -> JSONNode {
        guard case .array(let cells) = row.value else { return row }
        let members = zip(columns, cells).map { JSONMember(key: $0.name, value: $1) }
        return JSONNode(value: .object(members), offset: row.offset, line: row.line)
    }
}

extension JSONColumn {
    /// The rows of a table that was read as one record, because its columns do not stand in front of its rows; nil for any other record.
    static func rows(of record: JSONRecord) -> [JSONRecord]? {
        guard record.envelope == "tables" || record.envelope == "partial_data", record.table == nil, record.columns.isEmpty,
            let members = record.root.object, let columns = columns(of: members), let rows = record.root.member("rows")?.array
        else { return nil }
        return rows.map { row in
            var item = record
            item.root = object(from: row, columns: columns)
            item.table = record.root.member("name")?.string
            item.columns = columns
            return item
        }
    }
}

extension JSONParser {
    /// A member of an object that was opened.
    enum OpenedMember {
        /// More records; the cursor stands at their bracket.
        case records(key: String)
        case other(JSONMember)
    }

    /// The member at the cursor.
    mutating func member(of kind: JSONEnvelope, header: [JSONMember]) throws(Failure) -> OpenedMember {
        let key = try key()
        if let name = try wrapped(under: key, of: kind, after: header) { return .records(key: name) }
        return .other(JSONMember(key: key, value: try value(depth: 1)))
    }

    /// A top-level value that is no container: it must stand by itself, or half of a log line would pass for a number.
    mutating func separateValue() throws(Failure) -> JSONNode {
        let node = try value(depth: 0)
        if position < end, bytes[position] > 0x20 { throw .noValue }
        if position == end, !isComplete { throw .endsEarly }
        return node
    }

    /// The first value of a file: also the members of an object that was pasted without its braces.
    mutating func looseValue() throws(Failure) -> JSONNode {
        let offset = base + position
        let startLine = line
        guard position < end, bytes[position] == UInt8(ascii: "\"") else { return try separateValue() }
        var ahead = self
        _ = try ahead.string()
        guard try ahead.byteOrEnd() == UInt8(ascii: ":") else { return try separateValue() }
        var members: [JSONMember] = []
        do throws(Failure) {
            while true {
                let key = try key()
                members.append(JSONMember(key: key, value: try value(depth: 1)))
                guard let byte = try byteOrEnd() else { break }
                guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") else { throw .noCommaInObject }
                position += 1
                if byte == UInt8(ascii: "}") { break }
                if try byteOrEnd() == nil { break }
            }
        } catch {
            guard isCut(error) else { throw error }
        }
        return JSONNode(value: .object(members), offset: offset, line: startLine)
    }

    /// The next byte that is not white space, nil at the end of the file.
    private mutating func byteOrEnd() throws(Failure) -> UInt8? {
        if let byte = skipSpace() { return byte }
        guard isComplete else { throw .endsEarly }
        return nil
    }
}
