import Evidence
import Foundation
import Testing

@testable import Postmortem

@Suite("Files that change between two ingests")
struct GrowthTests {
    private func session(_ folder: ExportFolder, _ name: String = "a.sqlite", jobs: Int = 2) throws -> Session {
        try Session(storePath: folder.store(name), creates: true, jobs: jobs)
    }

    private func ingest(_ session: Session, _ folder: ExportFolder, _ part: String = "", run: String? = nil) async throws -> [Int] {
        let summary = try await session.ingest([folder.export.appending(path: part).path()], options: IngestOptions(runID: run))
        return [summary.added, summary.grown, summary.replaced, summary.unchanged]
    }

    /// As a process of its own would.
    private static func ingest(_ path: String, into store: String) async throws {
        let session = try Session(storePath: store, creates: true, jobs: 2)
        defer { session.close() }
        _ = try await session.ingest([path])
    }

    private func dump(_ session: Session) throws -> String {
        var text = ""
        try session.dump { text += $0 }
        return text
    }

    private static let log = "std_log.txt"

    @Test("two downloads with one path, each given its run, are both kept")
    func twoRuns() async throws {
        let folder = try ExportFolder(["one/user_logs/std_log.txt": "a\n", "two/user_logs/std_log.txt": "b\n"])
        let session = try session(folder)
        defer { session.close() }
        #expect(try await ingest(session, folder, "one", run: "RunA") == [1, 0, 0, 0])
        #expect(try await ingest(session, folder, "two", run: "RunB") == [1, 0, 0, 0])
        #expect(try await ingest(session, folder, "one", run: "runa") == [0, 0, 0, 1])
        // Without a run a file is known by its content.
        #expect(try await ingest(session, folder, "two") == [0, 0, 0, 1])
        #expect(try session.show(runID: "RunA").text.contains("user_logs/std_log.txt"))
        #expect(try session.show(runID: "RunB").text.contains("user_logs/std_log.txt"))
    }

    @Test("a log that has grown replaces its older state, with the same evidence as read for the first time")
    func grown() async throws {
        let begin = "2026-03-01 08:00:00 loading\n"
        let rest = "2026-03-01 09:00:00 done\nTraceback (most recent call last):\n  File \"a.py\", line 1, in f\nValueError: x\n"
        let folder = try ExportFolder([GrowthTests.log: begin])
        let session = try session(folder)
        let fresh = try self.session(folder, "fresh.sqlite")
        defer {
            session.close()
            fresh.close()
        }
        #expect(try await ingest(session, folder) == [1, 0, 0, 0])
        try folder.write(begin + rest, to: GrowthTests.log)
        #expect(try await ingest(session, folder) == [0, 1, 0, 0])
        #expect(try await ingest(session, folder) == [0, 0, 0, 1])
        #expect(try await ingest(fresh, folder) == [1, 0, 0, 0])
        #expect(try dump(session) == dump(fresh))
    }

    @Test("an empty log that was filled since has grown")
    func filled() async throws {
        let folder = try ExportFolder([GrowthTests.log: ""])
        let session = try session(folder)
        defer { session.close() }
        #expect(try await ingest(session, folder) == [1, 0, 0, 0])
        try folder.write("hello\n", to: GrowthTests.log)
        #expect(try await ingest(session, folder) == [0, 1, 0, 0])
    }

    @Test("a rewritten file replaces what was known, and is named")
    func rewritten() async throws {
        let folder = try ExportFolder([GrowthTests.log: "first\n"])
        let session = try session(folder)
        let fresh = try self.session(folder, "fresh.sqlite")
        defer {
            session.close()
            fresh.close()
        }
        #expect(try await ingest(session, folder) == [1, 0, 0, 0])
        try folder.write("fifth and sixth\n", to: GrowthTests.log)
        let summary = try await session.ingest([folder.export.path()])
        #expect(summary.rewritten == [GrowthTests.log])
        #expect(
            summary.sentence
                == "1 file: 0 new, 0 grown, 1 changed, 0 unchanged; 1 read, 0 damaged, 0 skipped (empty or of no known format); 1 records, "
                + "16 bytes.")
        _ = try await fresh.ingest([folder.export.path()])
        #expect(try dump(session) == dump(fresh))
    }

    @Test("a log that grows stays with the run that was given once; a run given later takes the log over")
    func runOfGrownLog() async throws {
        let folder = try ExportFolder([GrowthTests.log: "one\n"])
        let session = try session(folder)
        defer { session.close() }
        #expect(try await ingest(session, folder) == [1, 0, 0, 0])
        #expect(try await ingest(session, folder, run: "runa") == [0, 0, 1, 0])
        try folder.write("one\ntwo\n", to: GrowthTests.log)
        #expect(try await ingest(session, folder) == [0, 1, 0, 0])
        var rows = ""
        try Query(storePath: folder.store()).run("SELECT run_id, lines FROM logs", form: .csv) { rows += $0 }
        #expect(rows == "run_id,lines\r\nruna,2\r\n")
    }

    @Test("two that ingest at once leave what one after the other leaves")
    func atOnce() async throws {
        var files: [String: String] = [:]
        for i in 0..<60 {
            files["\(i % 3 == 0 ? "one" : "two")/logs/job\(i).log"] = "step \(i)\nValueError: \(i)\n"
            files["one/shared/job\(i).log"] = "shared \(i)\n"
            files["two/shared/job\(i).log"] = "shared \(i)\n"
        }
        let folder = try ExportFolder(files)
        let (store, one, two) = (folder.store("both.sqlite"), folder.export.path() + "/one", folder.export.path() + "/two")
        async let first: Void = GrowthTests.ingest(one, into: store)
        async let second: Void = GrowthTests.ingest(two, into: store)
        _ = try await (first, second)
        let both = try session(folder, "both.sqlite")
        let turns = try session(folder, "turns.sqlite")
        defer {
            both.close()
            turns.close()
        }
        #expect(try await ingest(turns, folder, "one") == [80, 0, 0, 0])
        #expect(try await ingest(turns, folder, "two") == [40, 0, 0, 60])
        #expect(try both.verifyStore() == [])
        #expect(try dump(both) == dump(turns))
    }

    @Test("merged stores report what one store of both exports reports")
    func merged() async throws {
        let trace = "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\nValueError: x\n"
        let folder = try ExportFolder([
            "one/runs.json": "[{\"runId\": \"prep\", \"status\": \"Failed\", \"startTimeUtc\": \"2026-03-02T08:00:00Z\"}]",
            "two/logs/prep/user_logs/std_log.txt": trace, "two/other.log": "fine\n",
        ])
        var dumps: [String] = []
        for (name, order) in [("m1", ["one", "two"]), ("m2", ["two", "one"])] {
            for part in order {
                let session = try session(folder, "\(name)-\(part).sqlite")
                _ = try await ingest(session, folder, part)
                session.close()
            }
            let session = try session(folder, name + ".sqlite")
            for part in order { _ = try session.merge(storeAt: folder.store("\(name)-\(part).sqlite")) }
            try session.finishMerge()
            _ = try await session.report()
            dumps.append(try dump(session))
            session.close()
        }
        let whole = try session(folder, "whole.sqlite")
        defer { whole.close() }
        _ = try await ingest(whole, folder, "one")
        _ = try await ingest(whole, folder, "two")
        _ = try await whole.report()
        dumps.append(try dump(whole))
        #expect(dumps[0] == dumps[1])
        #expect(dumps[0] == dumps[2])
    }
}
