import Evidence
import Foundation
import Testing

@testable import Postmortem

/// A folder of evidence that a test writes, and a place for stores beside it.
final class ExportFolder {
    let root: URL
    let export: URL

    init(_ files: [String: String]) throws {
        root = FileManager.default.temporaryDirectory.appending(path: "pipeline-\(UUID().uuidString)")
        export = root.appending(path: "export")
        for (path, text) in files { try write(text, to: path) }
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    func write(_ text: String, to path: String) throws {
        let file = export.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func store(_ name: String = "a.sqlite") -> String { root.appending(path: name).path() }
}

@Suite("From files to reports")
struct PipelineTests {
    /// Two failed steps of one pipeline, and a run that went well.
    private static let files: [String: String] = {
        var files: [String: String] = [:]
        let runs: [(id: String, parent: String?, status: String, day: Int)] = [
            ("pipe", nil, "Failed", 2), ("prep", "pipe", "Failed", 2), ("train", "pipe", "Canceled", 2), ("fine", nil, "Completed", 9),
        ]
        let records = runs.map { run in
            let parent = run.parent.map { ", \"parentRunId\": \"\($0)\", \"rootRunId\": \"\($0)\"" } ?? ""
            return
                "{\"runId\": \"\(run.id)\", \"status\": \"\(run.status)\", \"target\": \"cpu\", \"startTimeUtc\": \"2026-03-0\(run.day)T08:00:00Z\","
                + " \"endTimeUtc\": \"2026-03-0\(run.day)T08:30:00Z\"\(parent)}"
        }
        files["runs.json"] = "[\n" + records.joined(separator: ",\n") + "\n]\n"
        files["logs/prep/user_logs/std_log.txt"] = """
            loading orders
            Traceback (most recent call last):
              File "prep.py", line 7, in <module>
                main()
              File "prep.py", line 4, in main
                return table["price"]
            KeyError: 'price'

            """
        files["logs/fine/user_logs/std_log.txt"] = "loading orders\nwrote 10 rows\ndone\n"
        return files
    }()

    private func session(_ folder: ExportFolder, _ name: String = "a.sqlite", jobs: Int = 2) throws -> Session {
        try Session(storePath: folder.store(name), creates: true, jobs: jobs)
    }

    @Test("the same folder twice changes nothing, and its report stays the same to the byte")
    func twice() async throws {
        let folder = try ExportFolder(PipelineTests.files)
        let session = try session(folder)
        defer { session.close() }
        let first = try await session.ingest([folder.export.path()])
        let counts = [first.files, first.added, first.read, first.damaged, first.skipped]
        #expect(counts == [3, 3, 3, 0, 0])
        let report = Forms.render(try await session.report(), as: "json")
        let second = try await session.ingest([folder.export.path()])
        let again = [second.files, second.added, second.replaced, second.unchanged]
        #expect(again == [3, 0, 0, 3])
        #expect(Forms.render(try await session.report(), as: "json") == report)
    }

    @Test("one task or four, the report is the same to the byte")
    func jobs() async throws {
        var files = PipelineTests.files
        for i in 0..<40 {
            files["loose/job\(i).log"] =
                "step \(i)\nTraceback (most recent call last):\n  File \"a.py\", line \(i + 1), in f\nValueError: \(i)\n"
        }
        let folder = try ExportFolder(files)
        var reports: [String] = []
        for jobs in [1, 4] {
            let session = try session(folder, "jobs\(jobs).sqlite", jobs: jobs)
            defer { session.close() }
            _ = try await session.ingest([folder.export.path()])
            let report = try await session.report()
            reports += Forms.ids.compactMap { Forms.render(report, as: $0) }
        }
        #expect(reports.count == 2 * Forms.ids.count)
        #expect(Array(reports.prefix(Forms.ids.count)) == Array(reports.suffix(Forms.ids.count)))
    }

    @Test("the failed step's exception is the root cause of its pipeline")
    func rootCause() async throws {
        let folder = try ExportFolder(PipelineTests.files)
        let session = try session(folder)
        defer { session.close() }
        _ = try await session.ingest([folder.export.path()])
        let report = try await session.report()
        #expect(report.runs.map(\.run.id) == ["pipe", "prep", "train", "fine"])
        let root = try #require(report.findings.first { $0.isRootCause })
        #expect(root.runID == "prep")
        #expect(root.exception?.type == "KeyError")
        #expect(root.evidence.first?.location.source == "logs/prep/user_logs/std_log.txt")
        #expect(report.runs.first?.rootCauseRunID == "prep")
    }

    @Test("filters choose runs and findings, and leave no link into nothing")
    func filters() async throws {
        let folder = try ExportFolder(PipelineTests.files)
        let session = try session(folder)
        defer { session.close() }
        _ = try await session.ingest([folder.export.path()])
        func runs(_ change: (inout ReportFilter) -> Void) async throws -> [String] {
            var filter = ReportFilter()
            change(&filter)
            let report = try await session.report(filter)
            let ids = Set(report.findings.map(\.id))
            #expect(report.findings.allSatisfy { $0.causedBy.map { ids.contains($0.finding) } ?? true })
            #expect(report.runs.allSatisfy { $0.rootCauseFinding.map(ids.contains) ?? true })
            return report.runs.map(\.run.id)
        }
        #expect(try await runs { $0.runIDs = ["TRAIN"] } == ["pipe", "prep", "train"])
        #expect(try await runs { $0.pipelineID = "fine" } == ["fine"])
        #expect(try await runs { $0.since = Timestamp(year: 2026, month: 3, day: 5) } == ["fine"])
        #expect(try await runs { $0.until = Timestamp(year: 2026, month: 3, day: 5) } == ["pipe", "prep", "train"])
        #expect(try await runs { $0.status = .completed } == ["fine"])
        let error = await #expect(throws: CannotRun.self) { try await session.report(with: ["pre"]) }
        #expect(error?.description == "The store holds no run 'pre'. Did you mean prep?")
    }

    @Test("what a scan reported is not new to the next one; a report moves nothing")
    func newness() async throws {
        let folder = try ExportFolder(PipelineTests.files)
        let session = try session(folder)
        defer { session.close() }
        let path = folder.export.path()
        _ = try await session.ingest([path])
        #expect(try await session.report().findings.allSatisfy(\.isNew))
        #expect(try await session.report().findings.allSatisfy(\.isNew))
        let first = try await session.scan([path])
        #expect(!first.findings.isEmpty && first.findings.allSatisfy(\.isNew))
        #expect(try await session.scan([path]).findings.allSatisfy { !$0.isNew })
        var filter = ReportFilter()
        filter.onlyNew = true
        #expect(try await session.scan([path], filter: filter).findings.isEmpty)
        try folder.write(
            "Traceback (most recent call last):\n  File \"b.py\", line 1, in <module>\nValueError: late\n",
            to: "logs/late/user_logs/std_log.txt")
        let last = try await session.scan([path], filter: filter)
        #expect(Set(last.findings.map(\.runID)) == ["logs/late"])
    }

    @Test("a scan whose report could not be delivered leaves its findings new")
    func undelivered() async throws {
        struct Full: Error {}
        let folder = try ExportFolder(PipelineTests.files)
        let session = try session(folder)
        defer { session.close() }
        await #expect(throws: Full.self) { try await session.scan([folder.export.path()], deliver: { _ in throw Full() }) }
        #expect(try await session.report().findings.allSatisfy(\.isNew))
    }

    @Test("a secret in a log is in no report and nowhere in the store")
    func secrets() async throws {
        let secret = "s3cr3tValueOfTheToken0123456789"
        var files = PipelineTests.files
        files["logs/prep/user_logs/std_log.txt"]? += "ValueError: bad login with AZUREML_RUN_TOKEN=\(secret)\n"
        let folder = try ExportFolder(files)
        let session = try session(folder)
        _ = try await session.ingest([folder.export.path()])
        let report = try await session.report()
        for form in Forms.ids { #expect(Forms.render(report, as: form)?.contains(secret) == false) }
        #expect(!(try session.show(runID: "prep").text).contains(secret))
        session.close()
        let bytes = try Data(contentsOf: URL(filePath: folder.store()))
        #expect(bytes.range(of: Data(secret.utf8)) == nil)
        #expect(bytes.range(of: Data("[redacted:".utf8)) != nil)
    }

    @Test("files that would be one source are told apart by their folders, a packed twin by its name")
    func names() async throws {
        let folder = try ExportFolder([
            "one/user_logs/std_log.txt": "a\n", "two/user_logs/std_log.txt": "b\n", "three/x.log": "c\n", "three/x.log.gz": "not packed\n",
        ])
        let session = try session(folder)
        defer { session.close() }
        let paths = ["one", "two", "three"].map { folder.export.appending(path: $0).path() }
        let summary = try await session.ingest(paths)
        #expect(summary.added == 4)
        var rows: [String] = []
        try Query(storePath: folder.store()).run("SELECT path FROM sources ORDER BY path", form: .csv) { rows.append($0) }
        #expect(
            rows.map { $0.split(separator: "\r\n").joined() } == [
                "path", "one/user_logs/std_log.txt", "two/user_logs/std_log.txt", "x.log", "x.log.gz",
            ])
    }

    @Test("an answer to SQL as CSV and JSON keeps its kinds and cannot be a formula")
    func query() async throws {
        let folder = try ExportFolder(PipelineTests.files)
        try session(folder).close()
        let sql = "SELECT 1 AS n, NULL AS absent, '=1+1' AS formula, 'a \"b\", c' AS quoted, char(27) || 'x' AS hidden"
        func answer(_ form: QueryForm) throws -> String {
            var text = ""
            try Query(storePath: folder.store()).run(sql, form: form) { text += $0 }
            return text
        }
        #expect(try answer(.csv) == "n,absent,formula,quoted,hidden\r\n1,,\"'=1+1\",\"a \"\"b\"\", c\",\u{1B}x\r\n")
        #expect(
            try answer(.json)
                == "[\n{\"n\":1,\"absent\":null,\"formula\":\"=1+1\",\"quoted\":\"a \\\"b\\\", c\",\"hidden\":\"\\u001bx\"}\n]\n")
        #expect(
            try answer(.table)
                == "n  absent  formula  quoted    hidden\n-  ------  -------  --------  -------\n1          =1+1     a \"b\", c  \\u{1B}x\n"
        )
    }
}

extension Session {
    fileprivate func report(with runIDs: [String]) async throws -> Report {
        var filter = ReportFilter()
        filter.runIDs = runIDs
        return try await report(filter)
    }

    @discardableResult
    fileprivate func scan(_ paths: [String], filter: ReportFilter = ReportFilter(), deliver: (Report) throws -> Void = { _ in })
        async throws -> Report
    {
        try await scan(paths, options: IngestOptions(), filter: filter, asOf: nil, progress: { _ in }, deliver: deliver).report
    }
}
