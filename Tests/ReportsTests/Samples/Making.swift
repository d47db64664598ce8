import Evidence

/// `moment(1, 2, 3)`: 1 November 2026, 01:02:03.
func moment(_ hour: Int, _ minute: Int = 0, _ second: Int = 0, day: Int = 1) -> Timestamp {
    Timestamp(year: 2026, month: 11, day: day, hour: hour, minute: minute, second: second)!
}

/// A run with the fields that the samples need.
func makeRun(
    _ id: String, _ name: String?, kind: RunKind = .step, parent: String? = nil, status: RunStatus? = nil, from started: Timestamp? = nil,
    to ended: Timestamp? = nil, fill: (inout RunStatement) -> Void = { _ in }
) -> Run {
    var statement = RunStatement(runID: id)
    statement.displayName = name
    statement.kind = kind
    statement.parentRunID = parent
    statement.rootRunID = parent ?? id
    statement.status = status
    statement.experiment = "demand"
    statement.compute = "cpu-cluster"
    statement.created = started?.adding(seconds: -60)
    statement.started = started
    statement.ended = ended
    fill(&statement)
    return Run(statements: [statement])
}

func makeEntry(
    _ run: Run, _ verdict: Verdict, _ summary: String, cause: Finding? = nil, fill: (inout RunReport) -> Void = { _ in }
) -> RunReport {
    var entry = RunReport(run: run, verdict: verdict, summary: summary)
    entry.rootCauseFinding = cause?.id
    entry.rootCauseRunID = cause?.runID
    fill(&entry)
    return entry
}

func makeReport(_ runs: [RunReport], _ findings: [Finding], as now: Timestamp?, coverage: Coverage = Coverage()) -> Report {
    Report(toolVersion: "0.1.0", rulesVersion: "1", now: now, coverage: coverage, runs: runs, findings: findings)
}

func makeFinding(
    _ rule: String, _ category: Category, _ kind: FindingKind = .cause, _ severity: Severity = .error, _ confidence: Double,
    in runID: String,
    mechanism: String, title: String, explanation: String, evidence: [Quote] = [], remedy: [String] = [],
    fill: (inout Finding) -> Void = { _ in }
) -> Finding {
    var finding = Finding(
        rule: rule, category: category, kind: kind, severity: severity, confidence: confidence, runID: runID,
        fingerprint: rule + "/1:" + mechanism, title: title, explanation: explanation, evidence: evidence, remedy: remedy)
    fill(&finding)
    return finding
}

/// Files of every kind, as a night's export has them.
func makeCoverage(read: Int, damaged: Int = 0, skipped: Int = 0) -> Coverage {
    var coverage = Coverage()
    coverage.filesRead = read
    coverage.filesDamaged = damaged
    coverage.filesSkipped = skipped
    coverage.bytes = 48_311_204
    coverage.records = 12_907
    coverage.ranges = [
        CoverageRange(kind: "run history", sources: 1, first: moment(0, 58), last: moment(4, 30)),
        CoverageRange(kind: "logs", sources: read - 1, first: moment(1), last: moment(4, 29, 58)),
    ]
    return coverage
}
