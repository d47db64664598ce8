import Evidence
import Foundation
import Postmortem
import Rules
import Testing

/// The examples of every rule, read by the real intake and judged by all rules together.
@Suite("Rule examples")
struct RuleExampleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let rule: Rule
        let example: RuleExample
        var testDescription: String { "\(rule.id): \(example.name)" }
    }

    static let cases = RuleCatalogue.all.flatMap { rule in rule.examples.map { Case(rule: rule, example: $0) } }

    @Test("an example says what it says", arguments: cases)
    func example(_ item: Case) async throws {
        let findings = try await RuleExampleTests.findings(of: item.example).filter { $0.rule == item.rule.id && $0.runID == "r1" }
        switch item.example.expectation {
        case .staysSilent:
            #expect(findings.map(\.title) == [])
        case .finds(let title, let source, let line, let also):
            #expect(findings.map(\.title) == [title])
            let cited = (findings.first?.evidence ?? []).map { "\($0.location.source):\($0.location.line ?? 0)" }
            #expect(cited.first == "\(source):\(line)")
            #expect(Set(also).subtracting(cited) == [], "cites \(cited.joined(separator: ", "))")
        }
    }

    /// Writes the files into a folder of their own, ingests it into a store of its own, and reports.
    static func findings(of example: RuleExample) async throws -> [Finding] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "example-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, text) in example.files {
            let file = folder.appending(path: "export").appending(path: path)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let session = try Session(storePath: folder.appending(path: "s.sqlite").path, creates: true, jobs: 1)
        defer { session.close() }
        _ = try await session.ingest([folder.appending(path: "export").path])
        return try await session.report().findings
    }
}
