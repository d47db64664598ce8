import Evidence

extension Sample {
    /// A pipeline whose second step died of an exception; one step never started, and the cleanup went on.
    static let brokenPipeline = Sample(
        name: "broken-pipeline",
        report: {
            var coverage = makeCoverage(read: 12, damaged: 1, skipped: 2)
            coverage.problems = [
                Problem(
                    source: "logs.zip!s-3/std_log.txt.gz", offset: 4_096, reason: "The gzip stream ends before its trailer.",
                    recoveredBytes: 81_234)
            ]
            coverage.rulesSkipped = [
                SkippedRule(rule: "compute-lost", runID: "s-12", reason: "No activity log covers 01:00 to 02:00."),
                SkippedRule(rule: "compute-lost", runID: "s-13", reason: "No activity log covers 02:00 to 03:00."),
                SkippedRule(rule: "output-stale", runID: "s-12", reason: "No listing of outputs was ingested."),
            ]
            var report = makeReport(entries, [missingColumn, wrapperExit, blocked, slowRead], as: moment(4, 30), coverage: coverage)
            report.rules = rules
            report.sourceHashes = [log: "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "code/s-12/train.py": "00112233445566778899aabbccddeeff"]
            report.prices = PriceTable(currency: "EUR", perHour: ["cpu-cluster": 1.8])
            return report
        }())

    private static let rules = [
        RuleSummary(
            id: "unhandled-exception", title: "An exception ended the script", category: .unhandledException, kind: .cause,
            severity: .error, why: "Nothing caught it, so Python printed a traceback and ended with exit code 1.",
            remedy: ["Read the last line of the traceback first.", "Reproduce it with the same input."]),
        RuleSummary(
            id: "never-heard-of", title: "A rule that found nothing", category: .computeLost, kind: .cause, severity: .critical,
            why: "The node went away.", remedy: []),
    ]

    private static let log = "logs/s-12/user_logs/std_log.txt.gz"

    private static let missingColumn = makeFinding(
        "unhandled-exception", .unhandledException, .cause, .critical, 0.97, in: "s-12", mechanism: "KeyError@train.py:load_frame",
        title: "KeyError: 'store_id' ended the script",
        explanation: "The script asked the frame for a column that the input does not have, and nothing caught the exception.",
        evidence: [
            Quote(
                location: Location(source: log, line: 812, offset: 65_121), time: moment(1, 47, 12), text: "KeyError: 'store_id'",
                before: [#"  File "train.py", line 88, in load_frame"#, #"    keys = frame["store_id"].unique()"#],
                after: ["Cleaning up all outstanding Run operations, waiting 300.0 seconds"]),
            Quote(
                location: Location(source: "runhistory/runs.json", line: 3, offset: 2_210), time: moment(1, 47, 20),
                text: #"{"runId": "s-12", "status": "Failed", "error": {"code": "UserError"}}"#),
            Quote(
                location: Location(source: "code/s-12/train.py", line: 88, offset: 2_904),
                text: #"    keys = frame["store_id"].unique()"#,
                before: ["def load_frame(path):", "    frame = pd.read_parquet(path)", "    # one model for each store"],
                after: ["    return frame, keys"]),
        ],
        remedy: [
            "Compare the columns of the input `sales` with those that `load_frame` asks for; the upstream export renamed one.",
            "Check the columns at the start of the step, so that it fails in its first minute.",
        ]
    ) {
        $0.isRootCause = true
        $0.alternatives = [slowRead.id]
        $0.exception = ExceptionSummary(type: "KeyError", message: "'store_id'", file: "train.py", line: 88, function: "load_frame")
        $0.alert = Alert(
            table: "AmlRunStatusChangedEvent",
            kql: "AmlRunStatusChangedEvent\n| where TimeGenerated > ago(1h)\n| where Status == \"Failed\"\n| project TimeGenerated, RunId")
        $0.firstSeen = moment(1, 47, 12)
        $0.lastSeen = moment(1, 47, 12)
    }

    private static let wrapperExit = makeFinding(
        "nonzero-exit", .prematureExit, .symptom, .error, 0.9, in: "s-12", mechanism: "exit 1", title: "The process ended with exit code 1",
        explanation: "The launcher reports what the exception left behind.",
        evidence: [Quote(location: Location(source: log, line: 815, offset: 65_402), text: "Process exited with code 1")]
    ) { $0.causedBy = CauseLink(runID: "s-12", finding: missingColumn.id) }

    private static let blocked = makeFinding(
        "step-never-started", .blockedDependency, .symptom, .warning, 0.95, in: "s-13", mechanism: "train",
        title: "The step register never started, because train failed",
        explanation: "The pipeline stops at the first failed step.", remedy: ["Resubmit the pipeline once train succeeds."]
    ) { $0.causedBy = CauseLink(runID: "s-12", finding: missingColumn.id) }

    private static let slowRead = makeFinding(
        "slow-input", .dataAccessFailure, .cause, .warning, 0.72, in: "s-12", mechanism: "mount",
        title: "Reading the input took 31 min", explanation: "The mount delivered 0.4 MB a second.",
        evidence: [Quote(location: Location(source: log, line: 40, offset: 3_310), time: moment(1, 12), text: "read 740 MB in 1,860 s")],
        remedy: ["Download the input instead of mounting it."])

    private static var entries: [RunReport] {
        let pipeline = makeRun("p-11", "nightly-demand", kind: .pipeline, status: .failed, from: moment(1), to: moment(1, 50)) {
            $0.steps = ["prepare": "s-11", "train": "s-12", "register": "s-13"].sorted { $0.value < $1.value }.map {
                PipelineStep(id: $0.key, name: $0.key, runID: $0.value)
            }
            $0.edges = [("prepare", "train"), ("train", "register")].map {
                PipelineEdge(from: PortReference(step: $0.0, port: "data"), to: PortReference(step: $0.1, port: "data"))
            }
        }
        let cause = missingColumn
        return [
            makeEntry(pipeline, .failed, "The pipeline failed, because its step train did.", cause: cause) {
                $0.witnesses = [Witness(name: "run history", statement: "Failed", quote: cause.evidence[1])]
                $0.timeline = [
                    TimelineEntry(time: moment(1), text: "The pipeline started."),
                    TimelineEntry(time: moment(1, 50), text: "The pipeline ended with status Failed."),
                ]
            },
            makeEntry(
                makeRun("s-11", "prepare", parent: "p-11", status: .completed, from: moment(1, 1), to: moment(1, 9, 30)), .succeeded,
                "The step completed."),
            makeEntry(
                makeRun("s-12", "train", parent: "p-11", status: .failed, from: moment(1, 10), to: moment(1, 47, 20)), .failed,
                "KeyError: 'store_id' ended the script.", cause: cause
            ) {
                $0.witnesses = [
                    Witness(name: "run history", statement: "Failed", quote: cause.evidence[1]),
                    Witness(name: "driver log", statement: "ends with a traceback", quote: cause.evidence[0]),
                    Witness(name: "outputs", statement: "model.pkl was written", contradicts: true),
                ]
                $0.timeline = [
                    TimelineEntry(time: moment(1, 10), text: "The step started on cpu-cluster."),
                    TimelineEntry(time: moment(1, 47, 12), text: "KeyError: 'store_id'", location: cause.evidence[0].location),
                ]
                $0.evidence = [
                    EvidenceItem(.runHistory, .present),
                    EvidenceItem(.userLog, .damaged, detail: log, first: moment(1, 10), last: moment(1, 47)),
                    EvidenceItem(.lifecycler, .missing),
                    EvidenceItem(.activityLog, .notCovering, detail: "it reaches from 03:00 to 04:00", first: moment(3), last: moment(4)),
                ]
                $0.silences = [
                    ReportedSilence(
                        from: moment(1, 12), to: moment(1, 43),
                        quote: Quote(location: Location(source: log, line: 39), text: "reading sales from the mount"))
                ]
                $0.cost = RunCost(finalizing: 8, retries: 1, retried: 95)
                $0.unknowns = ["Whether the node was healthy; no activity log covers 01:00 to 02:00"]
            },
            makeEntry(
                makeRun("s-13", "register", parent: "p-11", status: .notStarted), .notRun, "The step never started, because train failed.",
                cause: cause),
            makeEntry(
                makeRun("j-5", "cleanup", kind: .job, status: .completed, from: moment(3), to: moment(3, 0, 45)), .succeeded,
                "The run completed."),
        ]
    }
}
