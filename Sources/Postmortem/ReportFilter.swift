package import Evidence

/// Which part of the store a report is to show.
package struct ReportFilter: Sendable {
    /// Runs, each with its whole pipeline.
    package var runIDs: [String] = []
    /// A pipeline with everything below it.
    package var pipelineID: String?
    package var since: Timestamp?
    package var until: Timestamp?
    package var status: RunStatus?
    package var minimumSeverity: Severity?
    /// Findings that the rules themselves hold for doubtful are shown too.
    package var isVerbose = false
    /// Only what no scan has reported before.
    package var onlyNew = false

    package init() {}

    /// Below it a finding is a guess that would cost more attention than it is worth.
    package static let leastConfidence = 0.45

    /// The run was under way at some time between `since` and `until`.
    func covers(_ run: Run, now: Timestamp?) -> Bool {
        let begin = run.created ?? run.started ?? run.ended
        let end = run.ended ?? now ?? begin
        guard let begin, let end else { return since == nil && until == nil }
        if let since, end < since { return false }
        if let until, begin > until { return false }
        return true
    }

    func shows(_ finding: Finding) -> Bool {
        if !isVerbose, finding.confidence < ReportFilter.leastConfidence { return false }
        if let minimumSeverity, finding.severity < minimumSeverity { return false }
        return !onlyNew || finding.isNew
    }

    var namesRuns: Bool { !runIDs.isEmpty || pipelineID != nil }
}
