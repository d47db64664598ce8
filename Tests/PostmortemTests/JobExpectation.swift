import Evidence
import Foundation
import Testing

/// What must be said of one job of `Tests/Jobs`, and how a report is held to it; `scripts/accuracy` counts in the same way.
struct JobExpectation: Decodable, Sendable, CustomTestStringConvertible {
    struct Line: Decodable, Sendable {
        let source: String
        let line: Int
        let text: String
    }

    let job: String
    let what: String
    let runID: String
    let healthy: Bool
    let verdicts: [String]
    let acceptCategories: [String]
    let acceptRules: [String]
    /// One of these must be cited.
    let root: [Line]
    /// One of these must be named; empty where the log names none.
    let exceptions: [String]

    var testDescription: String { job }

    private enum CodingKeys: String, CodingKey {
        case job, what, healthy, verdicts, root, exceptions
        case runID = "run_id"
        case acceptCategories = "accept_categories"
        case acceptRules = "accept_rules"
    }

    static func all(in folder: URL) throws -> [JobExpectation] {
        try JSONDecoder().decode([JobExpectation].self, from: Data(contentsOf: folder.appending(path: "expected.json")))
    }

    /// What of the report is wrong, as sentences in the words of `scripts/accuracy`.
    func wrongs(in report: Report) -> [String] {
        let verdict = report.runs.first { $0.run.id == runID }?.verdict.rawValue ?? "none"
        let findings = report.findings.filter { $0.runID == runID }
        let isVerdictRight = verdicts.contains(verdict)
        let verdictComplaint = "verdict \(verdict), not \(verdicts.joined(separator: " or "))"
        if healthy {
            let alarms = Set(findings.filter { $0.severity >= .error }.map(\.rule)).sorted()
            return (alarms.isEmpty ? [] : ["false alarm: \(alarms.joined(separator: ", "))"]) + (isVerdictRight ? [] : [verdictComplaint])
        }
        let best = findings.min { Self.order($0) < Self.order($1) }
        guard let best, best.severity >= .warning else {
            return [
                "nothing was said; \(acceptCategories.joined(separator: " or ")) by \(acceptRules.joined(separator: " or ")) expected"
            ]
        }
        var wrongs: [String] = []
        if !acceptCategories.contains(best.category.rawValue) {
            wrongs.append("\(best.category.rawValue) by `\(best.rule)`, not \(acceptCategories.joined(separator: " or "))")
        } else if !acceptRules.contains(best.rule) {
            wrongs.append("by `\(best.rule)`, not \(acceptRules.map { "`\($0)`" }.joined(separator: " or "))")
        }
        let cited = Set(best.evidence.map { "\(Self.unpacked($0.location.source)):\($0.location.line ?? 0)" })
        if !root.isEmpty && !root.contains(where: { cited.contains("\($0.source):\($0.line)") }) {
            wrongs.append("the root line is not cited")
        }
        let named = best.exception?.type
        if !exceptions.isEmpty && !exceptions.map(Self.short).contains(Self.short(named ?? "")) {
            wrongs.append("exception \(named ?? "not named"), not \(exceptions.joined(separator: " or "))")
        }
        return wrongs + (isVerdictRight ? [] : [verdictComplaint])
    }

    /// The finding that counts: the root cause, else a cause, the gravest, the surest.
    private static func order(_ finding: Finding) -> (Int, Int, Int, Double, String) {
        let severity = [Severity.critical, .error, .warning, .info].firstIndex(of: finding.severity) ?? 4
        return (finding.isRootCause ? 0 : 1, finding.kind == .cause ? 0 : 1, severity, -finding.confidence, finding.id)
    }

    private static func unpacked(_ source: String) -> String {
        source.hasSuffix(".gz") ? String(source.dropLast(3)) : source
    }

    private static func short(_ type: String) -> String {
        type.split { ".:$".contains($0) }.last.map(String.init) ?? ""
    }
}
