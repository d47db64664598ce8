import Evidence

extension Rule {
    /// Silent, or alive without progress, and no sign of a call to something outside.
    package static let hangNoProgress = Rule(
        id: "hang-no-progress", category: .hungExternalCall, kind: .cause, severity: .error,
        title: "The run makes no progress",
        why: """
            The log falls silent far longer than this step ever did, or shows nothing but heartbeats, and neither its last line nor the code \
            speaks of a call to something outside: a deadlock, a queue whose producer died, a child process that never ends, a loop without an \
            end. A dump of the stacks tells which; without one, and without earlier runs to compare with, it is only possible.
            """,
        harmless: [
            "Long epochs, fits, searches and builds that announce themselves.", "A log without time stamps: its silence cannot be seen.",
            "A run that went on after the silence, or wrote an output in it.",
        ],
        remedy: [
            "Dump the stacks of the process (`py-spy dump --pid …`), or let the script do it when it is late: `faulthandler.dump_traceback_later(1800, repeat=True)`.",
            "Give every `get`, `join`, `acquire` and `wait` a time-out, and look after the thread or process that it waits for.",
            "Give the job a time limit near three times its usual duration.",
        ],
        alert: .runningTooLong, prior: 58,
        explains: ["time-limit-exceeded", "sigkill-unattributed", "sigterm-shutdown", "declared-output-empty", "py-unhandled-exception"],
        needs: [.runHistory], patterns: [.heartbeat, .longWork, .doneMarker],
        examples: [
            RuleExample(
                "heartbeats alone for hours, and the run is still open",
                files: [
                    "run.json": ExampleFiles.run("Running", ended: nil),
                    ExampleFiles.log: "2026-03-02T08:00:10 partition 3 of 9\n"
                        + (1...6).map { "2026-03-02T0\(8 + $0 / 2):\($0 % 2 == 0 ? "00" : "30"):10 heartbeat \($0)\n" }.joined(),
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:00:00Z"),
                ],
                expectation: .finds(title: "No progress for 6 h since “partition 3 of 9”", source: ExampleFiles.log, line: 1)),
            RuleExample(
                "the script dumped its stacks: it waits for a queue",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    2026-03-02T08:00:10 batch 40
                    Timeout (0:20:00)!
                    Thread 0x00007f1c2b7fe740 (most recent call first):
                      File "/usr/lib/python3.10/threading.py", line 320 in wait
                      File "/usr/lib/python3.10/queue.py", line 171 in get
                      File "train.py", line 44 in next_batch
                      File "train.py", line 60 in <module>

                    """,
                ],
                expectation: .finds(
                    title: "No progress since “batch 40”: the script waits for a lock, a queue or a thread at train.py:44",
                    source: ExampleFiles.log, line: 1)),
            RuleExample(
                "a long fit that announced itself",
                files: [
                    "run.json": ExampleFiles.run("Running", ended: nil),
                    ExampleFiles.log: "2026-03-02T08:00:10 Fitting 5 folds for each of 24 candidates, totalling 120 fits\n",
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T11:10:00Z", ended: "2026-03-02T12:50:00Z"),
                ],
                expectation: .staysSilent),
            RuleExample(
                "the work is over, and only the status is late",
                files: [
                    "run.json": ExampleFiles.run("Running", ended: nil),
                    ExampleFiles.log: "2026-03-02T08:00:10 partition 9 of 9\n2026-03-02T08:00:12 processing finished\n",
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:00:00Z"),
                ],
                expectation: .staysSilent),
            RuleExample(
                "a log that is cut and has no time stamps", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Running", ended: nil), ExampleFiles.log: "partition 3 of 9\nparti",
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:00:00Z"),
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard let hang = HangDecision(file), !hang.isExternal, hang.wasCutOff, hang.last != nil || hang.dump != nil else { return [] }
            // Work that announced itself as long is quiet until earlier runs, or the limit of the run, say otherwise.
            if hang.dump == nil, hang.isLongWork, hang.comparedRuns < 3, LimitReached(file) == nil { return [] }
            // The work says that it is over: then the process or the status is late, not the work.
            if hang.dump == nil, isDone(hang, file) { return [] }
            let place = hang.dump?.userFrame.map { "\($0.fileName):\($0.function)" }
            let said = hang.last.map { PrintedText.message(of: $0.line.text) } ?? "empty log"
            return [
                Conclusion(
                    mechanism: place ?? TextScan.masked(String(said.prefix(80))), severity: hang.severity(file),
                    confidence: hang.weights.confidence(), title: title(hang), explanation: hang.story(file),
                    evidence: hang.evidence(file), effectiveTime: hang.begins)
            ]
        })

    private static func isDone(_ hang: HangDecision, _ file: CaseFile) -> Bool {
        guard let last = hang.last else { return false }
        return last.log.hits(of: Pattern.doneMarker.id).contains { ($0.quote.location.line ?? 0) >= last.line.number - 5 }
    }

    private static func title(_ hang: HangDecision) -> String {
        guard let dump = hang.dump, let frame = dump.userFrame else {
            return "No progress for \(readableDuration(seconds: hang.seconds)) \(hang.since)"
        }
        let place = "\(frame.fileName):\(frame.line)"
        switch dump.wait {
        case .lock: return "No progress \(hang.since): the script waits for a lock, a queue or a thread at \(place)"
        case .child: return "No progress \(hang.since): the script waits for a child process at \(place)"
        case .external, .none: return "No progress \(hang.since): the script stands at \(place)"
        }
    }
}
