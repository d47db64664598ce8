/// A table for a terminal: columns as wide as their widest cell, numbers to the right.
package struct TextTable: Sendable {
    private let columns: [String]
    private var rows: [[Cell]] = []

    private struct Cell: Sendable {
        var text: String
        var isNumber: Bool
    }

    /// Wider cells are cut, so that one long message does not push all others off the screen.
    private static let widest = 80

    package init(columns: [String]) {
        self.columns = columns
    }

    package mutating func add(_ values: [String?]) {
        rows.append(values.map { Cell(text: ShownText.line($0 ?? "", limit: TextTable.widest), isNumber: false) })
    }

    mutating func add(_ values: [QueryCell]) {
        rows.append(values.map { Cell(text: ShownText.line($0.text, limit: TextTable.widest), isNumber: $0.isNumber) })
    }

    package var isEmpty: Bool { rows.isEmpty }

    /// The table with a line of names above; lines have no trailing spaces.
    package var text: String {
        let widths = columns.indices.map { column in
            max(columns[column].count, rows.map { $0[column].text.count }.max() ?? 0)
        }
        var lines = [
            line(columns.map { Cell(text: $0, isNumber: false) }, widths),
            widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "),
        ]
        lines += rows.map { line($0, widths) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(_ cells: [Cell], _ widths: [Int]) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: widths[column] - cell.text.count)
            line += (column > 0 ? "  " : "") + (cell.isNumber ? padding + cell.text : cell.text + padding)
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}
