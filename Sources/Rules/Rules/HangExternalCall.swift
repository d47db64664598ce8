import Evidence

extension Rule {
    /// Silent since a call to something outside.
    package static let hangExternalCall = Rule(
        id: "hang-external-call", category: .hungExternalCall, kind: .cause, severity: .error,
        title: "The run hangs in a call to something outside",
        why: """
            The log falls silent far longer than this step ever did, the last line announces a call or the code that follows it makes one, and \
            the run is still open or was ended from outside. A call without a time-out waits for ever when the other side accepts the \
            connection and never answers.
            """,
        harmless: [
            "Long epochs and fits that earlier runs of the step had too.", "A run that ended by itself after the silence.",
            "A log without time stamps: its silence cannot be seen.",
        ],
        remedy: [
            "Give the call a time-out (`requests.get(url, timeout=(5, 60))`) and a bounded number of retries.",
            "Give the job a time limit near three times its usual duration.",
            "Let the script dump its stacks when it is late: `faulthandler.dump_traceback_later(1800, repeat=True)`.",
        ],
        alert: .runningTooLong, prior: 78,
        explains: [
            "time-limit-exceeded", "sigkill-unattributed", "sigterm-shutdown", "completion-signal-lost", "declared-output-empty",
            "py-unhandled-exception",
        ],
        needs: [.runHistory], patterns: [.callAnnounced, .longWork, .heartbeat],
        examples: [
            RuleExample(
                "still running hours after the last line, the code calls without a time-out",
                files: [
                    "run.json": ExampleFiles.run(
                        "Running", ended: nil,
                        extra: ",\n \"properties\": {\"ContentSnapshotId\": \"11111111-2222-3333-4444-555555555555\"}"),
                    ExampleFiles.log:
                        "2026-03-02T08:00:10 loading segment gold\n2026-03-02T08:00:12 segment gold has 40 rows\n2026-03-02T08:00:12 loading segment bronze\n",
                    "snapshots/11111111-2222-3333-4444-555555555555/warm.py":
                        "import urllib.request\nfor s in ('gold', 'bronze'):\n    print('loading segment', s)\n    with urllib.request.urlopen(BASE + s) as reply:\n        rows = reply.read()\n",
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:00:00Z"),
                ],
                expectation: .finds(
                    title: "Silent for 6 h since “loading segment bronze”, in a call to something outside", source: ExampleFiles.log,
                    line: 3)),
            RuleExample(
                "a fit that takes most of an hour, in a script that has fetched before",
                files: [
                    "run.json": ExampleFiles.run(
                        "Running", ended: nil,
                        extra: ",\n \"properties\": {\"ContentSnapshotId\": \"11111111-2222-3333-4444-555555555555\"}"),
                    ExampleFiles.log: "2026-03-02T08:00:10 40 rows\n2026-03-02T08:00:12 Fitting 5 folds for each of 24 candidates\n",
                    "snapshots/11111111-2222-3333-4444-555555555555/warm.py":
                        "import urllib.request\nrows = urllib.request.urlopen(BASE).read()\nprint(len(rows), 'rows')\nsearch.fit(rows)\n",
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T08:10:00Z", ended: "2026-03-02T08:50:00Z"),
                ],
                expectation: .staysSilent),
            RuleExample(
                "signs of life that are no progress",
                files: [
                    "run.json": ExampleFiles.run("Running", ended: nil),
                    ExampleFiles.log: "2026-03-02T08:00:10 fetching partition 3 of 9\n"
                        + (1...6).map { "2026-03-02T0\(8 + $0 / 2):\($0 % 2 == 0 ? "00" : "30"):10 heartbeat \($0)\n" }.joined(),
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:00:00Z"),
                ],
                expectation: .finds(
                    title: "Silent for 6 h since “fetching partition 3 of 9”, in a call to something outside", source: ExampleFiles.log,
                    line: 1)),
            RuleExample(
                "a long silence that was followed by success",
                files: [
                    "run.json": ExampleFiles.run("Completed", ended: "2026-03-02T12:00:00Z"),
                    ExampleFiles.log: "2026-03-02T08:00:10 loading segment gold\n2026-03-02T11:59:12 segment gold has 40 rows\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "an empty log and a run that is still open", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Running", ended: nil),
                    ExampleFiles.log: "2026-03-02T08:00:10 fetching https://api.example/rows\n",
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:00:00Z"),
                ],
                expectation: .finds(
                    title: "Silent for 6 h since “fetching https://api.example/rows”, in a call to something outside",
                    source: ExampleFiles.log, line: 1)),
        ],
        conclude: { file in
            guard let hang = HangDecision(file), hang.isExternal, hang.wasCutOff else { return [] }
            let isOpen = file.status.map { !$0.isTerminal } ?? true
            let said = hang.last.map { String(PrintedText.message(of: $0.line.text).prefix(80)) }
            let place = hang.dump?.userFrame.map { "\($0.fileName):\($0.function)" }
            var conclusion = Conclusion(
                mechanism: hang.call.map { "\($0.call.function)@\(TextScan.lastComponent($0.module.module))" }
                    ?? place ?? TextScan.masked(said ?? "empty log"),
                severity: hang.severity(file), confidence: hang.weights.confidence(),
                title: "Silent for \(readableDuration(seconds: hang.seconds)) \(hang.since), in a call to something outside",
                explanation: hang.story(file), evidence: hang.evidence(file), effectiveTime: hang.begins)
            if let call = hang.call, call.call.hasTimeout != true, let line = call.call.quote.location.line {
                conclusion.remedy = [
                    "Give `\(call.call.function)` in `\(TextScan.lastComponent(call.module.module))` line \(line) a time-out and a bounded number of retries.",
                    "Give the job a time limit near three times its usual duration.",
                    "Let the script dump its stacks when it is late: `faulthandler.dump_traceback_later(1800, repeat=True)`.",
                ]
                if isOpen { conclusion.remedy?.insert("Cancel the run: it holds its node and will not go on by itself.", at: 0) }
            }
            return [conclusion]
        })
}
