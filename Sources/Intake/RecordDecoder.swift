import Evidence

/// Decodes one record into the batch; false if it did not understand it.
typealias RecordMapping = @Sendable (JSONRecord, DecoderContext, inout EvidenceBatch) -> Bool

/// The decoder of formats that are a mapping of records: reads JSON or printed Python values and hands each record on.
struct RecordDecoder: EvidenceDecoder {
    private let context: DecoderContext
    private let decode: RecordMapping
    private var batch = EvidenceBatch()
    private var reader: any RecordReader

    init(context: DecoderContext, isPythonLiteral: Bool, decode: @escaping RecordMapping) {
        self.context = context
        self.decode = decode
        reader = isPythonLiteral ? PythonLiteralReader(source: context.source) : JSONRecordReader(source: context.source)
    }

    mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        reader.feed(bytes)
        drain()
    }

    mutating func finish() {
        reader.finish()
        drain()
    }

    mutating func take() -> EvidenceBatch {
        let full = batch
        batch = EvidenceBatch()
        return full
    }

    private mutating func drain() {
        while let record = reader.next(filling: &batch.events) {
            guard context.learnsForms, let learner = reader.learner(of: record) else {
                _ = decode(record, context, &batch)
                continue
            }
            let own = evidence(of: record)
            if let event = own.onlyEvent, let form = learner.form(of: event, decode: evidence) { reader.learn(form) }
            batch.append(own)
        }
        batch.problems += reader.takeProblems()
    }

    private func evidence(of record: JSONRecord) -> EvidenceBatch {
        var own = EvidenceBatch()
        _ = decode(record, context, &own)
        return own
    }
}

/// What hands out records of a stream of bytes.
protocol RecordReader {
    mutating func feed(_ bytes: UnsafeRawBufferPointer)
    mutating func finish()
    mutating func next() -> JSONRecord?
    /// The next record that fits no form that was learned; the events of those before it that do are added to `events`.
    mutating func next(filling events: inout EventList) -> JSONRecord?
    /// Who finds the form of the record that was handed out last; nil if it is not worth while.
    mutating func learner(of record: JSONRecord) -> FormLearner?
    /// Takes the form of the record that was handed out last.
    mutating func learn(_ form: RecordForm)
    /// What there is of a record whose end is missing. The reader is of no more use after it.
    mutating func partialRecord() -> JSONRecord?
    mutating func takeProblems() -> [Problem]
}

/// Readers whose records are not told by their bytes.
extension RecordReader {
    mutating func next(filling events: inout EventList) -> JSONRecord? { next() }
    mutating func learner(of record: JSONRecord) -> FormLearner? { nil }
    mutating func learn(_ form: RecordForm) {}
}

extension JSONRecordReader: RecordReader {}
extension PythonLiteralReader: RecordReader {}

extension Format {
    /// A format whose records are each decoded by themselves.
    static func records(
        id: String, title: String, howToGet: String, tell: @escaping @Sendable (FormatHead) -> Int, decode: @escaping RecordMapping
    ) -> Format {
        Format(id: id, title: title, howToGet: howToGet, tell: tell) { context in
            RecordDecoder(context: context, isPythonLiteral: context.isPythonLiteral, decode: decode)
        }
    }
}
