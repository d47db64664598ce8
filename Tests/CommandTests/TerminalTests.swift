import Foundation
import Testing

@Suite("Terminal")
struct TerminalTests {
    /// A store with one failed run whose evidence would play tricks on a terminal.
    private func hostile() throws -> Program {
        let program = try Program()
        try program.write(
            "{\"runId\": \"r1\", \"displayName\": \"\\u001b[31mred\\u202e name\", \"experimentName\": \"e\\u0007x\", \"status\": \"Failed\", \"createdTimeUtc\": \"2026-02-01T19:53:33Z\"}",
            to: "in/run.json")
        try program.write(
            "start \u{1B}]0;owned\u{07}\nTraceback (most recent call last):\n  File \"a.py\", line 1, in <module>\n    x\u{1B}[2J\nKeyError: 'k\u{1B}[1;31m\u{202E}evil\u{9B}2J'\n",
            to: "in/logs/r1/user_logs/std_log.txt")
        #expect(try program.run(["ingest", "in"]).code == 0)
        return program
    }

    @Test(
        "nothing from evidence is obeyed by a terminal, with colours or without",
        arguments: [
            ["runs"], ["show", "r1"], ["runs", "--json"], ["show", "r1", "--json"], ["sql", "SELECT * FROM runs"],
            ["sql", "SELECT * FROM runs", "--json"],
            ["store", "info"], ["store", "info", "--json"], ["store", "dump"],
        ])
    func inert(command: [String]) throws {
        let program = try hostile()
        defer { program.remove() }
        for color in ["never", "always"] {
            let outcome = try program.run(command + ["--color", color])
            #expect(outcome.code == 0, "\(outcome.err)")
            let own = outcome.out.replacing(/\u{1B}\[(0|1|2|31|32|33|36|1;31)m/, with: "")
            let bad = own.unicodeScalars.filter { scalar in
                scalar != "\n" && (scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format)
            }
            #expect(bad.map(\.value) == [], "\(command) \(color)")
            if color == "never" { #expect(own == outcome.out) }
        }
    }

    @Test("colours come with a terminal or --color always, and go with NO_COLOR; without them the text is the same")
    func colors() throws {
        let program = try hostile()
        defer { program.remove() }
        let plain = try program.run(["show", "r1"]).out
        let colored = try program.run(["show", "r1", "--color", "always"]).out
        #expect(colored != plain)
        #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
        #expect(try program.run(["show", "r1"], environment: ["CLICOLOR_FORCE": "1"]).out == colored)
        #expect(try program.run(["show", "r1"], environment: ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"]).out == plain)
    }

    @Test("tables and pages keep to the width of COLUMNS; ids are never cut", arguments: [60, 100, 200])
    func width(columns: Int) throws {
        let program = try Program()
        defer { program.remove() }
        #expect(try program.run(["ingest", Program.sample]).code == 3)
        let runs = try program.run(["runs"], environment: ["COLUMNS": "\(columns)"]).out
        let long = runs.split(separator: "\n").filter { $0.count > max(columns, 72) }
        #expect(long == [])
        #expect(runs.contains("9ba5210d-4f35-5677-a642-ef88be8b66ae"))
        let page = try program.run(["show", "calm_acorn_k5wyn9pzyy"], environment: ["COLUMNS": "\(columns)"]).out
        let words = page.split(separator: "\n").filter { line in line.count > columns && line.drop { $0 == " " }.contains(" ") }
        #expect(words.filter { $0.split(separator: " ").allSatisfy { $0.count < columns / 2 } } == [])
    }

    @Test("what is asked for as JSON is JSON, and says what the text says")
    func json() throws {
        let program = try hostile()
        defer { program.remove() }
        func object(_ arguments: [String]) throws -> Any {
            try JSONSerialization.jsonObject(with: Data(program.run(arguments).out.utf8))
        }
        let runs = try #require(try object(["runs", "--json"]) as? [[String: Any]])
        #expect(runs.map { $0["run_id"] as? String } == ["r1"])
        #expect(runs[0]["verdict"] as? String == "failed")
        let page = try #require(try object(["show", "r1", "--json"]) as? [String: Any])
        #expect((page["findings"] as? [[String: Any]])?.first?["rule"] as? String == "py-unhandled-exception")
        #expect(((try object(["rules", "list", "--json"])) as? [Any])?.isEmpty == false)
        let rule = try #require(try object(["rules", "explain", "swallowed-exception", "--json"]) as? [String: Any])
        #expect((rule["remedy"] as? [Any])?.isEmpty == false)
        #expect(((try object(["formats", "--json"])) as? [Any])?.isEmpty == false)
        #expect(((try object(["store", "info", "--json"])) as? [String: Any])?["files_read"] as? Int == 2)
        #expect(((try object(["sql", "SELECT 1 AS one", "--json"])) as? [[String: Any]])?.first?["one"] as? Int == 1)
        #expect(((try object(["config", "show", "--json"])) as? [Any])?.isEmpty == false)
    }

    @Test("an unknown run is answered with those that come close")
    func unknownRun() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write("{\"runId\": \"brave_ant_12ab34cd56\", \"status\": \"Completed\"}", to: "run.json")
        #expect(try program.run(["ingest", "run.json"]).code == 0)
        let outcome = try program.run(["show", "barve_ant_12ab34cd56"])
        #expect(outcome.code == 2)
        #expect(outcome.err == "mlpostmortem: The store holds no run 'barve_ant_12ab34cd56'. Did you mean brave_ant_12ab34cd56?\n")
    }

    @Test("progress tells rate and time left as JSON; piped, it is silent, and no next command is suggested")
    func progress() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write("{\"runId\": \"r1\", \"status\": \"Completed\"}", to: "in/run.json")
        let silent = try program.run(["ingest", "in"])
        #expect(silent.err.split(separator: "\n").count == 1)
        #expect(!silent.err.contains("next:"))
        let outcome = try program.run(["ingest", "in", "--progress", "json", "--quiet"])
        let line = try #require(outcome.err.split(separator: "\n").last)
        let json = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(
            Set(json.keys) == ["bytes", "files", "total_files", "stored_bytes", "total_stored_bytes", "bytes_per_second", "seconds_left"])
        #expect(json["seconds_left"] as? Int == 0)
    }
}
