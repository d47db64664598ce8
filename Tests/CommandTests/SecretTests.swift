import Foundation
import Postmortem
import Testing

@Suite("Secrets")
struct SecretTests {
    private static let views = ["runs", "events", "facts", "findings", "sources", "problems", "logs", "outputs", "metrics"]

    @Test("none of the secrets planted in an export is in any artifact, and what only looks like one stays")
    func planted() throws {
        let program = try Program()
        defer { program.remove() }
        let export = PlantedSecrets()
        #expect(export.secrets.count >= 40)
        for (name, text) in export.files { try program.write(text, to: "in/" + name) }
        var artifacts: [String: String] = [:]
        func take(_ name: String, _ outcome: Program.Outcome) { artifacts[name] = outcome.out + outcome.err }

        take("ingest", try program.run(["ingest", "in", "--json", "--verbose", "--progress", "json"]))
        take("scan", try program.run(["scan", "in", "--json", "--verbose", "--report-dir", "out"]))
        for name in try FileManager.default.contentsOfDirectory(atPath: program.folder.appendingPathComponent("out").path) {
            artifacts[name] = try program.text(of: "out/" + name)
        }
        let runs = try program.run(["runs", "--json"])
        take("runs", runs)
        let list = try JSONSerialization.jsonObject(with: Data(runs.out.utf8)) as? [[String: Any]] ?? []
        let ids = list.compactMap { $0["run_id"] as? String }
        #expect(Set(ids).isSuperset(of: ["r1", "r2", "r3", "r4", "r9"]))
        for id in ids {
            take("show \(id)", try program.run(["show", id, "--verbose"]))
            take("show \(id) --json", try program.run(["show", id, "--json"]))
        }
        for view in Self.views { take("sql \(view)", try program.run(["sql", "SELECT * FROM \(view)", "--format", "csv"])) }
        take("store info", try program.run(["store", "info"]))
        let dump = try program.run(["store", "dump"])
        take("store dump", dump)
        artifacts["the store"] = try bytes(program, "postmortem.sqlite")
        for (name, text) in artifacts {
            let found = export.secrets.filter { text.contains($0) }
            #expect(found == [], "\(name): \(found.compactMap { context(of: $0, in: text) })")
        }
        for text in export.harmless {
            #expect(dump.out.replacing("\\", with: "").contains(text), "\(text)")
        }
        // The tests would see nothing if nothing was stored.
        #expect(dump.out.components(separatedBy: "[redacted").count > 60)
    }

    /// SQLite's file byte by byte, as Latin-1.
    private func bytes(_ program: Program, _ name: String) throws -> String {
        let data = try Data(contentsOf: program.folder.appendingPathComponent(name))
        return String(decoding: data.map { UInt16($0) }, as: UTF16.self)
    }

    private func context(of secret: String, in text: String) -> String? {
        guard let range = text.range(of: secret) else { return nil }
        let start = text.index(range.lowerBound, offsetBy: -80, limitedBy: text.startIndex) ?? text.startIndex
        return String(text[start..<range.upperBound])
    }

    @Test("while the store is open, its write-ahead log holds no secret either")
    func writeAheadLog() async throws {
        let program = try Program()
        defer { program.remove() }
        let export = PlantedSecrets()
        for (name, text) in export.files { try program.write(text, to: "in/" + name) }
        let store = program.folder.appendingPathComponent("s.sqlite").path
        let session = try Session(storePath: store, creates: true)
        defer { session.close() }
        _ = try await session.ingest([program.folder.appendingPathComponent("in").path])
        _ = try await session.report()
        for name in ["s.sqlite", "s.sqlite-wal"] {
            let text = try bytes(program, name)
            #expect(export.secrets.filter { text.contains($0) } == [], "\(name)")
        }
    }

    @Test("--no-redact leaves them in; the report says so until the file is read again without it")
    func optOut() throws {
        let program = try Program()
        defer { program.remove() }
        let secret = "Zk39fmQx71LpRt55"
        try program.write("{\"runId\": \"r1\", \"status\": \"Failed\"}", to: "in/run.json")
        try program.write(
            "start\npassword=\(secret)\nTraceback (most recent call last):\n  File \"a.py\", line 1, in <module>\nKeyError: 'x'\n",
            to: "in/logs/r1/user_logs/std_log.txt")
        let note = "read with --no-redact: secrets that stand there stand in the store and in its reports, too."
        #expect(try program.run(["ingest", "in", "--no-redact"]).code == 0)
        #expect(try program.run(["store", "dump"]).out.contains(secret))
        #expect(try program.run(["report"]).out.contains("no-redact"))
        #expect(try program.run(["report", "--format", "json"]).out.contains(note))
        #expect(try program.run(["ingest", "in"]).code == 0)
        #expect(!(try program.run(["store", "dump"]).out.contains(secret)))
        #expect(!(try program.run(["report", "--format", "json"]).out.contains(note)))
    }

    @Test("the same secret has the same name wherever it stands, and lines keep their numbers")
    func pseudonyms() throws {
        let program = try Program()
        defer { program.remove() }
        let secret = "Zk39fmQx71LpRt55Zk39fmQx71"
        try program.write(
            "{\"runId\": \"r1\", \"status\": \"Failed\", \"error\": {\"error\": {\"code\": \"X\", \"message\": \"api_key=\(secret)\"}}}",
            to: "in/run.json")
        try program.write("one\ntwo\nERROR AccountKey=\(secret)\nfour\n", to: "in/logs/r1/user_logs/std_log.txt")
        #expect(try program.run(["ingest", "in"]).code == 0)
        let dump = try program.run(["store", "dump"]).out
        let names = Set(dump.matches(of: /\[redacted:[0-9a-f]{8}\]/).map { String($0.0) })
        #expect(names.count == 1)
        #expect(dump.contains("\"number\":3"))
    }
}
