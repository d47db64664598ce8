/// One row of a table as it stands in the bytes.
struct CSVRow {
    var cells: [Cell] = []
    /// Index behind the row's line feed, and the line that begins there.
    var end = 0
    var nextLine = 0

    struct Cell {
        /// Absolute, of the first byte between the quotes if there are any.
        var offset: Int
        var line: Int
        var count: Int
        var isQuoted: Bool
        /// Quotes within it are doubled.
        var hasEscapes: Bool

        func text(in raw: RawRecord) -> String {
            let first = offset - raw.base
            guard first >= 0, first + count <= raw.bytes.count else { return "" }
            let slice = raw.bytes[first..<(first + count)]
            guard hasEscapes else { return String(decoding: slice, as: UTF8.self) }
            var text: [UInt8] = []
            text.reserveCapacity(count)
            var isEscape = false
            for byte in slice {
                if byte == UInt8(ascii: "\""), !isEscape {
                    isEscape = true
                    continue
                }
                isEscape = false
                text.append(byte)
            }
            return String(decoding: text, as: UTF8.self)
        }
    }

    /// A blank line, or one of which nothing is left but its end.
    var isEmpty: Bool { cells.count == 1 && cells[0].count == 0 }

    enum Failure: Error {
        /// The bytes end inside quotes.
        case endsInQuotes
    }

    /// The row at `from`; a row without a line feed ends with the bytes.
    static func read(
        _ bytes: [UInt8], from: Int, line: Int, base: Int, separator: UInt8
    ) -> Result<CSVRow, Failure> {
        bytes.withUnsafeBufferPointer { buffer in
            var row = CSVRow()
            var at = from
            var line = line
            while true {
                var cell = Cell(offset: base + at, line: line, count: 0, isQuoted: false, hasEscapes: false)
                if at < buffer.count, buffer[at] == UInt8(ascii: "\"") {
                    cell.isQuoted = true
                    cell.offset += 1
                    at += 1
                    while true {
                        guard at < buffer.count else { return .failure(.endsInQuotes) }
                        if buffer[at] == UInt8(ascii: "\"") {
                            guard at + 1 < buffer.count, buffer[at + 1] == UInt8(ascii: "\"") else { break }
                            cell.hasEscapes = true
                            at += 1
                        } else if buffer[at] == 0x0A {
                            line += 1
                        }
                        at += 1
                    }
                    cell.count = base + at - cell.offset
                    at += 1
                }
                // Whatever stands behind a closing quote is no part of the value.
                while at < buffer.count, buffer[at] != separator, buffer[at] != 0x0A { at += 1 }
                if !cell.isQuoted {
                    cell.count = base + at - cell.offset
                    let isLineEnd = at >= buffer.count || buffer[at] == 0x0A
                    if isLineEnd, cell.count > 0, buffer[at - 1] == 0x0D { cell.count -= 1 }
                }
                row.cells.append(cell)
                if at < buffer.count, buffer[at] == separator {
                    at += 1
                    continue
                }
                row.end = min(at + 1, buffer.count)
                row.nextLine = at < buffer.count ? line + 1 : line
                return .success(row)
            }
        }
    }
}
