/// A table for a terminal: columns as wide as their widest cell, or as the terminal allows; numbers to the right.
package struct TextTable: Sendable {
    private let columns: [String]
    /// Columns that are not cut for want of room: a reader copies what stands there.
    private let kept: Set<Int>
    /// Columns that a narrow terminal has to do without, the first to go first.
    private let optional: [Int]
    private var rows: [[Cell]] = []

    private struct Cell: Sendable {
        var text: String
        var isNumber = false
        var tint = Ink.Tint.plain
    }

    /// Wider cells are cut, so that one long message does not push all others off the screen.
    private static let widest = 80
    /// A column is not made narrower than this for want of room: less would tell nothing.
    private static let narrowest = 12
    private static let gap = 2

    package init(columns: [String], kept: Set<Int> = [], optional: [Int] = []) {
        self.columns = columns
        self.kept = kept
        self.optional = optional
    }

    /// Adds a row; words that mean something everywhere (`failed`, `error`) get their tint in the columns named.
    package mutating func add(_ values: [String?], tinted: Set<Int> = []) {
        rows.append(
            values.enumerated().map { column, value in
                let text = DisplayWidth.cut(ShownText.line(value ?? ""), to: TextTable.widest)
                return Cell(text: text, tint: tinted.contains(column) ? Ink.tint(of: text) : .plain)
            })
    }

    mutating func add(_ values: [QueryCell]) {
        rows.append(values.map { Cell(text: DisplayWidth.cut(ShownText.line($0.text), to: TextTable.widest), isNumber: $0.isNumber) })
    }

    package var isEmpty: Bool { rows.isEmpty }
    package var count: Int { rows.count }

    /// The table with a line of names above; lines have no trailing spaces.
    package var text: String { text(.plain) }

    package func text(_ layout: Layout) -> String {
        let widths = fitted(to: layout.width)
        let ruler = widths.filter { $0 > 0 }.map { String(repeating: "-", count: $0) }
        var lines = [
            line(columns.map { Cell(text: $0, tint: .strong) }, widths, layout.ink),
            layout.ink.paint(ruler.joined(separator: String(repeating: " ", count: TextTable.gap)), .faint),
        ]
        lines += rows.map { line($0, widths, layout.ink) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Widths of the columns, 0 of those left out. Where the terminal has no room for all, the widest give way first, then columns go.
    private func fitted(to limit: Int?) -> [Int] {
        let natural = columns.indices.map { column in
            max(1, DisplayWidth.of(columns[column]), rows.map { DisplayWidth.of($0[column].text) }.max() ?? 0)
        }
        guard let limit else { return natural }
        var gone: Set<Int> = []
        for next in optional.map(Optional.some) + [nil] {
            var widths = natural.enumerated().map { gone.contains($0.offset) ? 0 : $0.element }
            let shown = widths.count { $0 > 0 }
            var excess = widths.reduce(0, +) + TextTable.gap * max(0, shown - 1) - limit
            while excess > 0 {
                let open = widths.indices.filter { !kept.contains($0) && widths[$0] > TextTable.narrowest }
                guard let widest = open.map({ widths[$0] }).max(), let column = open.last(where: { widths[$0] == widest }) else { break }
                // Down to the next widest, so that equal columns shrink together.
                let lower = max(open.map { widths[$0] }.filter { $0 < widest }.max() ?? 0, TextTable.narrowest)
                let step = min(excess, max(1, widest - lower))
                widths[column] -= step
                excess -= step
            }
            guard excess > 0, let next else { return widths }
            gone.insert(next)
        }
        return natural
    }

    private func line(_ cells: [Cell], _ widths: [Int], _ ink: Ink) -> String {
        var line = ""
        // Spaces before the next cell are written only where one comes: a line has none at its end.
        var pending = 0
        for (column, cell) in cells.enumerated() where widths[column] > 0 {
            let text = DisplayWidth.cut(cell.text, to: widths[column])
            let padding = widths[column] - DisplayWidth.of(text)
            if column > 0, widths[..<column].contains(where: { $0 > 0 }) { pending += TextTable.gap }
            if cell.isNumber { pending += padding }
            if !text.isEmpty {
                line += String(repeating: " ", count: pending) + ink.paint(text, cell.tint)
                pending = 0
            }
            if !cell.isNumber { pending += padding }
        }
        return line
    }
}
