import Foundation
import Testing

@Suite("Where a report is written, and what stood there")
struct OutputTests {
    private func makeStore() throws -> Program {
        let program = try Program()
        try program.write("{\"runId\": \"r1\", \"status\": \"Failed\"}", to: "in/run.json")
        #expect(try program.run(["ingest", "in"]).code == 0)
        return program
    }

    @Test("notes of people stay above the report that is written into their page, and stay there the next time")
    func notes() throws {
        let program = try makeStore()
        defer { program.remove() }
        try program.write("# Our notes\n\nAsk Ada.\n", to: "notes.md")
        let first = try program.run(["report", "--output", "notes.md"])
        #expect(first.code == 0)
        #expect(first.err == "notes.md held other text than a report; it stays, and the report stands below it.\nwrote notes.md\n")
        let page = try program.text(of: "notes.md")
        #expect(page.hasPrefix("# Our notes\n\nAsk Ada.\n\n<!-- mlpostmortem:begin "))
        let second = try program.run(["report", "--output", "notes.md"])
        #expect(second.err == "wrote notes.md\n")
        #expect(try program.text(of: "notes.md") == page)
    }

    @Test("a page in Latin-1 keeps its letters; bytes that are no text are not written over")
    func encodings() throws {
        let program = try makeStore()
        defer { program.remove() }
        let page = program.folder.appendingPathComponent("notes.md")
        try Data([0xEF, 0xBB, 0xBF] + Array("Für Ada\n".utf8) + [0x46, 0xFC, 0x72, 0x0A]).write(to: page)
        #expect(try program.run(["report", "--output", "notes.md"]).code == 0)
        #expect(try program.text(of: "notes.md").hasPrefix("Für Ada\nFür\n\n<!--"))
        let bytes = Data("# notes".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        try bytes.write(to: page)
        let refused = try program.run(["report", "--output", "notes.md"])
        #expect(refused.code == 2)
        #expect(
            refused.err
                == "mlpostmortem: Cannot write the report into 'notes.md': what stands there is no UTF-8 text, and would be lost. Name another file.\n"
        )
        #expect(try Data(contentsOf: page) == bytes)
        // A scan writes all that can be written first.
        try program.write("", to: "reports/report.md")
        let report = program.folder.appendingPathComponent("reports/report.md")
        try bytes.write(to: report)
        #expect(try program.run(["scan", "in", "--report-dir", "reports"]).code == 2)
        #expect(program.exists("reports/findings.json") && program.exists("reports/report.html"))
        #expect(try Data(contentsOf: report) == bytes)
    }

    @Test("a file that is called like another form than it holds is told")
    func endings() throws {
        let program = try makeStore()
        defer { program.remove() }
        #expect(
            try program.run(["report", "--output", "r.html"]).err
                == "wrote r.html\nr.html holds markdown, whatever its name says; --format html writes the other form.\n")
        #expect(try program.run(["report", "--format", "html", "--output", "r.html"]).err == "wrote r.html\n")
    }
}
