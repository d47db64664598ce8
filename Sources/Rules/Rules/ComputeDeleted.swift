import Evidence

extension Rule {
    /// The compute was deleted under the run.
    package static let computeDeleted = Rule(
        id: "compute-deleted", category: .computeLost, kind: .cause, severity: .critical,
        title: "The compute was deleted while the run needed it",
        why: """
            The activity log records who deleted which compute and when. Where that is the run's compute, and the run was not over, nothing \
            else needs to be explained: the process was gone with the node, and a run that was still queued waits for a cluster that is no more.
            """,
        harmless: ["A deletion after the run had ended.", "A deletion that failed.", "Another workspace's compute of the same name."],
        remedy: [
            "Put a lock (`CanNotDelete`) on compute that pipelines use.", "Let whatever cleans up ask for active jobs first.",
            "Cancel the run and submit it to another compute.",
        ],
        alert: .computeDeleted, prior: 95,
        explains: [
            "sigkill-unattributed", "sigterm-shutdown", "hang-external-call", "time-limit-exceeded", "completion-signal-lost",
            "finalizing-blocked-by-process", "declared-output-empty", "premature-exit-success", "external-call-failed",
            "node-lost-or-unusable", "spot-preempted", "compute-scaled-away", "log-truncated", "capacity-wait",
        ], needs: [.activityLog],
        examples: [
            RuleExample(
                "deleted by somebody while the run was running",
                files: [
                    "run.json": ExampleFiles.run("NotResponding", ended: nil), ExampleFiles.log: "2026-03-02 08:10:00 epoch 5\n",
                    "activity.json": activity("delete", status: "Succeeded", at: "2026-03-02T08:12:00Z"),
                ],
                expectation: .finds(
                    title: "cpu-cluster was deleted by somebody@example.org while the run was at work", source: "activity.json",
                    line: 3)),
            RuleExample(
                "deleted after the run had ended",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.log: "2026-03-02 08:10:00 epoch 5\n",
                    "activity.json": activity("delete", status: "Succeeded", at: "2026-03-02T12:00:00Z"),
                ],
                expectation: .staysSilent),
            RuleExample(
                "the deletion failed", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Running", ended: nil), ExampleFiles.log: "2026-03-02 08:10:00 epoch 5\n",
                    "activity.json": activity("delete", status: "Failed", at: "2026-03-02T08:12:00Z"),
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            if file.status == .completed || file.ending.state == .succeeded { return [] }
            let made = file.dossier.computeEvents.last { $0.kind == .activity && $0.name.lowercased().hasSuffix("/computes/write") }?.time
            let deletions = file.dossier.computeEvents.filter { event in
                guard isDeletion(event), !(event.result ?? "").lowercased().hasPrefix("fail"), let time = event.time else { return false }
                // A compute that was made anew between its deletion and the run is there again.
                if let made, let created = file.run.created, time < made, made <= created { return false }
                return true
            }
            guard let done = deletions.last(where: isFinal) ?? deletions.last(where: { $0.kind == .activity }) ?? deletions.last,
                let time = done.time
            else { return [] }
            let first = deletions.first { $0.correlationID != nil && $0.correlationID == done.correlationID } ?? done
            // A run that had ended before is not touched by it; ten minutes allow for the service's own clocks.
            if let ended = file.run.ended, file.status?.isTerminal == true, (first.time ?? time) > ended.adding(seconds: 600) { return [] }
            if let last = file.lastOutputTime, file.status == .failed, last < (first.time ?? time).adding(seconds: -3_600) { return [] }
            var weights = Weights()
            weights.add(.activity, 0.9)
            if file.status != .running { weights.add(.history, 0.5) }
            if let last = file.lastOutputTime, last <= time.adding(seconds: 120) { weights.add(.log, 0.4) }
            let name = file.run.compute ?? done.compute ?? "the compute"
            let caller = done.caller ?? first.caller
            let told = deletions.contains { $0.kind == .activity } ? "The activity log says" : "The events of the cluster say"
            let waits = file.status?.isWaiting == true
            let last = file.lastLine.map { $0.line.quote(from: $0.log.source) }
            return [
                Conclusion(
                    mechanism: name.lowercased(), confidence: weights.confidence(),
                    title: "\(name) was deleted\(caller.map { " by \($0)" } ?? "") while the run \(file.dossier.occupation)",
                    explanation: "\(told) that \(name) was deleted at \(time.readable)\(caller.map { " by \($0)" } ?? "")."
                        + (waits ? " The run was still waiting for it, and waits for a cluster that is no more." : lastWords(file)),
                    evidence: [done.quote, last, file.statusQuote].compactMap { $0 }, effectiveTime: first.time ?? time)
            ]
        })

    /// Of the compute itself, or of what holds it.
    private static func isDeletion(_ event: Event) -> Bool {
        let name = event.name.lowercased()
        if event.kind == .cluster { return name == "clusterdeleted" || name == "clusterdelete" }
        return name.hasSuffix("/computes/delete") || name.hasSuffix("/workspaces/delete") || name.hasSuffix("/resourcegroups/delete")
    }

    private static func isFinal(_ event: Event) -> Bool {
        (event.result ?? "").lowercased().hasPrefix("succe")
    }

    /// An activity-log record for the examples.
    private static func activity(_ operation: String, status: String, at time: String) -> String {
        let id = "/subscriptions/0/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws/computes/cpu-cluster"
        return
            "[\n{\"eventDataId\": \"e1\", \"correlationId\": \"c1\", \"eventTimestamp\": \"\(time)\", \"caller\": \"somebody@example.org\",\n"
            + " \"resourceId\": \"\(id)\",\n"
            + " \"operationName\": {\"value\": \"Microsoft.MachineLearningServices/workspaces/computes/\(operation)\"}, \"status\": {\"value\": \"\(status)\"}}\n]\n"
    }
}
