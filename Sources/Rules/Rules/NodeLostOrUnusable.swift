import Evidence

extension Rule {
    /// The node became unusable or stopped answering.
    package static let nodeLostOrUnusable = Rule(
        id: "node-lost-or-unusable", category: .computeLost, kind: .cause, severity: .error, title: "The node was lost or became unusable",
        why: """
            The cluster's events report an unusable node, or the node that the run was on, at the moment at which the run broke off or stopped \
            answering. The process left no word, because nothing was left that could have written one.
            """,
        harmless: [
            "An unusable node that another run was on.", "A run that ended by itself with an exception.",
            "NotResponding that is followed by Running again.",
        ],
        remedy: [
            "Submit the run again; let the step retry on its own.", "Report the node id to support if it happens again on the same node.",
            "With an own image or virtual network, look at the start task: if all nodes fail, it is configuration.",
        ],
        alert: .unusableNodes, prior: 88,
        explains: [
            "sigkill-unattributed", "sigterm-shutdown", "hang-external-call", "completion-signal-lost", "declared-output-empty",
            "log-truncated",
        ],
        needs: [.clusterEvents],
        examples: [
            RuleExample(
                "no longer answering, and the cluster reports an unusable node",
                files: [
                    "run.json": ExampleFiles.run("NotResponding", ended: nil), ExampleFiles.log: "2026-03-02 08:27:11 epoch 5\n",
                    "cluster.json": cluster("NodesUnusable", at: "2026-03-02T08:28:21Z", count: 1),
                ],
                expectation: .finds(title: "The node of cpu-cluster became unusable", source: "cluster.json", line: 1)),
            RuleExample(
                "an unusable node, but the run died of its own exception",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log:
                        "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    f()\nValueError: bad row\n",
                    "cluster.json": cluster("NodesUnusable", at: "2026-03-02T08:28:21Z", count: 1),
                ],
                expectation: .staysSilent),
            RuleExample(
                "the cluster's record is cut", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("NotResponding", ended: nil), ExampleFiles.log: "2026-03-02 08:27:11 epoch 5\n",
                    "cluster.json": String(cluster("NodesUnusable", at: "2026-03-02T08:28:21Z", count: 1).dropLast(40)),
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard file.status != .completed, file.status?.isWaiting != true, brokeOff(file) || file.reconciliation == .nodeGone else {
                return []
            }
            guard let loss = NodeLoss(file, names: NodeLoss.unusable, counter: NodeLoss.unusableCount) else {
                return []
            }
            var weights = Weights()
            weights.add(.diagnostics, loss.isOwnNode ? 0.85 : 0.7)
            if file.status == .notResponding { weights.add(.history, 0.6) } else if file.status == .failed { weights.add(.history, 0.4) }
            let last = file.lastLine.map { $0.line.quote(from: $0.log.source) }
            let name = file.run.compute ?? "the cluster"
            return [
                Conclusion(
                    mechanism: name.lowercased(), severity: file.status?.isTerminal == true ? .error : .critical,
                    confidence: weights.confidence(),
                    title: "The node of \(name) became unusable",
                    explanation:
                        "The events of \(name) report it\(loss.event.time.map { " at \($0.readable)" } ?? ""), when the run broke off"
                        + (file.status == .notResponding ? " and stopped answering." : ".") + lastWords(file),
                    evidence: [loss.event.quote, last, file.statusQuote].compactMap { $0 }, effectiveTime: last?.time ?? loss.event.time)
            ]
        })
}
