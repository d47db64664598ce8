package import Evidence
import Rules
import Store

/// Lays the diagnosis of a store out as one report.
struct BuildReport {
    let filter: ReportFilter
    let coverage: Coverage
    let now: Timestamp?
    /// Whether a scan reported the finding before.
    let isReported: (Finding) -> Bool

    /// The report over the families given, in their order.
    func report(_ families: [FamilyDiagnosis]) -> Report {
        var runs: [RunReport] = []
        var findings: [Finding] = []
        var skipped: [SkippedRule] = []
        var ignoredRuns = 0
        for family in families {
            guard family.runs.contains(where: { filter.covers($0.run, now: now) }) else { continue }
            let ignored = family.runs.count { filter.ignores($0.run) }
            ignoredRuns += ignored
            if ignored == family.runs.count { continue }
            let part = shown(family)
            runs += part.runs
            findings += part.findings
            let ids = Set(part.runs.map(\.run.id))
            skipped += family.skipped.filter { ids.contains($0.runID) }.sorted { ($0.runID, $0.rule) < ($1.runID, $1.rule) }
        }
        var coverage = coverage
        coverage.rulesSkipped = skipped
        if ignoredRuns > 0 {
            let text = ignoredRuns == 1 ? "1 run is" : "\(ignoredRuns) runs are"
            let reason = text + " left out: the configuration ignores the experiments \(filter.ignoredExperiments.joined(separator: ", "))."
            coverage.problems.append(Problem(source: Settings.usualFile, reason: reason, recoveredBytes: 0, isDamage: false))
        }
        return Report(
            toolVersion: Session.toolVersion, rulesVersion: RuleCatalogue.version, now: now, coverage: coverage, runs: runs,
            findings: findings)
    }

    /// The part of a family that the filter lets through, without links to what it holds back.
    private func shown(_ family: FamilyDiagnosis) -> (runs: [RunReport], findings: [Finding]) {
        var findings = family.findings
        for i in findings.indices {
            findings[i].isNew = !isReported(findings[i])
        }
        let byID = Dictionary(findings.map { ($0.id, $0) }) { first, _ in first }
        let shownRuns = family.runs.filter { !filter.ignores($0.run) }
        let visible = Set(shownRuns.map(\.run.id))
        var wantedRuns = Set(shownRuns.filter { filter.status == nil || $0.run.status == filter.status }.map(\.run.id))
        var kept = Set(findings.filter { filter.shows($0) && wantedRuns.contains($0.runID) }.map(\.id))
        // What explains a finding that is shown is shown too, however mild: a chain with a hole explains nothing.
        var open = Array(kept)
        while let id = open.popLast() {
            guard let cause = byID[id]?.causedBy?.finding, let explanation = byID[cause],
                !filter.isDoubtful(explanation), visible.contains(explanation.runID), kept.insert(cause).inserted
            else { continue }
            open.append(cause)
        }
        if filter.onlyNew {
            wantedRuns = Set(kept.compactMap { byID[$0]?.runID })
        } else {
            wantedRuns.formUnion(kept.compactMap { byID[$0]?.runID })
        }
        let runs = family.runs.filter { wantedRuns.contains($0.run.id) }.map { report in
            var report = report
            if let root = report.rootCauseFinding, !kept.contains(root) {
                report.rootCauseFinding = nil
                report.rootCauseRunID = nil
            }
            return report
        }
        let order = Dictionary(runs.enumerated().map { ($1.run.id, $0) }) { first, _ in first }
        let shown = findings.filter { kept.contains($0.id) }.map { finding in
            var finding = finding
            finding.alternatives = finding.alternatives.filter(kept.contains)
            if let cause = finding.causedBy, !kept.contains(cause.finding) { finding.causedBy = nil }
            return finding
        }
        return (runs, shown.sorted { BuildReport.precedes($0, $1, order) })
    }

    /// By run, then the root cause, the more severe, the surer, and the id.
    static func precedes(_ a: Finding, _ b: Finding, _ order: [String: Int]) -> Bool {
        let (left, right) = (order[a.runID] ?? Int.max, order[b.runID] ?? Int.max)
        if left != right { return left < right }
        if a.isRootCause != b.isRootCause { return a.isRootCause }
        if a.severity != b.severity { return a.severity > b.severity }
        if a.confidence != b.confidence { return a.confidence > b.confidence }
        return a.id < b.id
    }
}

extension Session {
    /// Diagnoses what is in the store and reports the part that the filter asks for.
    package func report(_ filter: ReportFilter = ReportFilter(), asOf: Timestamp? = nil) async throws -> Report {
        let diagnosis = try await diagnose(choice(filter), asOf: asOf)
        return try CannotRun.translating { try report(diagnosis, filter) }
    }

    /// The families that the report will look at.
    func choice(_ filter: ReportFilter) throws -> FamilyChoice {
        guard filter.namesRuns else { return filter.onlyNew ? .unreported : .all }
        return try CannotRun.translating {
            try store.refresh()
            return .roots(Set(try (filter.runIDs + [filter.pipelineID].compactMap { $0 }).map { try knownRoot(of: $0).lowercased() }))
        }
    }

    func report(_ diagnosis: StoreDiagnosis, _ filter: ReportFilter) throws -> Report {
        let reported = try store.reportedMarks()
        let build = BuildReport(
            filter: filter, coverage: try store.coverage(), now: diagnosis.now, isReported: { reported.contains(store.mark(of: $0)) })
        var report = build.report(diagnosis.families)
        report.rules = RuleCatalogue.all.map(\.summary)
        report.prices = filter.prices
        report.sourceHashes = try store.contentHashes(of: Set(report.findings.flatMap { $0.evidence.map(\.location.source) }))
        return report
    }

    /// The root of a run; an unknown id is an error that names what comes close.
    func knownRoot(of runID: String) throws -> String {
        if let root = try store.rootRunID(of: runID) { return root }
        let like = try store.runIDs(like: runID)
        let near = like.isEmpty ? Nearness.suggestions(for: runID, among: try store.runSummaries().map(\.runID)) : like
        let hint =
            near.isEmpty
            ? "`mlpostmortem runs` lists all." : "Did you mean \(near.map { ShownText.line($0) }.joined(separator: ", "))?"
        throw CannotRun("The store holds no run '\(ShownText.line(runID))'. \(hint)")
    }
}
