import Evidence
import Foundation
import GRDB
import Testing

@testable import Postmortem
@testable import Store

@Suite("Night after night")
struct IncrementTests {
    private static let sample = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "SampleLogs/workspace")

    /// Findings and runs as the store keeps them.
    private func kept(_ session: Session) throws -> [String] {
        var lines: [String] = []
        try session.dump { line in
            if line.hasPrefix("finding ") || line.hasPrefix("run ") { lines.append(line) }
        }
        return lines
    }

    /// Logs come before their run's record, children before parents, cluster events after all: whatever is left out of the second look
    /// at a family because nothing of its own changed must not be missing.
    @Test("what came piece by piece is judged like what came at once", arguments: [1, 2])
    func pieces(seed: Int) async throws {
        let folder = try emptyFolder()
        let session = try Session(storePath: folder.store("pieces.sqlite"), creates: true)
        defer { session.close() }
        let files = try FileManager.default.subpathsOfDirectory(atPath: IncrementTests.sample.path()).sorted().filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: IncrementTests.sample.appending(path: $0).path(), isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        let nights = 3
        for night in 0..<nights {
            for file in files where Int(SHA256.hexadecimal(of: "\(seed) \(file)", digits: 4), radix: 16)! % nights == night {
                let target = folder.export.appending(path: file)
                try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
                try FileManager.default.copyItem(at: IncrementTests.sample.appending(path: file), to: target)
            }
            _ = try await session.ingest([folder.export.path()])
            try await session.diagnoseIfStale()
            let fresh = try Session(storePath: folder.store("fresh\(night).sqlite"), creates: true)
            defer { fresh.close() }
            _ = try await fresh.ingest([folder.export.path()])
            try await fresh.diagnoseIfStale()
            let (ours, theirs) = (try kept(session), try kept(fresh))
            #expect(ours == theirs)
            #expect(ours.contains { $0.hasPrefix("finding ") })
        }
    }

    /// Regression: what is up to date was written again, behind whoever ingests.
    @Test("a store that is up to date is read while another process writes")
    func readsWhileOthersWrite() async throws {
        let folder = try emptyFolder()
        let session = try Session(storePath: folder.store(), creates: true)
        defer { session.close() }
        _ = try await session.ingest([IncrementTests.sample.path()])
        let runs = try await session.runList(RunListFilter())
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: folder.store(), configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let reader = try Session(storePath: folder.store(), creates: false, wait: 0.1)
        defer { reader.close() }
        #expect(try await reader.runList(RunListFilter()).json.text == runs.json.text)
        var filter = ReportFilter()
        filter.runIDs = [try #require(runs.worst)]
        #expect(try await !reader.report(filter).findings.isEmpty)
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try other.close()
    }

    private func emptyFolder() throws -> ExportFolder {
        let folder = try ExportFolder([:])
        try FileManager.default.createDirectory(at: folder.export, withIntermediateDirectories: true)
        return folder
    }

    @Test("a report of one run, and of what is new, says what the report of all says")
    func parts() async throws {
        let folder = try emptyFolder()
        let session = try Session(storePath: folder.store(), creates: true)
        defer { session.close() }
        _ = try await session.ingest([IncrementTests.sample.path()])
        let whole = try await session.report()
        let finding = try #require(whole.findings.first { $0.isRootCause })
        var filter = ReportFilter()
        filter.runIDs = [finding.runID]
        let part = try await session.report(filter)
        let ids = Set(part.runs.map(\.run.id))
        #expect(!part.findings.isEmpty)
        #expect(part.runs.map(\.summary) == whole.runs.filter { ids.contains($0.run.id) }.map(\.summary))
        let same = whole.findings.filter { ids.contains($0.runID) }
        #expect(part.findings.map { "\($0)" } == same.map { "\($0)" })

        var news = ReportFilter()
        news.onlyNew = true
        #expect(try await session.report(news).findings.map(\.id) == whole.findings.map(\.id))
    }
}
