import Evidence

/// Judges each run of a family once its findings are ranked: verdict, one-sentence summary, witnesses, timeline, what is not known.
struct RunJudge: Sendable {
    /// Those sure enough to be judged by, in their order.
    private let findings: [String: [Finding]]

    init(findings: [Finding]) {
        self.findings = Dictionary(grouping: findings.lazy.filter { $0.confidence >= Ranking.threshold }, by: \.runID)
    }

    func report(_ file: CaseFile) -> RunReport {
        let own = findings[file.run.id] ?? []
        let root = own.first(where: \.isRootCause)
        let verdict = verdict(of: file, own)
        var report = RunReport(run: withStatus(file), verdict: verdict, summary: "")
        if let root {
            report.rootCauseFinding = root.id
            report.rootCauseRunID = file.run.id
        } else if let link = own.compactMap(\.causedBy).first {
            report.rootCauseFinding = link.finding
            report.rootCauseRunID = link.runID
        }
        let telling = own.filter { $0.category != .evidence && $0.severity > .info }
        report.summary = summary(
            file, verdict, root ?? own.first { $0.causedBy != nil } ?? telling.first ?? own.first { $0.category != .evidence })
        report.witnesses = Witnesses.of(file, verdict: verdict)
        report.timeline = Timeline.of(file, own)
        report.unknowns = unknowns(file, verdict, own)
        report.evidence = EvidenceInventory(file.dossier).items
        report.silences = RunMeasures.silences(of: file)
        report.series = RunMeasures.series(of: file, own)
        report.cost = CostMeasures.cost(of: file)
        return report
    }

    /// The run with the status that run history and events say together.
    private func withStatus(_ file: CaseFile) -> Run {
        var run = file.run
        run.merged.status = file.status
        return run
    }

    private func verdict(of file: CaseFile, _ own: [Finding]) -> Verdict {
        let causes = own.filter { $0.kind == .cause && $0.severity >= .warning }
        switch file.status {
        case .failed: return .failed
        case .canceled: return .canceled
        case .bypassed: return .notRun
        case .completed:
            let below = file.relatives.contains { $0.relation == .descendant && $0.status == .completed && $0.trouble != nil }
            return causes.isEmpty && !below && !own.contains { $0.severity >= .error } ? .succeeded : .suspicious
        case .notStarted, .starting, .provisioning, .preparing, .queued, .paused:
            if own.contains(where: { $0.causedBy != nil || $0.kind == .cause }) { return causes.isEmpty ? .notRun : .stuck }
            return .notRun
        case .running, .finalizing, .cancelRequested, .notResponding:
            return own.contains { $0.severity >= .warning } ? .stuck : .running
        case .unknown, nil:
            if !causes.isEmpty { return causes.contains { $0.severity >= .error } ? .failed : .suspicious }
            switch file.ending.state {
            case .failed, .killed: return .failed
            case .succeeded: return .succeeded
            case .unknown: return .unknown
            }
        }
    }

    private func summary(_ file: CaseFile, _ verdict: Verdict, _ finding: Finding?) -> String {
        if let finding { return finding.title + "." }
        switch verdict {
        case .failed: return UnexplainedFailure(file).summary
        case .succeeded: return "It succeeded, and nothing speaks against it."
        case .suspicious: return "It says that it succeeded, but a step below it lost something."
        case .stuck: return "It is not over, and something is wrong."
        case .canceled: return "It was canceled" + (file.run.cancelationReason.map { ": " + firstLine($0) + "." } ?? ".")
        case .running: return "It is still running."
        case .notRun: return "It never ran."
        case .unknown: return "How it ended is not known from what was given."
        }
    }

    private func firstLine(_ text: String) -> String {
        String((text.split(separator: "\n").first ?? "").prefix(200))
    }

    /// Records of the run that cannot both be true: two different ends. An earlier export that still says Running contradicts nothing.
    private func contradictions(in run: Run) -> [String] {
        let ends = run.statements.filter { $0.status?.isTerminal == true }
        guard let first = ends.first, let other = ends.first(where: { $0.status != first.status }) else { return [] }
        func said(_ statement: RunStatement) -> String {
            let place = (statement.citations[.status] ?? statement.citations[.record])?.location
            return (statement.status?.rawValue ?? "")
                + (place.map { " (`\($0.source)`" + ($0.line.map { ", line \($0)" } ?? "") + ")" } ?? "")
        }
        return ["Two records of it contradict each other: one says \(said(first)), another \(said(other)). The report follows the first."]
    }

    /// What would settle what is open.
    private func unknowns(_ file: CaseFile, _ verdict: Verdict, _ own: [Finding]) -> [String] {
        guard verdict != .succeeded, verdict != .running else { return [] }
        let coverage = file.dossier.coverage
        var result = contradictions(in: file.run)
        if verdict == .failed && !own.contains(where: { $0.category != .evidence && $0.kind != .outcome }) {
            result += UnexplainedFailure(file).statements
        }
        if !coverage.hasUserLog && verdict != .notRun && file.run.kind != .pipeline {
            result.append("Its own log (`std_log.txt` or `70_driver_log.txt`) was not given.")
        }
        if !coverage.hasRunHistory { result.append("No run-history record of it was given, so status and times come from elsewhere.") }
        if own.contains(where: { $0.rule == "sigkill-unattributed" || $0.rule == "sigterm-shutdown" }) {
            if coverage.activity == nil {
                result.append("No activity log was given: whether somebody deleted or stopped the compute cannot be told.")
            }
            if coverage.cluster == nil {
                result.append("No cluster events were given: whether the node was preempted or lost cannot be told.")
            }
        }
        if !coverage.hasOutputListing && !file.run.outputs.isEmpty && verdict != .notRun {
            result.append("No listing of its outputs was given: whether they are filled cannot be told.")
        }
        for source in coverage.damagedSources.prefix(5) {
            result.append("`\(source)` is damaged; what stood behind the damage is not known.")
        }
        return result
    }
}
