import Evidence

/// Reads a table of comma-separated values (RFC 4180) as a stream and hands out its rows as records keyed by the header, so that what is
/// mapped from JSON is mapped from tables as well. Cells know their line and offset.
///
/// Semicolons and tabs separate as well, where the header does so. A row that has not as many cells as the header is damage.
struct CSVRecordReader {
    /// A row longer than this has a quote that nothing closes.
    static let maximumRowBytes = 4 << 20

    /// What pandas and printed Python values show for "no value".
    static let pandasNulls: Set<String> = ["None", "NaT", "NaN", "nan", "<NA>", "null"]

    /// The names of the columns, once they are read.
    private(set) var columns: [String]?
    /// Rows that had as many cells as the header.
    private(set) var rowCount = 0
    private let nulls: Set<String>
    private var window = RecordWindow()
    private var problems: ProblemList
    private var separator = UInt8(ascii: ",")
    /// Bytes that must be available before the next try.
    private var wanted = 0
    /// A quote was never closed: rows that do not fit are passed over without a word until one does.
    private var isRecovering = false
    private var keepsCut = false

    /// `nulls` are texts that stand for "no value" where they are not quoted.
    init(source: String, nulls: Set<String> = []) {
        problems = ProblemList(source: source)
        self.nulls = nulls
    }

    mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        window.append(bytes)
    }

    mutating func finish() {
        window.isComplete = true
    }

    mutating func next() -> JSONRecord? {
        while window.available > 0, window.available >= wanted || window.isComplete {
            if window.offset == 0, !window.skipByteOrderMark() { return nil }
            if columns == nil { findSeparator() }
            switch CSVRow.read(window.bytes, from: window.cursor, line: window.line, base: window.base, separator: separator) {
            case .success(let row):
                let isWhole = row.end < window.bytes.count || window.isComplete && !keepsCut
                guard isWhole, window.isComplete || window.holdsMargin(behind: row.end) else {
                    wanted = max(2 * (row.end - window.cursor), row.end - window.cursor + RecordWindow.margin)
                    if keepsCut { return nil }
                    continue
                }
                if let record = take(row) { return record }
            case .failure:
                if keepsCut { return nil }
                guard window.isComplete || window.available > CSVRecordReader.maximumRowBytes else {
                    wanted = 2 * window.available
                    continue
                }
                giveUpRow()
            }
        }
        return nil
    }

    mutating func partialRecord() -> JSONRecord? {
        keepsCut = true
        window.isComplete = true
        return next()
    }

    mutating func takeProblems() -> [Problem] {
        problems.take(atEnd: window.isComplete)
    }

    /// Adds a problem of the table as a whole, at its end.
    mutating func note(_ reason: String) {
        problems.add(reason, line: nil, offset: nil, recoveredBytes: window.offset, isDamage: false)
    }

    // MARK: Rows

    /// Moves behind the row; the record, unless it is the header, empty or damaged.
    private mutating func take(_ row: CSVRow) -> JSONRecord? {
        let raw = window.raw(to: row.end)
        let place = (offset: window.offset, line: window.line)
        window.cursor = row.end
        window.line = row.nextLine
        window.lineStart = window.base + row.end
        wanted = 0
        if row.isEmpty { return nil }
        guard let columns else {
            columns = row.cells.map { $0.text(in: raw) }
            return nil
        }
        guard row.cells.count == columns.count else {
            if !isRecovering {
                problems.add(
                    "The row in line \(place.line) has \(row.cells.count) cells, the header has \(columns.count).", line: place.line,
                    offset: place.offset, recoveredBytes: place.offset)
            }
            return nil
        }
        isRecovering = false
        rowCount += 1
        // A column without a name is the index that pandas adds.
        let members = zip(columns, row.cells).compactMap { column, cell -> JSONMember? in
            guard !column.isEmpty else { return nil }
            let text = cell.text(in: raw)
            let value: JSONValue = !cell.isQuoted && nulls.contains(text) ? .null : .string(text)
            return JSONMember(key: column, value: JSONNode(value: value, offset: cell.offset, line: cell.line))
        }
        var record = JSONRecord(root: JSONNode(value: .object(members), offset: place.offset, line: place.line))
        record.raw = raw
        return record
    }

    private mutating func giveUpRow() {
        if !isRecovering {
            problems.add(
                "A quote in the row that begins in line \(window.line) is never closed.", line: window.line, offset: window.offset,
                recoveredBytes: window.offset)
        }
        isRecovering = true
        wanted = 0
        _ = window.skipLine()
    }

    /// The mark that the header's line holds most of, outside of quotes.
    private mutating func findSeparator() {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in window.bytes[window.cursor...].prefix(1 << 16) {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x0A { break }
            if ",;\t".utf8.contains(byte) { counts[byte, default: 0] += 1 }
        }
        let best = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
        separator = best?.key ?? UInt8(ascii: ",")
    }
}

extension CSVRecordReader: RecordReader {}
