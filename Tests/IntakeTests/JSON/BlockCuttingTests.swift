import Evidence
import Testing

@testable import Intake

/// Texts that together go through every path of the readers.
private let samples: [(name: String, text: String, python: Bool)] = [
    ("lines", "{\"a\":1,\"t\":\"ä\\u00e9\\n\"}\r\n{\"b\":[true,null,-1.5e3]}\n\n{\"c\":\"\"}", false),
    ("bad lines", "{\"a\":1}\n{\"b\":\n{\"c\":3}\nnoise 12\n{\"d\":\"x\n{\"e\":5}\n{\"f\":", false),
    (
        "page",
        "\u{FEFF}{\"x\":{\"y\":1},\"value\": [\n {\"a\": 1},\n {\"b\": 2, \"c\":[{},[]]}\n],\"nextLink\":null}\n{\"value\":[{\"z\":0}]}",
        false
    ),
    (
        "tables",
        "{\"responses\":[{\"id\":1,\"body\":{\"tables\":[{\"name\":\"T\",\"columns\":[{\"name\":\"c\",\"type\":\"int\"}],\"rows\":[[1],\n[2],[3]]}],\"error\":{\"code\":\"E\"}}}]}",
        false
    ),
    ("array", "[\n  {\n    \"a\": 1\n  },\n  {\n    \"b\": x\n  },\n  {\n    \"c\": 3\n  }\n]\n", false),
    ("loose", " \"a\": {\"b\": 1},\n \"c\": 2,\n", false),
    ("scalars", "12 -3 \"x\" tru 4", false),
    (
        "python",
        "{'a': None, 'b': (1, 'x' 'y'), 'c': <D \n o>}\nnoise\n[{\"d\": 'it\\'s', 'e': b'\\x41', 'f': datetime.datetime(2021, 1, 2)}]\n{'g': '''t\n'''}\n{'h",
        true
    ),
    ("python pages", "{'value': [{'a': 1},\n {'b': {1, 2}}]}\n{'x': y z}\n", true),
]

@Suite("Records do not depend on the cutting into blocks")
struct BlockCuttingTests {
    @Test("of one cut at every byte", arguments: samples)
    func everyCut(name: String, text: String, python: Bool) {
        let bytes = Array(text.utf8)
        let whole = Reading(bytes, python: python)
        #expect(whole.records.isEmpty == false)
        for cut in 1..<bytes.count {
            var reader: any RecordReader = python ? PythonLiteralReader(source: "x") : JSONRecordReader(source: "x")
            var values: [String] = []
            for part in [bytes[..<cut], bytes[cut...]] {
                part.withUnsafeBytes { reader.feed($0) }
                while let record = reader.next() { values.append(record.root.compact) }
            }
            reader.finish()
            while let record = reader.next() { values.append(record.root.compact) }
            #expect(values == whole.values, "\(name) cut at \(cut)")
            #expect(reader.takeProblems() == whole.problems, "\(name) cut at \(cut)")
        }
    }

    @Test("of blocks of 1, 7 and 4096 bytes", arguments: samples)
    func smallBlocks(name: String, text: String, python: Bool) {
        // Long enough for several of the largest blocks, and for the window to move.
        let bytes = Array(String(repeating: text + "\n", count: python ? 40 : 150).utf8)
        let whole = Reading(bytes, python: python)
        for size in [1, 7, 4_096] {
            #expect(Reading(bytes, blocks: size, python: python) == whole, "\(name) in blocks of \(size)")
        }
    }

    @Test("of a file cut off at any byte: what was complete before the cut stays")
    func truncation() {
        let bytes = Array("{\"value\":[{\"a\":1},\n{\"a\":2},\n{\"a\":3}],\"n\":0}\n".utf8)
        var counts: [Int] = []
        for end in 0...bytes.count {
            let reading = Reading(Array(bytes[..<end]))
            counts.append(reading.records.count)
            #expect(reading.problems.isEmpty == (end == 0 || end >= bytes.count - 1), "cut at \(end)")
        }
        let expected = (0...bytes.count).map { $0 >= 35 ? 3 : $0 >= 26 ? 2 : $0 >= 17 ? 1 : 0 }
        #expect(counts == expected)
    }

    @Test("random bytes never end the program", arguments: 0..<40)
    func randomBytes(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let alphabet = Array("{}[]()<>:,\"'\\/ue0123456789.+-truefalsnoNTF \n\r\t\u{0}é".utf8) + [0xFF, 0xC3]
        let bytes: [UInt8] = (0..<3_000).map { _ in
            seed % 2 == 0 ? UInt8.random(in: 0...255, using: &generator) : alphabet.randomElement(using: &generator) ?? 0
        }
        for python in [false, true] {
            let whole = Reading(bytes, python: python)
            #expect(Reading(bytes, blocks: 5, python: python) == whole)
            for index in stride(from: 0, to: bytes.count, by: 97) {
                bytes[index...].withUnsafeBytes { raw in
                    _ = try? JSONText.parse(raw)
                    _ = PythonLiteral.parse(raw)
                }
            }
        }
    }

    @Test("samples with flipped bytes never end the program", arguments: samples)
    func mutations(name: String, text: String, python: Bool) {
        let original = Array(text.utf8)
        for index in original.indices {
            for byte in [0x00, 0x0A, 0x22, 0x27, 0x2C, 0x5B, 0x5C, 0x5D, 0x7B, 0x7D, 0xFF] as [UInt8] {
                var bytes = original
                bytes[index] = byte
                #expect(Reading(bytes, blocks: 3, python: python) == Reading(bytes, python: python), "\(name), byte \(index) is \(byte)")
            }
        }
    }
}
