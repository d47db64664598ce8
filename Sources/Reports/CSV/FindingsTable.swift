import Evidence

/// The findings as a table with a fixed header; a run without findings has a row whose finding columns are empty.
struct FindingsTable {
    let report: Report

    /// Scripts read columns by these names; new ones come last.
    static let columns = [
        "run_id", "display_name", "experiment", "kind", "root_run_id", "status", "verdict", "created", "started", "ended",
        "duration_seconds", "compute", "finding_id", "rule", "category", "finding_kind", "severity", "confidence", "root_cause",
        "caused_by_run", "caused_by_finding", "title", "exception_type", "exception_message", "source", "line", "offset",
        "evidence_time", "evidence_text", "remedy", "first_seen", "last_seen", "occurrences", "new", "fingerprint",
    ]

    var text: String {
        let byRun = Dictionary(grouping: report.findings, by: \.runID)
        var output = FindingsTable.line(FindingsTable.columns)
        for entry in report.runs {
            let findings = byRun[entry.run.id] ?? []
            for finding in findings { output += FindingsTable.line(run(entry) + cells(finding)) }
            if findings.isEmpty {
                output += FindingsTable.line(run(entry) + Array(repeating: "", count: FindingsTable.columns.count - run(entry).count))
            }
        }
        return output
    }

    /// RFC 4180 ends lines with both characters.
    private static func line(_ fields: [String]) -> String {
        fields.map(CSVField.escaped).joined(separator: ",") + "\r\n"
    }

    private func run(_ entry: RunReport) -> [String] {
        let run = entry.run
        let kind: String? = run.kind?.rawValue
        let status: String? = run.status?.rawValue
        return [
            run.id, run.displayName ?? "", run.experiment ?? "", kind ?? "", run.rootRunID ?? run.id, status ?? "",
            entry.verdict.rawValue, time(run.created), time(run.started), time(run.ended),
            run.seconds.map { String(Int(max(0, $0).rounded())) } ?? "", run.compute ?? "",
        ]
    }

    private func cells(_ finding: Finding) -> [String] {
        let quote = finding.evidence.first
        return [
            finding.id, finding.rule, finding.category.rawValue, finding.kind.rawValue, finding.severity.rawValue,
            ConfidenceBand.number(finding.confidence), String(finding.isRootCause), finding.causedBy?.runID ?? "",
            finding.causedBy?.finding ?? "", finding.title, finding.exception?.type ?? "", finding.exception?.message ?? "",
            quote?.location.source ?? "", number(quote?.location.line), number(quote?.location.offset), time(quote?.time),
            quote?.text ?? "", finding.remedy.first ?? "", time(finding.firstSeen), time(finding.lastSeen), String(finding.occurrences),
            String(finding.isNew), finding.fingerprint,
        ]
    }

    private func number(_ value: Int?) -> String { value.map { String($0) } ?? "" }
    private func time(_ time: Timestamp?) -> String { time?.rfc3339 ?? "" }
}
