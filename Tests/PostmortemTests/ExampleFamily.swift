import Evidence
import Foundation
import Intake
import Rules
import Store
import Testing

@testable import Postmortem

/// A rule's example after the real intake: what the rules are given, to be diagnosed as often as a test likes.
struct ExampleFamily: Sendable {
    let rule: Rule
    let example: RuleExample
    let families: [RunFamily]

    /// The examples of all rules, each read into a store of its own with one compiled set of patterns.
    static func all() async throws -> [ExampleFamily] {
        let patterns = try PatternSet(RuleCatalogue.patterns)
        let cases = RuleCatalogue.all.flatMap { rule in rule.examples.map { (rule, $0) } }
        return try await withThrowingTaskGroup(of: (Int, ExampleFamily).self) { group in
            for (index, item) in cases.enumerated() {
                group.addTask {
                    let families = try await ExampleFamily.families(of: item.1, patterns: patterns)
                    return (index, ExampleFamily(rule: item.0, example: item.1, families: families))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static func families(of example: RuleExample, patterns: PatternSet) async throws -> [RunFamily] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "family-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, text) in example.files {
            let file = folder.appending(path: "export").appending(path: path)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let store = try Store(path: folder.appending(path: "s.sqlite").path)
        defer { store.close() }
        let files = try SourceWalk.files(at: [folder.appending(path: "export").path])
        _ = try await Ingest(store: store, patterns: patterns, options: IngestOptions(), jobs: 1, progress: { _ in }).run(files)
        var families: [RunFamily] = []
        try store.families(rootRunIDs: try store.rootRunIDs(), in: try store.familyContext()) { families.append($0.family) }
        return families
    }

    /// What the rule says of run `r1` if the scanner does not know `pattern`; of all that the scanner saw if nil.
    func findings(without pattern: String?) -> [Finding] {
        families.map { pattern.map($0.without) ?? $0 }.flatMap { Diagnosis.diagnose($0).findings }
            .filter { $0.rule == rule.id && $0.runID == "r1" && $0.confidence >= ReportFilter.leastConfidence }
    }

    /// Whether those findings are what the example says.
    func isAsExpected(_ findings: [Finding]) -> Bool {
        switch example.expectation {
        case .staysSilent: return findings.isEmpty
        case .finds(let title, let source, let line, let also):
            let cited = (findings.first?.evidence ?? []).map { "\($0.location.source):\($0.location.line ?? 0)" }
            return findings.map(\.title) == [title] && cited.first == "\(source):\(line)" && Set(also).isSubset(of: cited)
        }
    }

    /// Whether the pattern hit anything in it.
    func isHit(by pattern: String) -> Bool {
        families.contains { family in family.members.contains { member in member.logs.contains { !$0.hits(of: pattern).isEmpty } } }
    }
}

extension RunFamily {
    /// The family as the scanner would have left it without the pattern: its hits are all that a pattern adds to a log.
    fileprivate func without(_ pattern: String) -> RunFamily {
        var family = self
        for member in family.members.indices {
            for log in family.members[member].logs.indices {
                family.members[member].logs[log].hits.removeAll { $0.pattern == pattern }
            }
        }
        return family
    }
}
