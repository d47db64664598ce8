import Foundation

/// `SampleLogs/expected.json`: what the report about the sample workspace must say.
struct SampleExpectation: Decodable {
    struct Finding: Decodable {
        let run: String
        let runID: String
        let acceptCategories: [String]
        let acceptRules: [String]
        let rootCause: Bool
        let causedBy: String?
        /// One of these lines must be cited; empty where any will do.
        let evidence: [Line]
    }

    struct Line: Decodable {
        let source: String
        let line: Int
        let text: String
    }

    struct Run: Decodable {
        let run: String
        let runID: String
    }

    let damagedSources: [String]
    let findings: [Finding]
    let healthy: [Run]
}

/// What of the findings document is compared.
struct FindingsDocumentText: Decodable {
    struct Coverage: Decodable {
        struct Problem: Decodable {
            let source: String
        }
        let problems: [Problem]
    }

    struct Finding: Decodable {
        struct Cause: Decodable {
            let runID: String
        }
        struct Quote: Decodable {
            let source: String
            let line: Int?
        }
        let rule: String
        let category: String
        let severity: String
        let runID: String
        let title: String
        let rootCause: Bool
        let causedBy: Cause?
        let evidence: [Quote]
    }

    let coverage: Coverage
    let findings: [Finding]
}

extension SampleExpectation {
    /// Decodes the snake_case documents of the sample and the report.
    static func decode<Document: Decodable>(_ type: Document.Type, from data: Data) throws -> Document {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .custom { path in
            let words = path[path.count - 1].stringValue.split(separator: "_")
            let rest = words.dropFirst().map { $0 == "id" ? "ID" : $0.prefix(1).uppercased() + $0.dropFirst() }
            return CamelKey(stringValue: (words.first.map(String.init) ?? "") + rest.joined())
        }
        return try decoder.decode(type, from: data)
    }

    /// What the document fails to say, or says too much, as sentences; empty if it is right.
    func complaints(about document: FindingsDocumentText) -> [String] {
        var found: [String] = []
        for expected in findings {
            if let complaint = complaint(about: expected, in: document.findings.filter { $0.runID == expected.runID }) {
                found.append("\(expected.run) (\(expected.runID)): \(complaint)")
            }
        }
        for run in healthy {
            for finding in document.findings
            where finding.runID == run.runID && (finding.severity == "error" || finding.severity == "critical") {
                found.append("\(run.run) (\(run.runID)) is healthy, but \(finding.rule) says: \(finding.title)")
            }
        }
        for source in damagedSources where !document.coverage.problems.contains(where: { Self.key($0.source) == Self.key(source) }) {
            found.append("The coverage does not name the damaged file \(source).")
        }
        return found
    }

    private func complaint(about expected: Finding, in all: [FindingsDocumentText.Finding]) -> String? {
        let said = all.map { "\($0.rule) (\($0.category)\($0.rootCause ? ", root cause" : "")): \($0.title)" }.joined(separator: "; ")
        let fitting = all.filter { expected.acceptRules.contains($0.rule) && expected.acceptCategories.contains($0.category) }
        if fitting.isEmpty { return "no finding by \(expected.acceptRules.joined(separator: " or ")). Said: \(said)" }
        if expected.rootCause && !fitting.contains(where: \.rootCause) { return "it is not called the root cause. Said: \(said)" }
        if let cause = expected.causedBy {
            if all.contains(where: \.rootCause) { return "it is a victim, but called a root cause. Said: \(said)" }
            if !all.contains(where: { $0.causedBy?.runID == cause }) { return "it is not said to be caused by \(cause). Said: \(said)" }
        }
        let cited = fitting.flatMap(\.evidence)
        let matches = expected.evidence.contains { line in
            cited.contains { quote in
                guard Self.key(quote.source) == Self.key(line.source) else { return false }
                // Of a record over several lines any may be cited; in logs and code the line is exact.
                return line.source.hasSuffix(".json") || quote.line == line.line
            }
        }
        if !expected.evidence.isEmpty && !matches {
            let places = cited.map { "\($0.source):\($0.line ?? 0)" }.joined(separator: ", ")
            return "it cites \(places), not \(expected.evidence.map { "\($0.source):\($0.line)" }.joined(separator: " or "))"
        }
        return nil
    }

    private static func key(_ source: String) -> String {
        source.hasSuffix(".gz") ? String(source.dropLast(3)) : source
    }
}

private struct CamelKey: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) {
        return nil
    }
}
