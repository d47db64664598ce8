import Evidence

/// Reads JSON as a stream and hands out records as they complete: a top-level object, an element of a top-level array, an element
/// of an envelope (`{"records":[...]}`), a row of a REST table. Memory is bounded by one record.
struct JSONRecordReader {
    init(source: String) {}

    /// Takes the next bytes; call `next()` until it is nil before the next call.
    mutating func feed(_ bytes: UnsafeRawBufferPointer) {}

    /// There are no more bytes.
    mutating func finish() {}

    /// The next complete record, nil if there is none yet (or, after `finish()`, no more).
    mutating func next() -> JSONRecord? { nil }

    /// What went wrong since the last call.
    mutating func takeProblems() -> [Problem] { [] }
}
