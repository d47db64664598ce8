import Store

/// A value of a query's answer, as it is shown.
struct QueryCell {
    var text: String
    var isNumber: Bool
    var isNull: Bool

    init(_ value: QueryValue) {
        switch value {
        case .null: (text, isNumber, isNull) = ("", false, true)
        case .integer(let number): (text, isNumber, isNull) = (String(number), true, false)
        case .real(let number):
            // JSON knows neither infinity nor not-a-number.
            (text, isNumber, isNull) = (number.isFinite ? "\(number)" : "", number.isFinite, !number.isFinite)
        case .text(let value): (text, isNumber, isNull) = (value, false, false)
        case .bytes(let count): (text, isNumber, isNull) = ("(\(count) bytes)", false, false)
        }
    }
}

/// How `sql` prints its answer.
package enum QueryForm: String, CaseIterable, Sendable {
    case table, csv, json
}

/// Read-only SQL over a store.
package struct Query: Sendable {
    private let query: StoreQuery

    package init(storePath: String) throws {
        query = try CannotRun.translating { try StoreQuery(path: storePath) }
    }

    /// The views that are documented.
    package static var views: [String] { StoreQuery.views }

    /// Runs the statement and hands out the answer piece by piece; a table comes as one piece, since its widths are known only then.
    package func run(_ sql: String, form: QueryForm, layout: Layout = .plain, write: (String) throws -> Void) throws {
        var names: [String] = []
        var table = TextTable(columns: [])
        var isFirst = true
        try CannotRun.translating {
            try query.run(
                sql,
                columns: { columns in
                    names = columns
                    table = TextTable(columns: columns)
                    switch form {
                    case .table: break
                    case .csv: try write(columns.map(Query.csv).joined(separator: ",") + "\r\n")
                    case .json: try write("[")
                    }
                },
                row: { values in
                    let cells = values.map(QueryCell.init)
                    switch form {
                    case .table: table.add(cells)
                    case .csv: try write(cells.map { Query.csv($0.text, isNumber: $0.isNumber) }.joined(separator: ",") + "\r\n")
                    case .json:
                        try write((isFirst ? "\n" : ",\n") + Query.object(names, cells))
                        isFirst = false
                    }
                })
        }
        switch form {
        case .table: try write(table.text(layout))
        case .csv: break
        case .json: try write(isFirst ? "]\n" : "\n]\n")
        }
    }

    private static func object(_ names: [String], _ cells: [QueryCell]) -> String {
        let members = zip(names, cells).map { name, cell in
            JSONQuoted.of(name) + ":" + (cell.isNull ? "null" : cell.isNumber ? cell.text : JSONQuoted.of(cell.text))
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    private static func csv(_ text: String) -> String { csv(text, isNumber: false) }

    /// RFC 4180; a cell that a spreadsheet would take for a formula gets an apostrophe before it.
    private static func csv(_ text: String, isNumber: Bool) -> String {
        guard !isNumber, let first = text.unicodeScalars.first else { return text }
        let shown = "=+-@\t\r".unicodeScalars.contains(first) ? "'" + text : text
        guard shown.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) || shown != text else { return shown }
        return "\"" + shown.replacing("\"", with: "\"\"") + "\""
    }
}
