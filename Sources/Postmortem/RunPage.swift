package import Evidence
import Rules
import Store

/// One run in plain text: what `show` prints.
struct RunPage {
    let dossier: Dossier
    let report: RunReport
    let findings: [Finding]
    /// Titles of findings of the whole family, for links.
    let titles: [String: String]

    var text: String {
        let sections = [head, witnesses, findingLines, timeline, logs, metrics, outputs, code, evidence, unknowns].filter { !$0.isEmpty }
        return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var run: Run { dossier.run }

    private var head: [String] {
        var lines = ["\(shown(run.label))  (\(shown(run.id)))", shown(report.summary)]
        let facts: [(String, String?)] = [
            ("verdict", report.verdict.rawValue), ("status", run.status?.rawValue), ("kind", run.kind?.rawValue),
            ("experiment", run.experiment),
            ("pipeline", run.rootRunID == run.id ? nil : run.rootRunID), ("parent", run.parentRunID), ("compute", run.compute),
            ("created", run.created?.readable), ("started", run.started?.readable), ("ended", run.ended?.readable),
            ("duration", run.seconds.map(readableDuration)), ("command", run.command ?? run.script), ("submitted by", run.submittedBy),
            ("snapshot", run.snapshotID),
        ]
        for (name, value) in facts {
            if let value { lines.append("  \(name): \(ShownText.line(value, limit: 300))") }
        }
        if let error = run.error {
            let codes = [error.code].compactMap { $0 } + error.innerCodes
            lines.append("  error: \(ShownText.line((codes.joined(separator: "/") + ": " + error.message), limit: 600))")
        }
        return lines
    }

    private var witnesses: [String] {
        guard !report.witnesses.isEmpty else { return [] }
        return ["Witnesses"]
            + report.witnesses.map { witness in
                "  \(witness.name): \(shown(witness.statement))" + (witness.contradicts ? " (speaks against the verdict)" : "")
                    + (witness.quote.map { "  [\(place($0.location))]" } ?? "")
            }
    }

    private var findingLines: [String] {
        guard !findings.isEmpty else { return ["Findings", "  none"] }
        var lines = ["Findings"]
        for finding in findings {
            let mark = finding.isRootCause ? ", root cause" : ""
            lines.append(
                "  \(finding.severity.rawValue) \(finding.rule) (\(finding.kind.rawValue)\(mark), confidence \(confidence(finding.confidence)))"
            )
            lines.append("    \(shown(finding.title))")
            lines.append("    \(shown(finding.explanation))")
            if let terms = finding.ranking { lines.append("    ranking: \(ranking(terms))") }
            for quote in finding.evidence { lines.append("    > \(place(quote.location)): \(ShownText.line(quote.text, limit: 200))") }
            if let cause = finding.causedBy {
                lines.append("    caused by \(shown(cause.runID)): \(shown(titles[cause.finding] ?? cause.finding))")
            }
            for (number, step) in finding.remedy.enumerated() { lines.append("    \(number + 1). \(shown(step))") }
        }
        return lines
    }

    private var timeline: [String] {
        guard !report.timeline.isEmpty else { return [] }
        return ["Timeline (UTC)"]
            + report.timeline.map { entry in
                "  \(entry.time.readable)  \(shown(entry.text))" + (entry.location.map { "  [\(place($0))]" } ?? "")
            }
    }

    private var logs: [String] {
        guard !dossier.logs.isEmpty else { return [] }
        var lines = ["Logs"]
        for log in dossier.logs {
            lines.append("  \(shown(log.source)): \(log.role.rawValue), \(log.lineCount) lines, \(log.byteCount) bytes")
            if log.role.isUserOutput, let last = log.lastUserLine {
                lines.append("    last line of the user's code (\(last.number)): \(ShownText.line(last.text, limit: 200))")
            }
        }
        return lines
    }

    private var metrics: [String] {
        guard !dossier.metrics.isEmpty else { return [] }
        let lines = MetricSummary.all(of: dossier.metrics).map { "  " + shown($0.text) }
        return ["Metrics"] + lines
    }

    private var outputs: [String] {
        guard !dossier.outputs.isEmpty else { return [] }
        return ["Outputs"]
            + dossier.outputs.map { output in
                "  \(shown(output.port.name)): \(output.content.rawValue), \(output.objects.count) objects, \(output.bytes) bytes"
                    + (output.port.uri.map { "  (\(ShownText.line($0, limit: 200)))" } ?? "")
            }
    }

    private var code: [String] {
        guard !dossier.code.isEmpty else { return [] }
        return ["Code"] + dossier.code.map { "  \(shown($0.source)): \($0.lineCount) lines" }
    }

    private var evidence: [String] {
        guard !report.evidence.isEmpty else { return [] }
        return ["Evidence"] + report.evidence.map { "  " + EvidenceLine.text($0) }
    }

    private var unknowns: [String] {
        guard !report.unknowns.isEmpty else { return [] }
        return ["Not decided"] + report.unknowns.map { "  \(shown($0))" }
    }

    private func shown(_ text: String) -> String { ShownText.line(text) }

    private func place(_ location: Location) -> String {
        shown(location.source) + (location.line.map { ":\($0)" } ?? "")
    }

    /// The factors of the score, so that a reader can follow why this finding ranks before or behind another one.
    private func ranking(_ terms: RankingTerms) -> String {
        let factors = [
            "confidence \(confidence(terms.confidence))", "unexplained \(confidence(terms.unexplained))", "prior \(terms.prior)",
            "reach \(confidence(terms.reach))", "early \(confidence(terms.early))",
        ]
        return "score \(confidence(terms.score)) from \(factors.joined(separator: ", "))"
    }

    private func confidence(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return rest == 0 ? String(hundredths / 100) : "\(hundredths / 100)." + (rest < 10 ? "0" : "") + String(rest)
    }
}

extension Session {
    /// One run's dossier: as text for people, and as JSON.
    package func show(
        runID: String, asOf: Timestamp? = nil, isVerbose: Bool = false, layout: Layout = .plain
    ) throws -> (text: String, json: JSONTree) {
        try CannotRun.translating {
            try store.refresh()
            let family = try store.family(rootRunID: knownRoot(of: runID), now: asOf)
            let diagnosis = Diagnosis.diagnose(family, thresholds: thresholds)
            guard let dossier = family.members.first(where: { $0.run.id.lowercased() == runID.lowercased() }),
                let report = diagnosis.runs.first(where: { $0.run.id == dossier.run.id })
            else { throw CannotRun("The store holds no run '\(runID)'. `mlpostmortem runs` lists all.") }
            let least = isVerbose ? 0 : ReportFilter.leastConfidence
            let findings = diagnosis.findings.filter { $0.runID == dossier.run.id && $0.confidence >= least }
                .sorted { BuildReport.precedes($0, $1, [:]) }
            let titles = Dictionary(diagnosis.findings.map { ($0.id, $0.title) }) { first, _ in first }
            let page = RunPage(dossier: dossier, report: report, findings: findings, titles: titles).text
            return (PagePainter(layout: layout).text(page), RunJSON(dossier: dossier, report: report, findings: findings).tree)
        }
    }
}
