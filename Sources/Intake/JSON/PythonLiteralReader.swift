import Evidence

/// Reads printed Python values (`{'runId': 'x', 'error': None}`) as if they were JSON records.
struct PythonLiteralReader {
    init(source: String) {}

    mutating func feed(_ bytes: UnsafeRawBufferPointer) {}

    mutating func finish() {}

    mutating func next() -> JSONRecord? { nil }

    mutating func takeProblems() -> [Problem] { [] }
}
