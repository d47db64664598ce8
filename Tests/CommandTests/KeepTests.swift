import Foundation
import Testing

@Suite("Keeping files")
struct KeepTests {
    @Test("ingest and scan say what they keep and what that means; rescan needs no export")
    func kept() throws {
        let program = try Program()
        defer { program.remove() }
        let secret = "Zk39fmQx71LpRt55Zk39"
        try program.write("{\"runId\": \"r1\", \"status\": \"Failed\"}", to: "in/run.json")
        try program.write("start\nERROR password=\(secret)\n", to: "in/logs/r1/user_logs/std_log.txt")

        let plain = try program.run(["ingest", "in", "--store", "plain.sqlite", "--json"])
        #expect(!plain.err.contains("kept") && plain.out.contains("\"kept_bytes\":0,\"kept_files\":0"))
        let nothing = try program.run(["store", "rescan", "--store", "plain.sqlite"])
        #expect(nothing.code == 0 && nothing.err.contains("The store keeps no files; `mlpostmortem ingest --keep-sources PATH` does that."))

        let said = #/kept 2 files as they are, \d+ bytes in the store: secrets that stand in them are not redacted there\./#
        let ingest = try program.run(["ingest", "in", "--keep-sources", "--json"])
        #expect(ingest.code == 0 && ingest.err.contains(said), "\(ingest.err)")
        #expect(ingest.out.contains("\"kept_files\":2"))
        let scan = try program.run(["scan", "in", "--keep-sources", "--report-dir", "out"])
        #expect(scan.err.contains(said), "\(scan.err)")
        let note =
            "This file and 1 more are kept in the store as they are (--keep-sources): secrets that stand there stand in the store, though in "
            + "none of its reports."
        #expect(try program.text(of: "out/findings.json").contains(note))

        try FileManager.default.removeItem(at: program.folder.appendingPathComponent("in"))
        let dump = try program.run(["store", "dump"]).out
        let rescan = try program.run(["store", "rescan", "--json"])
        #expect(rescan.code == 0 && rescan.out.contains("\"files\":2") && rescan.out.contains("\"unchanged\":2"), "\(rescan.out)")
        #expect(try program.run(["store", "dump"]).out == dump)
        #expect(!dump.contains(secret))
        for form in ["json", "markdown", "html"] { #expect(!(try program.run(["report", "--format", form]).out.contains(secret))) }
        #expect(try program.run(["store", "info", "--json"]).out.contains("\"kept_files\""))
    }

    @Test("standard input is not kept")
    func standardInput() throws {
        let program = try Program()
        defer { program.remove() }
        let outcome = try program.run(["ingest", "-", "--keep-sources", "--json"], input: "{\"runId\": \"r1\", \"status\": \"Failed\"}")
        #expect(outcome.code == 0 && outcome.out.contains("\"kept_files\":0") && !outcome.err.contains("kept"))
    }
}
