import Foundation
import Testing

@Suite("scan")
struct ScanTests {
    @Test("over the sample twice: first findings in every form, then with --new-only nothing, silently")
    func twice() throws {
        let program = try Program()
        defer { program.remove() }
        let scan = ["scan", Program.sample, "--report-dir", "reports", "--store", "night.sqlite"]
        let first = try program.run(scan)
        #expect(first.code == 1)
        #expect(first.err.contains("24 new.") || first.err.contains(" new."))
        let names = try FileManager.default.contentsOfDirectory(atPath: program.folder.appendingPathComponent("reports").path)
        #expect(Set(names).isSuperset(of: ["report.md", "findings.json"]))
        // The sample holds a damaged file. What was lost of it was told last night.
        let second = try program.run(scan + ["--new-only"])
        #expect(second.code == 0)
        #expect(second.err == "")
        #expect(second.out == "")
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(program.text(of: "reports/findings.json").utf8)) as? [String: Any])
        #expect((json["findings"] as? [Any])?.count == 0)
        #expect(try program.run(scan).code == 1)
        #expect(!program.exists("night.sqlite.scan-lock"))
    }

    @Test("bytes that are lost of a new file make the exit code 3, with --new-only as well; those of last night do not")
    func damage() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write("{\"runId\": \"r1\", \"status\": \"Completed\"}\n{\"runId\": \"r2\", \"sta", to: "in/runs.json")
        #expect(try program.run(["scan", "in", "--new-only"]).code == 3)
        #expect(try program.run(["scan", "in", "--new-only"]).code == 0)
        #expect(try program.run(["scan", "in"]).code == 3)
    }

    @Test("a scan waits for another one, says who holds the store, and gives up when its patience ends")
    func locked() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write("{\"runId\": \"r1\", \"status\": \"Completed\"}", to: "in/run.json")
        try program.write("process 4711 on elsewhere since 2026-11-01T02:00:00Z\n", to: "s.sqlite.scan-lock")
        // `flock` holds the lock as another scan would.
        let held = try program.shell(
            "flock s.sqlite.scan-lock sleep 3 & sleep 0.5; mlpostmortem scan in --store s.sqlite --wait 1; code=$?; wait; exit $code")
        #expect(held.code == 2)
        #expect(held.err.contains("s.sqlite is being scanned by process 4711 on elsewhere since 2026-11-01T02:00:00Z."), "\(held.err)")
        let patient = try program.shell("flock s.sqlite.scan-lock sleep 2 & sleep 0.3; mlpostmortem scan in --store s.sqlite --wait 60")
        #expect(patient.code == 0)
        #expect(patient.err.contains("waiting for up to 60 seconds"), "\(patient.err)")
    }

    @Test("the lock of a scan that died is taken over at once")
    func dead() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write("{\"runId\": \"r1\", \"status\": \"Completed\"}", to: "in/run.json")
        try program.write("process 4711 on here since 2026-11-01T02:00:00Z\n", to: "s.sqlite.scan-lock")
        let outcome = try program.run(["scan", "in", "--store", "s.sqlite", "--wait", "0"])
        #expect(outcome.code == 0)
        #expect(!program.exists("s.sqlite.scan-lock"))
    }

    @Test("two scans at once both end, and only one tells of the news")
    func together() throws {
        let program = try Program()
        defer { program.remove() }
        try FileManager.default.copyItem(atPath: Program.sample, toPath: program.folder.appendingPathComponent("in").path)
        let outcome = try program.shell(
            """
            mlpostmortem scan in --new-only > a 2>&1 & first=$!; mlpostmortem scan in --new-only > b 2>&1; echo $? >> codes
            wait $first; echo $? >> codes; sort codes
            """)
        #expect(outcome.out == "0\n1\n")
    }
}
