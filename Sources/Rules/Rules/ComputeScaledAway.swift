import Evidence

extension Rule {
    /// The compute was stopped or made smaller under the run.
    package static let computeScaledAway = Rule(
        id: "compute-scaled-away", category: .computeLost, kind: .cause, severity: .error,
        title: "The compute was stopped or scaled down while the run needed it",
        why: """
            The activity log records who stopped, restarted or resized which compute, and the cluster's events how many nodes it was meant to have. \
            Where that is the run's compute, and the run broke off at that moment without a word of its own, the node was taken from it.
            """,
        harmless: [
            "Nodes that leave because they are idle.", "A stop after the run had ended.", "A resize to more nodes.",
            "A run that ended by an exception of its own.",
        ],
        remedy: [
            "Do not stop or resize compute by hand while jobs run on it; give schedules and idle shutdown enough time.",
            "Set the minimum number of nodes so that a scale-down leaves what long jobs need.", "Submit the run again.",
        ],
        alert: .computeStopped, prior: 90,
        explains: [
            "sigkill-unattributed", "sigterm-shutdown", "hang-external-call", "time-limit-exceeded", "completion-signal-lost",
            "finalizing-blocked-by-process", "declared-output-empty", "premature-exit-success", "external-call-failed",
            "node-lost-or-unusable", "log-truncated",
        ],
        needs: [.activityLog, .clusterEvents],
        examples: [
            RuleExample(
                "the compute instance is stopped while the run works",
                files: [
                    "run.json": ExampleFiles.run("NotResponding", ended: nil), ExampleFiles.log: "2026-03-02 08:10:00 epoch 5\n",
                    "activity.json": operation("stop/action", at: "2026-03-02T08:12:00Z"),
                ],
                expectation: .finds(
                    title: "cpu-cluster was stopped by somebody@example.org while the run was at work", source: "activity.json",
                    line: 3)
            ),
            RuleExample(
                "the cluster is meant to have fewer nodes than are at work",
                files: [
                    "run.json": ExampleFiles.run("NotResponding", ended: nil), ExampleFiles.log: "2026-03-02 08:27:11 epoch 5\n",
                    "cluster.json": resized(target: 0, running: 2, at: "2026-03-02T08:28:00Z"),
                ],
                expectation: .finds(
                    title: "cpu-cluster was scaled down from 2 working nodes to 0 while the run was at work", source: "cluster.json",
                    line: 1)),
            RuleExample(
                "idle nodes leave",
                files: [
                    "run.json": ExampleFiles.run("NotResponding", ended: nil), ExampleFiles.log: "2026-03-02 08:27:11 epoch 5\n",
                    "cluster.json": resized(target: 2, running: 2, at: "2026-03-02T08:28:00Z"),
                ],
                expectation: .staysSilent),
            RuleExample(
                "stopped after the run had ended by itself",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: "2026-03-02 08:10:00 epoch 5\n",
                    "activity.json": operation("stop/action", at: "2026-03-02T08:12:00Z"),
                ],
                expectation: .staysSilent),
            RuleExample(
                "the cluster's record is cut", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("NotResponding", ended: nil), ExampleFiles.log: "2026-03-02 08:27:11 epoch 5\n",
                    "cluster.json": String(resized(target: 0, running: 2, at: "2026-03-02T08:28:00Z").dropLast(40)),
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard file.status != .completed, file.status?.isWaiting != true, brokeOff(file) else { return [] }
            guard let loss = ScaleDown(file) else { return [] }
            var weights = Weights()
            weights.add(loss.event.kind == .activity ? .activity : .diagnostics, loss.event.kind == .activity ? 0.8 : 0.7)
            if file.status == .notResponding || file.status == .failed { weights.add(.history, 0.4) }
            let last = file.lastLine.map { $0.line.quote(from: $0.log.source) }
            let name = file.run.compute ?? loss.event.compute ?? "the compute"
            let caller = loss.event.caller.map { " by \($0)" } ?? ""
            return [
                Conclusion(
                    mechanism: name.lowercased(), confidence: weights.confidence(),
                    title: "\(name) was \(loss.what)\(caller) while the run \(file.dossier.occupation)",
                    explanation: (loss.event.kind == .activity ? "The activity log says so" : "The events of the cluster say so")
                        + (loss.event.time.map { ", at \($0.readable)." } ?? ".") + lastWords(file),
                    evidence: [loss.event.quote, last, file.statusQuote].compactMap { $0 }, effectiveTime: loss.event.time)
            ]
        })

    /// An activity-log record for the examples.
    private static func operation(_ name: String, at time: String) -> String {
        let id = "/subscriptions/0/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws/computes/cpu-cluster"
        return
            "[\n{\"eventDataId\": \"e1\", \"correlationId\": \"c1\", \"eventTimestamp\": \"\(time)\", \"caller\": \"somebody@example.org\",\n"
            + " \"resourceId\": \"\(id)\",\n"
            + " \"operationName\": {\"value\": \"Microsoft.MachineLearningServices/workspaces/computes/\(name)\"}, \"status\": {\"value\": \"Succeeded\"}}\n]\n"
    }

    /// A cluster event for the examples.
    private static func resized(target: Int, running: Int, at time: String) -> String {
        "{\"time\": \"\(time)\", \"resourceId\": \"/SUBSCRIPTIONS/0\", \"operationName\": \"ClusterResized\", \"category\": \"AmlComputeClusterEvent\", "
            + "\"properties\": {\"clusterName\": \"cpu-cluster\", \"eventType\": \"ClusterResized\", \"currentNodeCount\": \(running), "
            + "\"targetNodeCount\": \(target), \"runningNodeCount\": \(running), \"leavingNodeCount\": \(max(0, running - target))}}\n"
    }
}
