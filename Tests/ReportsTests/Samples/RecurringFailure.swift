import Evidence

extension Sample {
    /// The same time-out on three nights, and a run that hangs.
    static let recurringFailure: Sample = {
        var runs: [RunReport] = []
        var findings: [Finding] = []
        for day in 1...3 {
            let id = "load-\(day)"
            let timeout = makeFinding(
                "external-call-failed", .hungExternalCall, .cause, .error, 0.84, in: id, mechanism: "ReadTimeout@rates.example.net",
                title: "The rates service did not answer within 30 s",
                explanation: "Five attempts ended in a read time-out, and then the script gave up.",
                evidence: [
                    Quote(
                        location: Location(source: "logs/\(id)/std_log.txt", line: 57, offset: 4_001), time: moment(2, 11, day: day),
                        text: "requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='rates.example.net', port=443)")
                ], remedy: ["Ask the owner of the rates service about 02:11, and let the step retry later."]
            ) {
                $0.isRootCause = true
                $0.firstSeen = moment(2, 11, day: day)
                $0.lastSeen = moment(2, 13, day: day)
                $0.occurrences = 5
                $0.isNew = day == 3
            }
            findings.append(timeout)
            let run = makeRun(id, "load_rates", kind: .job, status: .failed, from: moment(2, 10, day: day), to: moment(2, 14, day: day))
            runs.append(makeEntry(run, .failed, "The rates service did not answer.", cause: timeout))
        }
        let hang = makeFinding(
            "hang-no-progress", .stuckFinalizing, .cause, .critical, 0.58, in: "hang-1", mechanism: "finalizing",
            title: "The run has been finalizing for 2 h 10 min", explanation: "The script ended, and an upload thread is still alive.",
            evidence: [Quote(location: Location(source: "logs/hang-1/std_log.txt"), text: "uploading outputs")],
            remedy: ["Cancel the run; its model is complete."]
        ) { $0.isRootCause = true }
        findings.append(hang)
        runs.append(
            makeEntry(
                makeRun("hang-1", "fine_tune", kind: .job, status: .finalizing, from: moment(0, 5, day: 3)), .stuck,
                "The script ended, the run did not.", cause: hang))
        var report = makeReport(runs, findings, as: moment(4, 30, day: 3))
        report.generatedAt = "2026-11-03T06:00:00Z"
        return Sample(name: "recurring-failure", report: report)
    }()
}
