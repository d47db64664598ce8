import Evidence

extension Rule {
    /// The platform took a low-priority node away.
    package static let spotPreempted = Rule(
        id: "spot-preempted", category: .computeLost, kind: .cause, severity: .error, title: "The platform took the low-priority node away",
        why: """
            Low-priority and Spot nodes may be taken back at any time. The run's error names a preemption, or the cluster's events report \
            preempted nodes at the moment at which the run broke off.
            """,
        harmless: [
            "The word in user code or arguments (`preemptible=True`).", "A preemption after which the run was started again and completed.",
            "A preemption of other nodes, hours away.",
        ],
        remedy: [
            "Save checkpoints to a mounted output and resume from them: what lies in `./outputs` is not restored.",
            "Take dedicated nodes for work with a deadline.", "Let the step retry.",
        ],
        alert: .stoppedNodes, prior: 92,
        explains: [
            "sigkill-unattributed", "sigterm-shutdown", "hang-external-call", "time-limit-exceeded", "completion-signal-lost",
            "node-lost-or-unusable", "compute-scaled-away", "declared-output-empty", "explicit-exit", "log-truncated",
        ], needs: [.clusterEvents], patterns: [.signalReceived],
        examples: [
            RuleExample(
                "the run's error names the preemption",
                files: [
                    "run.json": ExampleFiles.run(
                        "Failed",
                        extra:
                            ",\n \"error\": {\"error\": {\"code\": \"UserError\",\n  \"message\": \"AzureMLCompute job failed. PreemptionError: Nodes of this job got pre-empted.\"}}"
                    ),
                    ExampleFiles.log: "2026-03-02 08:29:58 epoch 24\n",
                ],
                expectation: .finds(title: "The node of cpu-cluster was preempted", source: "run.json", line: 5)),
            RuleExample(
                "the script heard the signal too",
                files: [
                    "run.json": ExampleFiles.run(
                        "Failed",
                        extra:
                            ",\n \"error\": {\"error\": {\"code\": \"UserError\",\n  \"message\": \"AzureMLCompute job failed. PreemptionError: Nodes of this job got pre-empted.\"}}"
                    ),
                    ExampleFiles.log:
                        "2026-03-02 08:29:50 epoch 24\n2026-03-02 08:29:57 caught signal 15 (SIGTERM)\n2026-03-02 08:29:58 state kept\n",
                ],
                expectation: .finds(
                    title: "The node of cpu-cluster was preempted", source: "run.json", line: 5, also: ["\(ExampleFiles.log):2"])),
            RuleExample(
                "the word as an argument",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: "args: preemptible=True\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "a preemption on the cluster after the run had completed", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.log: "done\n",
                    "cluster.json": cluster("NodesPreempted", at: "2026-03-02T08:45:00Z", count: 1),
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard file.status != .completed, file.ending.state != .succeeded else { return [] }
            let error = file.run.error.flatMap { error in signs.contains { error.message.contains($0) } ? file.run.citations[.error] : nil }
            let job = file.dossier.events.last { event in event.kind == .job && signs.contains { (event.message ?? "").contains($0) } }
            let loss = NodeLoss(file, names: ["preempt"], counter: "preemptedNodeCount")
            guard error != nil || job != nil || (loss != nil && brokeOff(file)) else { return [] }
            var weights = Weights()
            if error != nil { weights.add(.history, 0.92) }
            if job != nil { weights.add(.diagnostics, 0.8) }
            if let loss { weights.add(.diagnostics, loss.isOwnNode ? 0.8 : 0.7) }
            let term = file.userHits(.signalReceived).last
            if term != nil { weights.add(.log, 0.4) }
            let last = file.lastLine.map { $0.line.quote(from: $0.log.source) }
            let name = file.run.compute ?? "the cluster"
            return [
                Conclusion(
                    mechanism: name.lowercased(), confidence: weights.confidence(), title: "The node of \(name) was preempted",
                    explanation: (error != nil
                        ? "The run's error says that its nodes were preempted."
                        : "The events of \(name) report a preempted node when the run broke off.")
                        + lastWords(file),
                    evidence: [error, loss?.event.quote, job?.quote, term?.quote, last].compactMap { $0 },
                    effectiveTime: loss?.event.time ?? term?.quote.time ?? last?.time)
            ]
        })

    /// How errors name a preemption.
    private static let signs = [
        "PreemptionError", "got pre-empted", "got preempted", "pre-emption warning", "preemption warning", "was evicted",
    ]

    /// The run did not end by itself: killed, told to stop, or no longer heard of.
    static func brokeOff(_ file: CaseFile) -> Bool {
        // A run that goes on writing was not on the node that was lost.
        if file.status == .running, let last = file.lastOutputTime, let now = file.now, now.seconds(since: last) < 900 { return false }
        return file.ending.state == .killed && [2, 9, 15].contains(file.ending.signal ?? 0)
            || file.ending.state == .unknown && file.fatalTraceback == nil
    }

    /// A cluster event for examples.
    static func cluster(_ name: String, at time: String, count: Int) -> String {
        "{\"time\": \"\(time)\", \"resourceId\": \"/SUBSCRIPTIONS/0\", \"operationName\": \"\(name)\", \"category\": \"AmlComputeClusterEvent\", "
            + "\"properties\": {\"clusterName\": \"cpu-cluster\", \"eventType\": \"\(name)\", \"currentNodeCount\": 1, "
            + "\"preemptedNodeCount\": \"\(name.contains("Preempted") ? count : 0)\", \"unusableNodeCount\": \(name.contains("Unusable") ? count : 0)}}\n"
    }
}
