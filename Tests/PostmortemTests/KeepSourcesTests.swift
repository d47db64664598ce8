import Evidence
import Foundation
import GRDB
import Store
import Testing

@testable import Intake
@testable import Postmortem

@Suite("Keeping the files themselves")
struct KeepSourcesTests {
    private static let sample = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "SampleLogs/workspace")
    private static let secret = "Zk39fmQx71LpRt55Zk39"

    /// The sample (many of its logs are gzip, one is damaged) with an archive and a log that holds a secret.
    private func sample() throws -> ExportFolder {
        let folder = try ExportFolder([:])
        try FileManager.default.createDirectory(at: folder.root, withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: Self.sample, to: folder.export)
        let members = [
            "user_logs/std_log.txt": "loading\nTraceback (most recent call last):\n  File \"a.py\", line 4, in main\nKeyError: 'x'\n"
        ]
        try SmallZip.archive(members).write(to: folder.export.appending(path: "zipped-run.zip"))
        try SmallTar.archive(members).write(to: folder.export.appending(path: "tarred-run.tar"))
        try folder.write("start\nERROR password=\(Self.secret)\n", to: "logs/secret-run/user_logs/std_log.txt")
        return folder
    }

    /// Does something with a store of that folder.
    private func with<Value>(_ folder: ExportFolder, _ name: String = "a.sqlite", _ body: (Session) async throws -> Value) async throws
        -> Value
    {
        let session = try Session(storePath: folder.store(name), creates: true, jobs: 2)
        defer { session.close() }
        return try await body(session)
    }

    private func dump(_ session: Session, withoutKept: Bool = false) throws -> [String] {
        var lines: [String] = []
        try session.dump { lines.append($0) }
        return lines.filter { !withoutKept || !$0.hasPrefix("kept_file") }
    }

    private func execute(_ sql: String, in folder: ExportFolder, _ name: String = "a.sqlite") throws {
        let queue = try DatabaseQueue(path: folder.store(name))
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test("kept files give what the export gave, without the export")
    func rescanned() async throws {
        let folder = try sample()
        let plain = try await with(folder, "plain.sqlite") { session in
            _ = try await session.ingest([folder.export.path()])
            return try dump(session)
        }
        let kept = try await with(folder) { session in
            let summary = try await session.ingest([folder.export.path()], options: IngestOptions(keepsSources: true))
            let files = try SourceWalk.files(at: [folder.export.path()]).count
            #expect(summary.kept.files == files)
            #expect(try #require(summary.keptSentence).hasPrefix("kept \(files) files as they are, "))
            #expect(try dump(session, withoutKept: true) == plain)
            return try dump(session)
        }
        #expect(kept.filter { $0.hasPrefix("kept_file") }.count == kept.count - plain.count)
        try FileManager.default.removeItem(at: folder.export)

        // Nothing has changed.
        try await with(folder) { session in
            let summary = try await session.rescan()
            #expect(summary.unchanged == summary.files && summary.files > summary.kept.files)
            #expect(!summary.isDamagedAnew)
            #expect(try dump(session) == kept)
        }
        // As a version left it whose patterns found less.
        try execute("UPDATE source SET patterns = 'old'; DELETE FROM fact; DELETE FROM log WHERE number = 0", in: folder)
        try await with(folder) { session in
            #expect(try dump(session) != kept)
            let summary = try await session.rescan()
            #expect(summary.replaced == summary.files)
            #expect(summary.rewritten == [])
            #expect(try dump(session) == kept)
            #expect(try session.verifyStore() == [])
            #expect(try await session.rescan().replaced == 0)
        }
        // What was put on disk to be read is gone.
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.root.path()).filter { $0.hasPrefix(".") } == [])
    }

    @Test("the same files again change nothing; what was known and not kept is kept; other content replaces, or lets go")
    func again() async throws {
        let path = "logs/r1/user_logs/std_log.txt"
        let folder = try ExportFolder(["runs.json": "[{\"runId\": \"r1\", \"status\": \"Failed\"}]", path: "one\n"])
        let keeping = IngestOptions(keepsSources: true)
        func kept(_ session: Session) throws -> [String] { try dump(session).filter { $0.hasPrefix("kept_file") } }
        try await with(folder) { session in
            let input = [folder.export.path()]
            #expect(try await session.ingest(input).keptSentence == nil)
            #expect(try kept(session) == [])
            var summary = try await session.ingest(input, options: keeping)
            #expect(summary.unchanged == 2 && summary.kept.files == 2)
            let first = try kept(session)
            #expect(first.count == 2)
            summary = try await session.ingest(input, options: keeping)
            #expect(summary.kept.files == 2)
            #expect(try kept(session) == first)
            // Without the flag what is kept of unchanged files stays.
            #expect(try await session.ingest(input).kept.files == 0)
            #expect(try kept(session) == first)
            try folder.write("one\ntwo\n", to: path)
            _ = try await session.ingest(input, options: keeping)
            let second = try kept(session)
            #expect(second.count == 2 && second != first)
            try folder.write("one\ntwo\nthree\n", to: path)
            let third = try await session.ingest(input)
            #expect(third.grown == 1)
            #expect(try kept(session).count == 1)
            #expect(try await session.rescan().files == 1)
        }
    }

    @Test("a path that was read for two runs is kept for each")
    func twoRuns() async throws {
        let folder = try ExportFolder(["user_logs/std_log.txt": "one\nERROR first\n"])
        try await with(folder) { session in
            let input = [folder.export.path()]
            _ = try await session.ingest(input, options: IngestOptions(runID: "Run-One", keepsSources: true))
            try folder.write("two\nERROR second\n", to: "user_logs/std_log.txt")
            _ = try await session.ingest(input, options: IngestOptions(runID: "run-two", keepsSources: true))
        }
        let before = try await with(folder) { try dump($0) }
        #expect(before.filter { $0.hasPrefix("kept_file") }.count == 2)
        try execute("UPDATE source SET patterns = 'old'; DELETE FROM fact", in: folder)
        try await with(folder) { session in
            let summary = try await session.rescan()
            #expect(summary.replaced == 2)
            let after = try dump(session)
            #expect(after == before)
        }
    }

    @Test("a secret stands in kept bytes only, and the coverage says so")
    func secrets() async throws {
        let folder = try sample()
        try await with(folder) { session in
            _ = try await session.ingest([folder.export.path()], options: IngestOptions(keepsSources: true))
            let report = try await session.report()
            #expect(report.coverage.problems.contains { $0.reason.contains("(--keep-sources)") })
            for form in Forms.ids { #expect(Forms.render(report, as: form)?.contains(Self.secret) == false, "\(form)") }
            #expect(!(try dump(session).joined().contains(Self.secret)))
            #expect(!(try session.storeInfo().contains(Self.secret)))
            #expect(try session.storeInfo().contains("kept files: "))
            #expect(try session.storeInfoJSON().text.contains("\"kept_files\""))
            let file = try #require(try session.store.keptFiles().first { $0.path.contains("secret-run") })
            let restored = try RestoredFile(in: folder.root.path(), packing: file.packing)
            defer { restored.remove() }
            try session.store.readParts(of: file) { part in try part.withUnsafeBytes { try restored.append($0) } }
            #expect(try String(contentsOfFile: restored.path, encoding: .utf8).contains(Self.secret))
        }
    }

    @Test("kept bytes that are damaged are told, and what was found before stays")
    func damaged() async throws {
        let folder = try ExportFolder(["logs/r1/user_logs/std_log.txt": "one\nERROR first\n", "logs/r2/user_logs/std_log.txt": "two\n"])
        let before = try await with(folder) { session in
            _ = try await session.ingest([folder.export.path()], options: IngestOptions(keepsSources: true))
            return try dump(session)
        }
        try execute("DELETE FROM kept_part WHERE kept_id = (SELECT min(id) FROM kept_file WHERE path LIKE '%r1%')", in: folder)
        try await with(folder) { session in
            let summary = try await session.rescan()
            #expect(summary.files == 2 && summary.unchanged == 1 && summary.isDamagedAnew)
            #expect(summary.problems.map(\.source) == ["logs/r1/user_logs/std_log.txt"])
            #expect(try dump(session) == before)
            #expect(try session.verifyStore().count == 1)
        }
    }

    @Test("a merged store is rescanned as the one that kept the files")
    func merged() async throws {
        let folder = try sample()
        let whole = try await with(folder) { session in
            _ = try await session.ingest([folder.export.path()], options: IngestOptions(keepsSources: true))
            return try dump(session)
        }
        try await with(folder, "b.sqlite") { session in
            _ = try session.merge(storeAt: folder.store())
            try session.finishMerge()
            #expect(try dump(session) == whole)
        }
        try execute("UPDATE source SET patterns = 'old'; DELETE FROM fact", in: folder, "b.sqlite")
        try await with(folder, "b.sqlite") { session in
            _ = try await session.rescan()
            #expect(try dump(session) == whole)
        }
    }

    @Test("a file that cannot be kept is named")
    func vanished() async throws {
        let folder = try ExportFolder(["run.json": "{\"runId\": \"r1\", \"status\": \"Failed\"}"])
        try await with(folder) { session in
            _ = try await session.ingest([folder.export.path()])
            let file = InputFile(shownPath: "run.json", path: folder.export.path() + "/gone.json")
            let summary = try SourceKeeper(store: session.store).keep(file, as: SourceName(pathKey: "run.json"))
            #expect(summary.kept.files == 0)
            #expect(summary.problems.map(\.reason).first?.hasPrefix("The file could not be kept. The file could not be read: ") == true)
        }
    }
}
