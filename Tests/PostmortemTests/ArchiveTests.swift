import Evidence
import Foundation
import Testing

@testable import Postmortem

@Suite("From archives to reports")
struct ArchiveTests {
    private static let files = [
        "runs.json": """
        [{"runId": "run1", "status": "Failed", "startTimeUtc": "2026-03-02T08:00:00Z", "endTimeUtc": "2026-03-02T08:30:00Z"}]

        """,
        "logs/run1/user_logs/std_log.txt": """
        loading orders
        Traceback (most recent call last):
          File "prep.py", line 4, in main
            return table["price"]
        KeyError: 'price'

        """,
        "logs/run1/system_logs/lifecycler/lifecycler.log": "started\nstopped\n",
    ]

    /// The folder with the files of one run in an archive of its own.
    private func archived() throws -> ExportFolder {
        let folder = try ExportFolder(["runs.json": ArchiveTests.files["runs.json"] ?? ""])
        let prefix = "logs/run1/"
        let inner = ArchiveTests.files.filter { $0.key.hasPrefix(prefix) }.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
        try write(SmallTar.archive(Dictionary(uniqueKeysWithValues: inner)), to: "logs/run1.tar", in: folder)
        return folder
    }

    private func write(_ data: Data, to path: String, in folder: ExportFolder) throws {
        let file = folder.export.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

    private func ingest(_ folder: ExportFolder, _ name: String = "a.sqlite") async throws -> (summary: IngestSummary, report: Report) {
        let session = try Session(storePath: folder.store(name), creates: true, jobs: 2)
        defer { session.close() }
        let summary = try await session.ingest([folder.export.path()])
        return (summary, try await session.report())
    }

    private func counts(_ summary: IngestSummary) -> [Int] {
        [summary.files, summary.added, summary.replaced, summary.unchanged, summary.read, summary.damaged, summary.skipped]
    }

    private func rows(_ folder: ExportFolder, _ sql: String) throws -> String {
        var text = ""
        try Query(storePath: folder.store()).run(sql, form: .csv) { text += $0 }
        return text.split(separator: "\r\n").dropFirst().joined(separator: "\n")
    }

    @Test("an archive of a run gives the findings that its folder gives, at the places of its members")
    func equalFindings() async throws {
        let loose = try await ingest(try ExportFolder(ArchiveTests.files))
        let folder = try archived()
        let packed = try await ingest(folder)
        #expect(counts(loose.summary) == [3, 3, 0, 0, 3, 0, 0])
        #expect(counts(packed.summary) == [4, 4, 0, 0, 4, 0, 0])
        #expect(packed.report.runs.map(\.run.id) == ["run1"])
        #expect(packed.report.findings.map(\.title) == loose.report.findings.map(\.title))
        #expect(packed.report.findings.map(\.fingerprint) == loose.report.findings.map(\.fingerprint))
        #expect(packed.report.findings.first?.evidence.first?.location.source == "logs/run1.tar!user_logs/std_log.txt")
        #expect(
            try rows(folder, "SELECT path FROM sources ORDER BY path") == """
                logs/run1.tar
                logs/run1.tar!system_logs/lifecycler/lifecycler.log
                logs/run1.tar!user_logs/std_log.txt
                runs.json
                """)
    }

    @Test("the same archive twice changes nothing; another archive of the same members changes nothing either")
    func twice() async throws {
        let folder = try archived()
        let first = try await ingest(folder)
        let again = try await ingest(folder)
        #expect(counts(again.summary) == [4, 0, 0, 4, 4, 0, 0])
        #expect(Forms.render(again.report, as: "json") == Forms.render(first.report, as: "json"))
        let path = folder.export.appending(path: "logs/run1.tar")
        try (Data(contentsOf: path) + Data(count: 512)).write(to: path)
        #expect(counts(try await ingest(folder).summary) == [4, 0, 0, 4, 4, 0, 0])
    }

    @Test("of a changed archive only the changed members are written")
    func changed() async throws {
        let folder = try archived()
        _ = try await ingest(folder)
        let members = [
            "system_logs/lifecycler/lifecycler.log": "started\nstopped\n", "user_logs/std_log.txt": "all went well\n",
            "user_logs/more.txt": "more\n",
        ]
        try write(SmallTar.archive(members), to: "logs/run1.tar", in: folder)
        // The log and the archive are others, one member is new.
        #expect(counts(try await ingest(folder).summary) == [5, 1, 2, 2, 5, 0, 0])
    }

    @Test("a cut archive keeps what stands before the cut, and is damaged")
    func cut() async throws {
        let folder = try archived()
        let path = folder.export.appending(path: "logs/run1.tar")
        try Data(contentsOf: path).prefix(512 + 512 + 512 + 100).write(to: path)
        let result = try await ingest(folder)
        #expect(result.summary.isDamaged)
        #expect(counts(result.summary) == [4, 4, 0, 0, 2, 2, 0])
        #expect(
            result.summary.problems.map { "\($0.source): \($0.reason)" } == [
                "logs/run1.tar: The archive could be read only in part: the tar archive ends early.",
                "logs/run1.tar!user_logs/std_log.txt: The file could be read only in part: the tar archive ends early.",
            ])
        #expect(result.summary.problems.map(\.offset) == [1636, 1636])
        #expect(
            try rows(folder, "SELECT path, state, bytes FROM sources WHERE path LIKE '%!%' ORDER BY path").contains(
                "std_log.txt,damaged,100"))
    }
}
