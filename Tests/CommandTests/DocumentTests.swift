import Foundation
import Testing

@Suite("Documents for users")
struct DocumentTests {
    private func document(_ name: String) throws -> String {
        try String(contentsOf: Program.repository.appendingPathComponent("docs/\(name)"), encoding: .utf8)
    }

    @Test("docs/store.md names every column of every view, and no other")
    func views() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write("{\"runId\": \"r1\", \"status\": \"Completed\"}", to: "run.json")
        #expect(try program.run(["ingest", "run.json"]).code == 0)
        let sections = try document("store.md").components(separatedBy: "\n## ").dropFirst()
        var told: [String: Set<String>] = [:]
        for section in sections {
            let name = String(section.prefix { $0 != "\n" })
            // The first cell of each row of the section's table.
            let cells = section.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap { $0.split(separator: "|").first }
            let columns = cells.flatMap { $0.matches(of: /`([a-z_]+)`/).map { String($0.1) } }
            if !columns.isEmpty { told[name] = Set(columns) }
        }
        let help = try program.run(["sql", "--help"]).out
        #expect(told.count == 9)
        for (view, columns) in told {
            #expect(help.contains(view))
            let answer = try program.run(["sql", "SELECT * FROM \(view) LIMIT 0", "--format", "csv"])
            let found = answer.out.trimmingCharacters(in: .whitespacesAndNewlines).split(separator: ",").map(String.init)
            #expect(Set(found) == columns, "\(view)")
        }
    }

    @Test("the example of docs/configuration.md can be used as it stands, and shows every key")
    func configuration() throws {
        let program = try Program()
        defer { program.remove() }
        let text = try document("configuration.md")
        let yaml = try #require(text.components(separatedBy: "```yaml\n").dropFirst().first?.components(separatedBy: "```").first)
        try program.write(yaml, to: "mlpostmortem.yaml")
        let outcome = try program.run(["config", "show", "--json"])
        #expect(outcome.code == 0, "\(outcome.err)")
        let list = try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [[String: Any]])
        for item in list {
            let origin = item["origin"] as? String ?? ""
            #expect(origin.hasPrefix("mlpostmortem.yaml:"), "\(item)")
        }
    }

    @Test("the example of docs/redaction.md can be used as it stands")
    func redaction() throws {
        let program = try Program()
        defer { program.remove() }
        let yaml = try #require(
            try document("redaction.md").components(separatedBy: "```yaml\n").dropFirst().first?.components(separatedBy: "```").first)
        try program.write(yaml, to: "mlpostmortem.yaml")
        #expect(try program.run(["config", "show"]).code == 0)
    }

    @Test("what docs/getting-started.md says of the sample can be done, line by line")
    func gettingStarted() throws {
        let program = try Program()
        defer { program.remove() }
        try FileManager.default.createSymbolicLink(
            atPath: program.folder.appendingPathComponent("SampleLogs").path,
            withDestinationPath: Program.repository.appendingPathComponent("SampleLogs").path)
        let blocks = try document("getting-started.md").components(separatedBy: "```sh\n").dropFirst()
        let lines = blocks.flatMap { ($0.components(separatedBy: "```").first ?? "").split(separator: "\n") }
        let own = lines.filter { $0.hasPrefix("mlpostmortem ") && ($0.contains("demo.sqlite") || $0.contains(" sql ")) }.map(String.init)
        #expect(own.count == 5)
        for line in own {
            let outcome = try program.shell(line.contains("--store") ? line : line + " --store demo.sqlite")
            #expect(outcome.code == (line.contains(" ingest ") ? 3 : 0), "\(line): \(outcome.err)")
        }
        #expect(program.exists("report.html"))
    }
}
