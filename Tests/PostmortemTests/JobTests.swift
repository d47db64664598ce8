import Evidence
import Foundation
import Postmortem
import Testing

/// `Tests/Jobs`: small jobs that were really run, and what must be said of each.
@Suite("Jobs of our own")
struct JobTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Jobs")

    static let jobs: [JobExpectation] = (try? JobExpectation.all(in: folder)) ?? []

    @Test("an expectation stands for every job, and quotes its log as it is")
    func expectationsFit() throws {
        let folders = try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: [.isDirectoryKey])
            .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true && $0.lastPathComponent != "make" }
        #expect(Set(folders.map(\.lastPathComponent)) == Set(Self.jobs.map(\.job)))
        #expect(Self.jobs.filter { !$0.healthy }.count >= 40 && Self.jobs.filter(\.healthy).count >= 12)
        for job in Self.jobs where !job.healthy {
            #expect(!job.root.isEmpty && !job.acceptRules.isEmpty && !job.acceptCategories.isEmpty, "\(job.job) expects nothing")
        }
        for job in Self.jobs {
            for line in job.root {
                let file = Self.folder.appending(path: job.job).appending(path: line.source)
                // A packed log is compared through what the report cites.
                guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
                let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
                let own = line.line <= lines.count ? String(lines[line.line - 1]).trimmingCharacters(in: .whitespacesAndNewlines) : ""
                #expect(own.hasPrefix(line.text), "\(job.job): \(line.source):\(line.line)")
            }
        }
    }

    @Test("what is said is what was expected, but for the jobs in misses.json (scripts/accuracy lists them)", arguments: jobs)
    func job(_ job: JobExpectation) async throws {
        let store = FileManager.default.temporaryDirectory.appending(path: "job-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: store, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: store) }
        let session = try Session(storePath: store.appending(path: "s.sqlite").path, creates: true, jobs: 1)
        defer { session.close() }
        _ = try await session.ingest([Self.folder.appending(path: job.job).path])
        let wrongs = job.wrongs(in: try await session.report())
        let misses = try JSONDecoder().decode(
            [String: [String]].self, from: Data(contentsOf: Self.folder.appending(path: "misses.json")))
        // Which of the known misses are still wrong, and how, is for docs/accuracy.md to say.
        if misses[job.job] == nil { #expect(wrongs == [], "\(job.what)") }
    }
}
