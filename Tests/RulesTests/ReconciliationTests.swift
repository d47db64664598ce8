import Evidence
import Rules
import Testing

@Suite("Witnesses, reconciled")
struct ReconciliationTests {
    typealias Seen = Observation

    /// One line for every row of the table, and one beside it where a value tips the scales.
    static let rows: [(name: String, seen: Seen, verdict: Reconciliation)] = [
        ("alive and running", seen(.alive, .running), .running),
        ("ended, clean-up begun 20 min ago", seen(.endedWell, .running, cleanup: .begun, age: 1_200), .blockedByProcess),
        ("ended, clean-up not begun", seen(.endedWell, .finalizing, cleanup: .none, age: 1_200), .blockedByProcess),
        ("ended, clean-up begun five minutes ago", seen(.endedWell, .running, cleanup: .begun, age: 300), .undecided),
        ("the script says that all is done, a thread lives", seen(.saidDone, .running, age: 3_600, hasKeeper: true), .blockedByProcess),
        ("the script says that all is done, nothing keeps it", seen(.saidDone, .running, age: 3_600), .running),
        ("cleaned up, a thread lives", seen(.endedWell, .running, cleanup: .done, age: 3_600, hasKeeper: true), .blockedByProcess),
        (
            "cleaned up, a thread in the code, but the job event says that it is over",
            seen(.endedWell, .running, cleanup: .done, job: .succeeded, age: 3_600, hasKeeper: true), .signalLost
        ),
        ("released an hour ago", seen(.endedWell, .finalizing, cleanup: .released, job: .succeeded, age: 3_600), .signalLost),
        ("released ten minutes ago", seen(.endedWell, .finalizing, cleanup: .released, job: .succeeded, age: 600), .undecided),
        ("ended, not responding, the node is gone", seen(.endedWell, .notResponding, age: 60, nodeIsGone: true), .nodeGone),
        ("ended, not responding, the node is there", seen(.endedWell, .notResponding, age: 3_600), .signalLost),
        ("ended well, failed, the upload failed", seen(.endedWell, .failed, uploadFailed: true), .uploadFailed),
        ("ended well, failed", seen(.endedWell, .failed), .falseFailure),
        ("ended well, completed, nothing there", seen(.endedWell, .completed, outputs: .empty), .nothingWritten),
        ("ended well, completed", seen(.endedWell, .completed, outputs: .filled), .consistent),
        ("ended badly, completed", seen(.endedBadly, .completed, job: .succeeded), .falseSuccess),
        ("ended badly, failed", seen(.endedBadly, .failed, job: .failed), .consistent),
        ("killed, canceled", seen(.killed, .canceled), .consistent),
        ("killed, still running", seen(.killed, .running, job: .running), .killedFromOutside),
        ("killed, not responding", seen(.killed, .notResponding), .killedFromOutside),
        ("no log, queued", seen(.unknown, .queued, job: .submitted), .waiting),
        ("no log, failed before it started", seen(.unknown, .failed, hasStarted: false, hasLog: false), .rejected),
        ("no log, failed after it started", seen(.unknown, .failed, hasLog: false), .undecided),
        ("told to cancel an hour ago", seen(.alive, .cancelRequested, age: 3_600), .cancelStuck),
        ("told to cancel just now", seen(.alive, .cancelRequested, age: 60), .undecided),
        ("children over, parent running", seen(.unknown, .running, children: .allOver), .parentUnfinished),
        ("one child open, parent running", seen(.unknown, .running, children: .open), .undecided),
        ("a child failed, and it was told to go on", seen(.unknown, .completed, children: .someFailed, goesOn: true), .partial),
    ]

    @Test("every row of the table", arguments: rows.indices)
    func row(_ index: Int) {
        let row = ReconciliationTests.rows[index]
        #expect(Reconciliation(row.seen) == row.verdict, "\(row.name)")
    }

    @Test("every verdict has a line above")
    func complete() {
        #expect(Set(ReconciliationTests.rows.map(\.verdict)) == Set(Reconciliation.allCases))
    }

    @Test("contradictions have their kinds")
    func contradictions() {
        let kinds = Reconciliation.allCases.compactMap { verdict in verdict.contradiction.map { "\(verdict): \($0.rawValue)" } }
        #expect(
            kinds == [
                "blockedByProcess: stuck finalizing", "signalLost: stuck finalizing", "nodeGone: orphaned", "uploadFailed: evidence lost",
                "falseFailure: false failure", "nothingWritten: false success", "falseSuccess: false success",
                "killedFromOutside: killed from outside", "cancelStuck: stuck finalizing", "parentUnfinished: orphaned",
            ])
    }

    @Test(
        "run history and events are merged: the later wins, an end beats what is none",
        arguments: [
            // History, its time; event, its time; what stands; whether the history is older.
            ("Running", 0, "Completed", 3_600, "Completed", true), ("Completed", 3_600, "Running", 10, "Completed", false),
            ("Failed", 3_600, "Completed", 3_605, "Failed", false), ("Failed", 3_600, "Completed", 7_200, "Completed", false),
            ("Running", 0, "Finalizing", 3_600, "Finalizing", false), ("Finalizing", 0, "Running", 3_600, "Finalizing", false),
        ])
    func merge(history: String, historyTime: Int, event: String, eventTime: Int, stands: String, isStale: Bool) {
        var statement = RunStatement(runID: "r1")
        statement.status = RunStatus(text: history)
        statement.started = Timestamp(microseconds: 0)
        if statement.status?.isTerminal == true { statement.ended = Timestamp(microseconds: Int64(historyTime) * 1_000_000) }
        var dossier = Dossier(run: Run(statements: [statement]))
        var told = Event(
            kind: .runStatus, time: Timestamp(microseconds: Int64(eventTime) * 1_000_000), name: event,
            quote: Quote(location: Location(source: "events.json", line: 2), text: event))
        told.status = RunStatus(text: event)
        dossier.events = [told]
        let recorded = RecordedStatus(dossier)
        #expect(recorded.status?.rawValue == stands)
        #expect(recorded.isHistoryStale == isStale)
    }

    private static func seen(
        _ process: Seen.Process, _ status: RunStatus, cleanup: Seen.Cleanup = .unseen, job: Seen.Job = .none, age: Double = 0,
        outputs: Seen.Outputs = .unknown, children: Seen.Children = .none, hasKeeper: Bool = false, uploadFailed: Bool = false,
        nodeIsGone: Bool = false, hasStarted: Bool = true, hasLog: Bool = true, goesOn: Bool = false
    ) -> Seen {
        var seen = Seen()
        seen.process = process
        seen.status = status
        seen.cleanup = cleanup
        seen.job = job
        seen.age = age
        seen.outputs = outputs
        seen.children = children
        seen.hasKeeper = hasKeeper
        seen.uploadFailed = uploadFailed
        seen.nodeIsGone = nodeIsGone
        seen.hasStarted = hasStarted
        seen.hasLog = hasLog
        seen.goesOnAfterFailure = goesOn
        return seen
    }
}
