import Evidence

@testable import Intake

/// Everything that a reader says of a text that comes in blocks of some size.
struct Reading: Equatable {
    var records: [String] = []
    var problems: [Problem] = []

    init(_ bytes: [UInt8], blocks: Int = .max, python: Bool = false) {
        var reader: any RecordReader = python ? PythonLiteralReader(source: "x") : JSONRecordReader(source: "x")
        var index = 0
        while index < bytes.count {
            let end = min(index + min(blocks, bytes.count), bytes.count)
            bytes[index..<end].withUnsafeBytes { reader.feed($0) }
            take(from: &reader)
            index = end
        }
        reader.finish()
        take(from: &reader)
        problems = reader.takeProblems()
    }

    init(_ text: String, blocks: Int = .max, python: Bool = false) {
        self.init(Array(text.utf8), blocks: blocks, python: python)
    }

    /// Reasons of the problems.
    var reasons: [String] { problems.map(\.reason) }

    private mutating func take(from reader: inout any RecordReader) {
        while let record = reader.next() {
            let quote = record.quote(of: record.root, source: "x")
            let origin = [record.envelope, record.table].compactMap(\.self).joined(separator: "/")
            let line = quote.location.line ?? 0
            let offset = quote.location.offset ?? 0
            records.append("\(origin)@\(line):\(offset) \(record.root.compact) | \(quote.text)")
        }
    }

    /// The records without their places.
    var values: [String] {
        records.map { record in String(record.drop { $0 != " " }.dropFirst().prefix { $0 != "|" }.dropLast()) }
    }
}

extension JSONNode {
    /// One line that shows the whole value.
    var compact: String {
        switch value {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .number(let text): text
        case .string(let text): "\"\(text)\""
        case .watched(let leaf): "\"\(leaf.read())\""
        case .array(let elements): "[\(elements.map(\.compact).joined(separator: ","))]"
        case .object(let members): "{\(members.map { "\($0.key):\($0.value.compact)" }.joined(separator: ","))}"
        }
    }
}

/// A generator whose numbers are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
