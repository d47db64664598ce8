import Evidence

extension Sample {
    /// Nothing was ingested.
    static let emptyStore = Sample(name: "empty-store", report: makeReport([], [], as: nil))

    /// Every run succeeded, beside one that still runs and one that a person canceled.
    static let healthyNight: Sample = {
        let nightly = makeRun("p-1", "nightly-features", kind: .pipeline, status: .completed, from: moment(1), to: moment(2, 10))
        let prepare = makeRun("s-1", "prepare", parent: "p-1", status: .completed, from: moment(1, 2), to: moment(1, 40))
        let train = makeRun("s-2", "train", parent: "p-1", status: .completed, from: moment(1, 41), to: moment(2, 9))
        let report = makeRun("j-1", "weekly_report", kind: .job, status: .running, from: moment(4))
        let sandbox = makeRun("j-2", nil, kind: .job, status: .canceled, from: moment(3), to: moment(3, 5)) { $0.submittedBy = "ada" }
        return Sample(
            name: "healthy-night",
            report: makeReport(
                [
                    makeEntry(nightly, .succeeded, "The pipeline completed."), makeEntry(prepare, .succeeded, "The step completed."),
                    makeEntry(train, .succeeded, "The step completed."),
                    makeEntry(sandbox, .canceled, "A person canceled the run at 2026-11-01 03:05:00."),
                    makeEntry(report, .running, "The run is going on."),
                ], [], as: moment(4, 30), coverage: makeCoverage(read: 9)))
    }()

    /// Two steps of a pipeline that the evidence does not hold.
    static let orphanedSteps: Sample = {
        let killed = makeFinding(
            "killed", .prematureExit, .cause, .error, 0.74, in: "s-8", mechanism: "137", title: "The process was killed by signal 9",
            explanation: "Exit code 137 stands for SIGKILL; nothing tells who sent it.", remedy: ["Export the kernel log of the node."]
        ) { $0.isRootCause = true }
        let first = makeRun("s-7", "prepare", parent: "p-7", status: .completed, from: moment(1), to: moment(1, 20))
        let second = makeRun("s-8", "train", parent: "p-7", status: .failed, from: moment(1, 21), to: moment(1, 30))
        return Sample(
            name: "orphaned-steps",
            report: makeReport(
                [
                    makeEntry(first, .succeeded, "The step completed."),
                    makeEntry(second, .failed, "The process was killed by signal 9.", cause: killed),
                ], [killed], as: moment(4, 30), coverage: makeCoverage(read: 3)))
    }()

    /// A run failed and nothing tells why.
    static let unexplained: Sample = {
        let run = makeRun("job_17", "score-batch", kind: .job, status: .failed, from: moment(2), to: moment(2, 0, 40))
        let outcome = makeFinding(
            "run-failed", .evidence, .outcome, .error, 0.6, in: "job_17", mechanism: "Failed", title: "The run history says Failed",
            explanation: "The service set the status Failed and gave no error object.",
            evidence: [
                Quote(
                    location: Location(source: "runhistory/runs.json", line: 14, offset: 9_120), time: moment(2, 0, 40),
                    text: #"{"runId": "job_17", "status": "Failed", "error": null}"#)
            ], remedy: ["Export the driver log of the run and ingest it."])
        return Sample(
            name: "unexplained",
            report: makeReport(
                [
                    makeEntry(run, .failed, "The run failed and its logs are not among the evidence") {
                        $0.unknowns = ["Why the process ended; the driver log would tell."]
                    }
                ], [outcome], as: moment(4, 30), coverage: makeCoverage(read: 2)))
    }()
}
