import Evidence

extension Rule {
    /// It waits for another one to which it has no visible edge.
    package static let hiddenDependencyWait = Rule(
        id: "hidden-dependency-wait", category: .blockedDependency, kind: .cause, severity: .warning,
        title: "It waits for something that another one holds",
        why: """
            Nothing in the pipeline's graph says that the step has to wait, and yet it does: its log ends in waiting for a lock, a lease or a file that \
            another run must release or write, or it is queued for nodes that another step of the pipeline is at work on.
            """,
        harmless: [
            "A cluster that is still growing.", "A wait that ended, after which the script went on.",
            "A server that the script starts itself.",
        ],
        remedy: [
            "Make the dependency visible: pass the data as output and input, so that the pipeline orders the steps.",
            "Give the wait a time-out, and let it end with a failure that names what it waited for.",
            "Give steps that must not wait for each other clusters of their own.",
        ],
        alert: .waitingTooLong, prior: 78, explains: ["hang-external-call", "time-limit-exceeded", "sigterm-shutdown"],
        isCascade: true, needs: [.userLog], patterns: [.waitsForOther],
        examples: [
            RuleExample(
                "a marker file that nobody writes",
                files: [
                    "run.json": ExampleFiles.run("Running", ended: nil),
                    ExampleFiles.log: polling("Waiting for /mnt/shared/features/_SUCCESS"),
                    "later.json": later,
                ],
                expectation: .finds(
                    title: "Waiting for /mnt/shared/features/_SUCCESS since 2026-03-02 08:05:00", source: ExampleFiles.log, line: 3)),
            RuleExample(
                "a wait that ended",
                files: [
                    "run.json": ExampleFiles.run("Running", ended: nil),
                    ExampleFiles.log: polling("Waiting for /mnt/shared/features/_SUCCESS")
                        + (1...9).map { "2026-03-02 08:2\($0):00 step \($0)\n" }.joined(), "later.json": later,
                ],
                expectation: .staysSilent),
            RuleExample(
                "a wait of five minutes",
                files: [
                    "run.json": ExampleFiles.run("Running", ended: nil), ExampleFiles.log: polling("Waiting for lock on the index"),
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T08:00:00Z", ended: "2026-03-02T08:08:00Z"),
                ],
                expectation: .staysSilent),
            RuleExample(
                "the last line is cut", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Running", ended: nil),
                    ExampleFiles.log: String(polling("lock is held by node-2, waiting").dropLast(10)), "later.json": later,
                ],
                expectation: .finds(
                    title: "Lock is held by node-2 since 2026-03-02 08:06:00", source: ExampleFiles.log, line: 3)),
        ],
        conclude: { file in
            if let wait = LockWait(file) { return [waiting(file, wait)] }
            return queuedBehind(file)
        })

    private static func waiting(_ file: CaseFile, _ wait: LockWait) -> Conclusion {
        var weights = Weights()
        weights.add(.log, wait.lines > 2 ? 0.75 : 0.6)
        weights.add(.history, wait.seconds > 3_600 ? 0.5 : 0.4)
        let holder = file.relatives.first { other in
            other.relation != .ancestor && other.relation != .descendant && wait.what.contains(other.label) && other.label.count > 3
        }
        let text = wait.what.prefix(140)
        var conclusion = Conclusion(
            mechanism: TextScan.masked(String(text)), severity: isOverdue(file, wait) ? .error : .warning, confidence: weights.confidence(),
            title: "\(text.prefix(1).uppercased() + text.dropFirst()) since \(wait.since.readable)",
            explanation:
                "The log ends in waiting, \(readableDuration(seconds: wait.seconds)) long, for something that another one holds or has to write."
                + (holder.map { " \($0.label) may be the one." } ?? ""),
            evidence: [wait.last, wait.first, file.statusQuote].compactMap { $0 }, effectiveTime: wait.since)
        if let holder, holder.isTroubled {
            conclusion.kind = .symptom
            conclusion.blames = [holder.runID]
        }
        return conclusion
    }

    /// The run was ended for it, or waits three times as long as the whole step ever took: a wait as such may be meant.
    private static func isOverdue(_ file: CaseFile, _ wait: LockWait) -> Bool {
        if LimitReached(file) != nil { return true }
        let usual = file.dossier.history.filter { $0.status == .completed }.compactMap(\.seconds).max()
        return usual.map { wait.seconds > 3 * max($0, LockWait.patience) } ?? false
    }

    /// Everything it reads is there, and another step is at work on its compute.
    private static func queuedBehind(_ file: CaseFile) -> [Conclusion] {
        guard let status = file.status, status == .notStarted || status == .queued, !file.hasOwnCause, let now = file.now else { return [] }
        let upstream = file.relatives.filter { $0.relation == .upstream }
        guard !upstream.isEmpty, upstream.allSatisfy({ $0.status == .completed && $0.trouble == nil }),
            let ready = upstream.compactMap(\.ended).max()
        else { return [] }
        let waited = now.seconds(since: ready)
        let holders = file.relatives.filter { other in
            other.relation == .sibling && other.compute != nil && other.compute == file.run.compute && other.trouble == nil
                && (other.status == .running || other.status == .finalizing)
        }
        guard waited > LockWait.patience, let holder = holders.first else { return [] }
        var weights = Weights()
        weights.add(.history, 0.6)
        var conclusion = Conclusion(
            mechanism: "compute:\(file.run.compute ?? "")", confidence: weights.confidence(),
            title:
                "\(status.rawValue) for \(readableDuration(seconds: waited)) although its inputs are there: \(holder.label) is at work on \(holder.compute ?? "its compute")",
            explanation:
                "All steps that it reads from completed, the last at \(ready.readable). No edge of the graph says that it must wait for \(holder.label).",
            evidence: [file.statusQuote].compactMap { $0 }, effectiveTime: ready)
        conclusion.kind = .symptom
        return [conclusion]
    }

    private static func polling(_ text: String) -> String {
        "2026-03-02 08:00:00 start\n2026-03-02 08:05:00 \(text)\n2026-03-02 08:06:00 \(text)\n"
    }

    private static let later = ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:00:00Z")
}
