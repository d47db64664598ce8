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

/// What `runs` prints: one line a run.
package struct RunList: Sendable {
    let runs: [RunSummary]

    package var isEmpty: Bool { runs.isEmpty }
    /// The newest run that went wrong, to show how to ask for more.
    package var worst: String? { runs.last { ["failed", "suspicious", "stuck"].contains($0.verdict ?? "") }?.runID }

    package var table: TextTable {
        var table = TextTable(
            columns: ["run", "name", "experiment", "status", "verdict", "created", "duration", "root cause"], kept: [0, 3, 4, 5],
            optional: [2, 5, 6, 1, 3])
        for run in runs {
            var cause = run.rootCauseTitle
            if let title = cause, let root = run.rootCauseRunID, root != run.runID { cause = "in \(root): \(title)" }
            table.add(
                [
                    run.runID, run.label == run.runID ? nil : run.label, run.experiment, run.status, run.verdict, run.created?.readable,
                    run.seconds.map(readableDuration), cause,
                ], tinted: [3, 4])
        }
        return table
    }

    package var json: JSONTree {
        .list(
            runs.map { run in
                .object([
                    ("run_id", .string(run.runID)), ("name", .text(run.label == run.runID ? nil : run.label)),
                    ("experiment", .text(run.experiment)), ("kind", .text(run.kind)), ("parent_run_id", .text(run.parentRunID)),
                    ("status", .text(run.status)), ("verdict", .text(run.verdict)), ("created", .time(run.created)),
                    ("started", .time(run.started)), ("ended", .time(run.ended)), ("seconds", .real(run.seconds)),
                    ("root_cause_run_id", .text(run.rootCauseRunID)), ("root_cause", .text(run.rootCauseTitle)),
                ])
            })
    }
}

extension RunSummary {
    var seconds: Double? { started.flatMap { start in ended.map { $0.seconds(since: start) } } }
}

extension Session {
    /// The runs: status, verdict, duration, and the root cause in one line.
    package func runList(_ filter: RunListFilter) async throws -> RunList {
        try await diagnoseIfStale()
        return try CannotRun.translating {
            let now = try store.newestTime()
            return RunList(runs: try store.runSummaries().filter { filter.shows($0, now: now) })
        }
    }
}
