import Evidence

/// The decoder of formats that are tables: finds out how dates are written, gives columns the names that mappings know, maps row for row.
struct TableDecoder: EvidenceDecoder {
    /// The name that a column has in mappings.
    typealias Naming = @Sendable (String) -> String

    /// So many bytes are held while no date has told how dates are written.
    private static let maximumHeld = 16 << 20
    /// Exports end at these numbers of rows where the portal or the command line cuts them.
    private static let rowLimits: Set<Int> = [1_000, 10_000, 30_000]

    private let context: DecoderContext
    private let naming: Naming
    private let hasRowLimit: Bool
    private let decode: RecordMapping
    private var reader: CSVRecordReader
    private var batch = EvidenceBatch()
    private var dates = SlashDates()
    private var isOpen = true
    private var held: [UInt8] = []
    private var seen = 0
    private var finder: CSVRecordReader
    private var names: [String: String] = [:]
    private var zone: String?

    init(context: DecoderContext, hasRowLimit: Bool, nulls: Set<String>, naming: @escaping Naming, decode: @escaping RecordMapping) {
        self.context = context
        self.naming = naming
        self.hasRowLimit = hasRowLimit
        self.decode = decode
        reader = CSVRecordReader(source: context.source, nulls: nulls)
        finder = CSVRecordReader(source: context.source)
    }

    mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        guard isOpen else {
            reader.feed(bytes)
            return drain()
        }
        held.append(contentsOf: bytes)
        finder.feed(bytes)
        findOrder()
        if dates.order != .open || held.count > TableDecoder.maximumHeld || seen >= 100 && !dates.isAmbiguous { beginReading() }
    }

    mutating func finish() {
        if isOpen {
            finder.finish()
            findOrder()
            beginReading()
        }
        reader.finish()
        drain()
        noteDoubts()
        batch.problems += reader.takeProblems()
    }

    mutating func take() -> EvidenceBatch {
        let full = batch
        batch = EvidenceBatch()
        return full
    }

    // MARK: Dates

    /// Looks at the cells of the rows that came, until one tells.
    private mutating func findOrder() {
        while dates.order == .open, let row = finder.next() {
            seen += 1
            for member in row.root.object ?? [] {
                guard TableHeader.mayHoldTimes(member.key), case .string(let text) = member.value.value else { continue }
                dates.look(at: text.utf8)
            }
        }
        _ = finder.takeProblems()
    }

    private mutating func beginReading() {
        isOpen = false
        finder = CSVRecordReader(source: context.source)
        let bytes = held
        held = []
        bytes.withUnsafeBytes { reader.feed($0) }
        drain()
    }

    private mutating func drain() {
        while var record = reader.next() {
            record.root.value = .object((record.root.object ?? []).map { member($0) })
            _ = decode(record, context, &batch)
        }
        batch.problems += reader.takeProblems()
    }

    /// The cell under the column's bare name, its date in the order that is read everywhere.
    private mutating func member(_ cell: JSONMember) -> JSONMember {
        var cell = cell
        if case .string(let text) = cell.value.value, TableHeader.mayHoldTimes(cell.key), let date = dates.monthFirst(text) {
            cell.value.value = .string(date)
        }
        if let known = names[cell.key] {
            cell.key = known
        } else {
            let (bare, zone) = TableHeader.column(cell.key)
            if let zone, !zone.equalsIgnoringASCIICase("UTC") { self.zone = zone }
            let name = naming(bare)
            names[cell.key] = name
            cell.key = name
        }
        return cell
    }

    /// What a reader of the report should know of the table, though nothing of it is lost.
    private mutating func noteDoubts() {
        if dates.order == .open, dates.isAmbiguous {
            reader.note("The dates of this table do not tell whether month or day comes first; they were read month first (en-US).")
        }
        if let zone { reader.note("The times of this table are in the zone '\(zone)' of whoever exported it; they are taken for UTC.") }
        if hasRowLimit, TableDecoder.rowLimits.contains(reader.rowCount) {
            reader.note("The table has exactly \(reader.rowCount) rows: it was possibly cut at the portal's row limit.")
        }
    }
}

/// The header of a table, by which it is told.
struct TableHeader: Sendable {
    /// Bare names, without the zone that the portal appends.
    let columns: [String]

    /// Nil if the file begins with no line that could be a header of two columns or more.
    init?(_ head: FormatHead) {
        guard head.records.isEmpty, head.isText, !head.looksLikeJSON else { return nil }
        var reader = CSVRecordReader(source: head.path)
        head.bytes.withUnsafeBytes { reader.feed($0) }
        reader.finish()
        _ = reader.next()
        guard let columns = reader.columns, columns.count >= 2 else { return nil }
        self.columns = columns.map { TableHeader.column($0).name }
    }

    /// `TimeGenerated [UTC]` as its name and the zone of its values.
    static func column(_ text: String) -> (name: String, zone: String?) {
        guard text.hasSuffix("]"), let open = text.lastIndex(of: "["), open > text.startIndex else { return (text, nil) }
        let zone = text[text.index(after: open)...].dropLast()
        var name = text[..<open]
        while name.last == " " { name.removeLast() }
        return (String(name), String(zone))
    }

    /// Only there a date counts: versions and paths look like dates as well.
    static func mayHoldTimes(_ column: String) -> Bool {
        column.containsIgnoringASCIICase("time") || column.containsIgnoringASCIICase("date")
    }

    func holds(_ names: FieldName...) -> Bool {
        let known = Set(columns.map { FieldName($0) })
        return names.allSatisfy(known.contains)
    }
}

extension Format {
    /// A format whose rows are each decoded by themselves.
    static func table(
        id: String, title: String, howToGet: String, hasRowLimit: Bool = false, nulls: Set<String> = CSVRecordReader.pandasNulls,
        tell: @escaping @Sendable (TableHeader) -> Int, naming: @escaping TableDecoder.Naming = { $0 }, decode: @escaping RecordMapping
    ) -> Format {
        Format(id: id, title: title, howToGet: howToGet) { head in
            head.table.map(tell) ?? 0
        } makeDecoder: { context in
            TableDecoder(context: context, hasRowLimit: hasRowLimit, nulls: nulls, naming: naming, decode: decode)
        }
    }
}
