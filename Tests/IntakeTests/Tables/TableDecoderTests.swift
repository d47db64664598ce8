import Evidence
import Testing

@testable import Intake

@Suite("Exports of the portal as tables")
struct TableDecoderTests {
    private func decode(_ text: String, as id: String = "log-rows-csv") throws -> EvidenceBatch {
        let format = try #require(FormatCatalogue.all.first { $0.id == id })
        return try FormatFixtures.decode(Array(text.utf8), as: format, name: "rows.csv")
    }

    private func days(_ dates: [String]) throws -> (days: [String], problems: [String]) {
        let rows = dates.map { "\"\($0), 9:19:25.391 AM\",r,Running\n" }.joined()
        let batch = try decode("\"TimeGenerated [UTC]\",RunId,Status\n" + rows)
        return (batch.events.map { String($0.time?.readable.prefix(10) ?? "none") }, batch.problems.map(\.reason))
    }

    private static let doubt =
        "The dates of this table do not tell whether month or day comes first; they were read month first (en-US)."

    @Test("month first, where a day shows it")
    func monthFirst() throws {
        let read = try days(["2/3/2025", "2/25/2025"])
        #expect(read.days == ["2025-02-03", "2025-02-25"])
        #expect(read.problems == [])
    }

    @Test("day first, where a later row shows it")
    func dayFirst() throws {
        let read = try days(["2/3/2025", "25/2/2025"])
        #expect(read.days == ["2025-03-02", "2025-02-25"])
        #expect(read.problems == [])
    }

    @Test("where nothing shows it, month first, and the doubt is said without calling it damage")
    func ambiguous() throws {
        let read = try days(["2/3/2025", "2/2/2025"])
        #expect(read.days == ["2025-02-03", "2025-02-02"])
        #expect(read.problems == [Self.doubt])
        #expect(
            try decode("\"TimeGenerated [UTC]\",RunId,Status\n\"2/3/2025, 9:19:25 AM\",r,Running\n").problems.map(\.isDamage) == [false])
    }

    @Test("versions in other columns are no dates")
    func otherColumns() throws {
        let batch = try decode("TimeGenerated,RunId,Status,ImageVersion\n\"2/3/2025, 9:19:25 AM\",r,Running,25.2.2024\n")
        #expect(batch.events.map { $0.time?.readable } == ["2025-02-03 09:19:25"])
        #expect(batch.problems.map(\.reason) == [Self.doubt])
    }

    @Test("exactly as many rows as the portal gives at most are worth a word; one more or less is not", arguments: [999, 1_000, 1_001])
    func rowLimit(count: Int) throws {
        let rows = String(repeating: "2026-02-01T19:54:00Z,r,Running\n", count: count)
        let batch = try decode("TimeGenerated,RunId,Status\n" + rows)
        #expect(batch.events.count == count)
        let word = "The table has exactly 1000 rows: it was possibly cut at the portal's row limit."
        #expect(batch.problems.map(\.reason) == (count == 1_000 ? [word] : []))
        #expect(batch.problems.allSatisfy { !$0.isDamage })
    }

    @Test("a table in UTF-16 is read like any other")
    func wideText() throws {
        let text = "\u{FEFF}TimeGenerated,RunId,Status\r\n2026-02-01T19:54:00Z,r,Failed\r\n"
        let folder = TemporaryFolder()
        let bytes = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let path = folder.write(bytes, to: "rows.csv")
        let file = try #require(try SourceWalk.files(at: [path]).first)
        let reader = try SourceReader(file, options: ReadOptions(patterns: PatternSet([])))
        var events: [Event] = []
        while let batch = try reader.next() { events += batch.events }
        #expect(reader.source.format == "log-rows-csv")
        #expect(events.map(\.status) == [.failed])
    }
}
