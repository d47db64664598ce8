import Evidence
import Foundation
import Postmortem
import Testing

@Suite("The sample workspace")
struct SampleTests {
    private static let sample = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "SampleLogs")

    @Test("is reported as its README says: every planted failure with file and line, no healthy run accused")
    func isReportedAsExpected() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sample-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let session = try Session(storePath: folder.appending(path: "store.sqlite").path(), creates: true)
        defer { session.close() }

        let summary = try await session.ingest([Self.sample.appending(path: "workspace").path()])
        #expect(summary.damaged == 1)
        let report = try await session.report()

        let document = try #require(Forms.render(report, as: "json"))
        let expectation = try SampleExpectation.decode(
            SampleExpectation.self, from: try Data(contentsOf: Self.sample.appending(path: "expected.json")))
        let complaints = expectation.complaints(about: try SampleExpectation.decode(FindingsDocumentText.self, from: Data(document.utf8)))
        #expect(complaints == [], "\(complaints.joined(separator: "\n"))")

        let page = try #require(Forms.render(report, as: "markdown"))
        let unnamed = expectation.findings.filter { !page.contains($0.runID) }
        #expect(unnamed.map(\.run) == [], "The page does not name these runs.")
    }
}
