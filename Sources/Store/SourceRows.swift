package import Evidence

/// What a batch of evidence puts into the store's tables.
///
/// Making rows (JSON, redaction) costs more than inserting them, and needs no database: tasks make them side by side, while only one at a
/// time may write. All texts of the rows lie in one piece of memory, so that a row costs no allocation of its own.
package struct SourceRows: Sendable {
    /// A row has the table's columns without the source's id and the row's number.
    enum Table: String, Sendable, CaseIterable {
        case statement, output, log, fact, code, metric, problem

        var columns: Int {
            switch self {
            case .statement: 7
            case .output: 6
            case .log: 13
            case .fact: 7
            case .code: 4
            case .metric: 15
            case .problem: 6
            }
        }
    }

    /// A value of a row; of a text where it lies in `text`.
    enum Cell: Sendable {
        case null
        case integer(Int64)
        case real(Double)
        case text(start: Int, count: Int)
    }

    /// An event: what it is about, and where its entry lies in `text`.
    struct EventRow: Sendable {
        let subject: EventSubject
        let start: Int
        let count: Int
        let time: Int64?
    }

    /// The table of each row; its cells follow those of the row before.
    private(set) var tables: [Table] = []
    private(set) var cells: [Cell] = []
    private(set) var text: [UInt8] = []
    /// Entries of `event_group`, in the order of the source.
    private(set) var entries: [EventRow] = []
    /// Forms that entries go by: number and JSON.
    private(set) var forms: [(number: Int, json: String)] = []
    /// Keys of the runs that the batch speaks of, beside the subjects of events.
    private(set) var runs: Set<String> = []
    /// The times that the batch speaks of.
    var covered = CoveredTimes()

    init() {}

    /// Bytes that they bring, roughly.
    package var weight: Int { text.count }

    mutating func touch(run key: String) { runs.insert(key) }

    mutating func add(form number: Int, _ json: String) { forms.append((number, json)) }

    mutating func add(event entry: UnsafeBufferPointer<UInt8>, of subject: EventSubject, at time: Timestamp?) {
        entries.append(EventRow(subject: subject, start: text.count, count: entry.count, time: time?.microseconds))
        text.append(contentsOf: entry)
    }

    mutating func begin(_ table: Table) {
        precondition(cells.count == expected, "a row has not as many cells as its table has columns")
        tables.append(table)
        expected += table.columns
    }
    private var expected = 0

    mutating func add(_ value: Int64?) { cells.append(value.map(Cell.integer) ?? .null) }
    mutating func add(_ value: Int?) { add(value.map(Int64.init)) }
    mutating func add(_ value: Bool) { cells.append(.integer(value ? 1 : 0)) }
    /// SQLite keeps no NaN: it becomes null.
    mutating func add(_ value: Double?) { cells.append(value.flatMap { $0.isNaN ? nil : Cell.real($0) } ?? .null) }

    mutating func add(_ value: String?) {
        guard var value else { return cells.append(.null) }
        value.withUTF8 { add(utf8: $0) }
    }

    mutating func add(utf8 bytes: UnsafeBufferPointer<UInt8>) { add(kept(bytes)) }

    mutating func add(_ cell: Cell) { cells.append(cell) }

    /// Keeps a text for a row that is still to begin.
    mutating func kept(_ bytes: UnsafeBufferPointer<UInt8>) -> Cell {
        defer { text.append(contentsOf: bytes) }
        return .text(start: text.count, count: bytes.count)
    }
}

extension Store {
    /// The rows that a batch will become, made without the database.
    package func rows(of batch: EvidenceBatch) throws -> SourceRows {
        var maker = RowMaker(redactor: redactor)
        try maker.add(batch)
        return maker.rows
    }
}
