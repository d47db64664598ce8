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
    /// Findings below it are left out.
    package var minimumConfidence = ReportFilter.leastConfidence
    /// Experiments whose runs are left out; `*` stands for any letters.
    package var ignoredExperiments: [String] = []
    /// What compute costs; nil where nobody said.
    package var prices: PriceTable?

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
        if isDoubtful(finding) { return false }
        if let minimumSeverity, finding.severity < minimumSeverity { return false }
        return !onlyNew || finding.isNew
    }

    /// A guess that is shown only to those who ask for all.
    func isDoubtful(_ finding: Finding) -> Bool { !isVerbose && finding.confidence < minimumConfidence }

    /// The configuration says that nobody cares for this run.
    func ignores(_ run: Run) -> Bool {
        guard !ignoredExperiments.isEmpty, let experiment = run.experiment?.lowercased() else { return false }
        return ignoredExperiments.contains { ReportFilter.matches(Array(experiment.unicodeScalars), Array($0.lowercased().unicodeScalars)) }
    }

    /// The name is what the pattern says, where `*` stands for any letters.
    private static func matches(_ name: [Unicode.Scalar], _ pattern: [Unicode.Scalar]) -> Bool {
        var (n, p) = (0, 0)
        var star: (name: Int, pattern: Int)?
        while n < name.count {
            if p < pattern.count, pattern[p] == "*" {
                star = (n, p)
                p += 1
            } else if p < pattern.count, pattern[p] == name[n] {
                n += 1
                p += 1
            } else if let last = star {
                // The last star takes one letter more.
                star = (last.name + 1, last.pattern)
                (n, p) = (last.name + 1, last.pattern + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }

    var namesRuns: Bool { !runIDs.isEmpty || pipelineID != nil }
}
