import Evidence

/// A kind of file that can be read: how it is told, and its decoder.
package struct Format: Sendable {
    package let id: String
    package let title: String
    /// One line: the command or portal path that gives such a file.
    package let howToGet: String
    /// Its decoder has a thread of its own where it is told to read ahead.
    var isParallel = false
    /// How surely a file is of this format, from its head: 0 (not at all) to 100. Below 20 it is not taken.
    let tell: @Sendable (FormatHead) -> Int
    let makeDecoder: @Sendable (DecoderContext) -> any EvidenceDecoder
}

/// The first 64 KiB of a source and what they parse to.
struct FormatHead: Sendable {
    /// As shown in reports; may back up a guess, never make one.
    let path: String
    let bytes: [UInt8]
    /// Up to five records of the head; if not even the first is complete, what of it there is.
    let records: [JSONRecord]
    /// The records are printed Python values, not JSON.
    let isPythonLiteral: Bool
    /// Without `.gz` and its like, lower-cased.
    let fileName: String
    /// Reads as text: hardly any control characters.
    let isText: Bool
    /// What stands in its first line, if it may be a table.
    private(set) var table: TableHeader?

    init(path: String, bytes: [UInt8], records: [JSONRecord], isPythonLiteral: Bool) {
        self.path = path
        self.bytes = bytes
        self.records = records
        self.isPythonLiteral = isPythonLiteral
        fileName = FormatHead.fileName(ofPath: path)
        isText = FormatHead.isText(bytes)
        table = TableHeader(self)
    }
}

/// What a decoder is told of its source.
struct DecoderContext: Sendable {
    let source: String
    let options: ReadOptions
    /// The head's records are printed Python values.
    var isPythonLiteral = false
    /// Events of records that look alike may come as forms with their holes filled: off where that is compared with the other way.
    var learnsForms = true
}

/// Turns the bytes of one source into evidence; `take` hands out what has come together since the last call.
protocol EvidenceDecoder {
    /// Where the next bytes would be copied to: what is put there before it is fed need not be. Nil for decoders that copy nothing.
    var room: UnsafeMutableRawBufferPointer? { get }
    mutating func feed(_ bytes: UnsafeRawBufferPointer)
    mutating func finish()
    mutating func take() -> EvidenceBatch
}

extension EvidenceDecoder {
    var room: UnsafeMutableRawBufferPointer? { nil }
}

/// What the reader is told from outside.
package struct ReadOptions: Sendable {
    /// Patterns of the rules, compiled.
    package var patterns: PatternSet
    /// Format to use whatever the file looks like (`--as`).
    package var formatID: String?
    /// Run that loose logs belong to (`--run`).
    package var runID: String?
    /// Large files are unpacked on a thread of their own.
    package var readsAhead: Bool
    /// Is told how far the reading is.
    package var meter: ReadMeter?
    /// The file at hand is large: what pays only then is made ready at once.
    var isLarge = false

    package init(
        patterns: PatternSet, formatID: String? = nil, runID: String? = nil, readsAhead: Bool = false, meter: ReadMeter? = nil
    ) {
        self.patterns = patterns
        self.formatID = formatID
        self.runID = runID
        self.readsAhead = readsAhead
        self.meter = meter
    }
}
