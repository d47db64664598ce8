import Evidence
import Testing

@testable import Intake

@Suite("The quote of a node")
struct RecordQuoteTests {
    private func records(_ text: String) -> [JSONRecord] {
        var reader = JSONRecordReader(source: "x")
        var text = text
        text.withUTF8 { reader.feed(UnsafeRawBufferPointer($0)) }
        reader.finish()
        var records: [JSONRecord] = []
        while let record = reader.next() { records.append(record) }
        return records
    }

    @Test("is the raw line that it begins in")
    func line() throws {
        let record = try #require(records("[\r\n  {\r\n    \"a\": 1,\r\n    \"b\": [\r\n 2 ]\r\n  }\r\n]").first)
        let quote = record.quote(of: try #require(record.root["a"]), source: "x")
        #expect(quote.text == "    \"a\": 1,")
        #expect([quote.location.line, quote.location.offset] == [3, 8])
        #expect(record.quote(of: record.root, source: "x").text == "  {")
        #expect(record.quote(of: try #require(record.root["b"]?.array?.first), source: "x").text == " 2 ]")
    }

    @Test("of a line too long is a window that holds the node, cut at characters")
    func window() throws {
        let filler = String(repeating: "é", count: 3_000)
        let record = try #require(records("{\"first\":1,\"long\":\"\(filler)\",\"last\":{\"deep\":2}}").first)
        let first = record.quote(of: try #require(record.root["first"]), source: "x")
        #expect(first.text.hasPrefix("{\"first\":1,\"long\":\"éé"))
        #expect(first.text.utf8.count == 1_999)
        let last = record.quote(of: try #require(record.root["last"]), source: "x")
        #expect(last.text.hasSuffix("éé\",\"last\":{\"deep\":2}}"))
        #expect(last.text.hasPrefix("éé"))
        #expect([last.location.line, last.location.offset] == [1, 0])
    }

    @Test("of a record in the middle of a long line begins with the record")
    func compactArray() throws {
        let filler = String(repeating: "x", count: 1_500)
        let all = records("[" + (0..<4).map { "{\"n\":\($0),\"f\":\"\(filler)\"}" }.joined(separator: ",") + "]")
        let quote = all[2].quote(of: try #require(all[2].root["n"]), source: "x")
        #expect(quote.text.hasPrefix("{\"n\":2,\"f\":\"xxx"))
        #expect(quote.text.utf8.count == 2_000)
        #expect(quote.location.offset == 0)
    }
}
