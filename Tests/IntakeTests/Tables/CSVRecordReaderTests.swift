import Evidence
import Testing

@testable import Intake

@Suite("Tables of comma-separated values")
struct CSVRecordReaderTests {
    /// Rows as text, and the reasons of problems.
    private func read(_ text: String, blocks: Int = .max) -> (rows: [String], problems: [String]) {
        read(Array(text.utf8), blocks: blocks)
    }

    private func read(_ bytes: [UInt8], blocks: Int) -> (rows: [String], problems: [String]) {
        var reader = CSVRecordReader(source: "x", nulls: ["NaN"])
        var rows: [String] = []
        func drain() {
            while let record = reader.next() {
                let quote = record.quote(of: record.root.object?.first?.value ?? record.root, source: "x")
                rows.append("\(quote.location.line ?? 0):\(quote.location.offset ?? 0) \(record.root.compact) | \(quote.text)")
            }
        }
        var index = 0
        while index < bytes.count {
            let end = min(index + min(blocks, bytes.count), bytes.count)
            bytes[index..<end].withUnsafeBytes { reader.feed($0) }
            drain()
            index = end
        }
        reader.finish()
        drain()
        return (rows, reader.takeProblems().map(\.reason))
    }

    @Test("quotes hold commas, doubled quotes and line feeds; cells know their line")
    func quotes() {
        let (rows, problems) = read("a,b\r\n\"x, \"\"y\"\"\",\"1\r\n2\"\r\nz,NaN\r\n")
        #expect(rows == ["2:5 {a:\"x, \"y\"\",b:\"1\r\n2\"} | \"x, \"\"y\"\"\",\"1", "4:24 {a:\"z\",b:null} | z,NaN"])
        #expect(problems == [])
    }

    @Test("semicolons and tabs separate where the header does so", arguments: [";", "\t"])
    func separators(mark: String) {
        #expect(read("a\(mark)b\n1,5\(mark)2\n").rows == ["2:4 {a:\"1,5\",b:\"2\"} | 1,5\(mark)2"])
    }

    @Test("a byte order mark, blank lines, columns without a name and a missing last line feed do no harm")
    func oddities() {
        let (rows, problems) = read("\u{FEFF},a,b\n0,1,2\n\n1,3,4")
        #expect(rows.map { String($0.prefix { $0 != "|" }) } == ["2:8 {a:\"1\",b:\"2\"} ", "4:15 {a:\"3\",b:\"4\"} "])
        #expect(problems == [])
    }

    @Test("a row with too few or too many cells costs that row alone")
    func wrongCounts() {
        let (rows, problems) = read("a,b\n1\n2,3\n4,5,6\n7,8\n")
        #expect(rows.count == 2)
        #expect(problems == ["The row in line 2 has 1 cells, the header has 2.", "The row in line 4 has 3 cells, the header has 2."])
    }

    @Test("a quote that nothing closes costs its line; the rows behind it are read")
    func openQuote() {
        let (rows, problems) = read("a,b\n1,\"x\n2,3\n4,5\n")
        #expect(rows.map { String($0.prefix(3)) } == ["3:9", "4:1"])
        #expect(problems == ["A quote in the row that begins in line 2 is never closed."])
    }

    @Test("blocks of any size give the same rows", arguments: [1, 2, 3, 7, 64])
    func blocks(size: Int) {
        let text = "a,b\r\n\"x, \"\"y\"\"\",\"1\r\n2\"\r\n\r\nz,é\r\n1\r\n\"q\",\"\"\r\nlast,row"
        let whole = read(text)
        let cut = read(text, blocks: size)
        #expect(cut.rows == whole.rows)
        #expect(cut.problems == whole.problems)
        #expect(whole.rows.count == 4)
    }

    @Test("any bytes are survived")
    func garbage() {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array("\",;\r\n\ta1\u{0}é".utf8) + [0xFF]
        for _ in 0..<300 {
            let bytes = (0..<60).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
            #expect(read(bytes, blocks: 5).rows == read(bytes, blocks: .max).rows)
        }
    }
}
