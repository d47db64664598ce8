package import Evidence
import Store

/// Which runs `runs` lists.
package struct RunListFilter: Sendable {
    package var status: RunStatus?
    package var verdict: Verdict?
    package var since: Timestamp?
    package var until: Timestamp?
    package var experiment: String?

    package init() {}

    func shows(_ run: RunSummary, now: Timestamp?) -> Bool {
        if let status, run.status != status.rawValue { return false }
        if let verdict, run.verdict != verdict.rawValue { return false }
        if let experiment, run.experiment?.lowercased() != experiment.lowercased() { return false }
        let begin = run.created ?? run.started ?? run.ended
        guard let begin else { return since == nil && until == nil }
        if let since, (run.ended ?? now ?? begin) < since { return false }
        if let until, begin > until { return false }
        return true
    }
}

extension Session {
    /// The runs as a table: status, verdict, duration, and the root cause in one line.
    package func runList(_ filter: RunListFilter) async throws -> TextTable {
        try await diagnoseIfStale()
        return try CannotRun.translating {
            let now = try store.newestTime()
            var table = TextTable(columns: ["run", "name", "experiment", "status", "verdict", "created", "duration", "root cause"])
            for run in try store.runSummaries() where filter.shows(run, now: now) {
                let seconds = run.started.flatMap { start in run.ended.map { $0.seconds(since: start) } }
                var cause = run.rootCauseTitle
                if let title = cause, let root = run.rootCauseRunID, root != run.runID { cause = "in \(root): \(title)" }
                table.add([
                    run.runID, run.label == run.runID ? nil : run.label, run.experiment, run.status, run.verdict, run.created?.readable,
                    seconds.map(readableDuration), cause,
                ])
            }
            return table
        }
    }
}
