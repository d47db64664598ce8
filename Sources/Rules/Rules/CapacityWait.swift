import Evidence

extension Rule {
    /// Queued for nodes or quota.
    package static let capacityWait = Rule(
        id: "capacity-wait", category: .submissionFailure, kind: .cause, severity: .warning, title: "The run waits for nodes",
        why: """
            The run is queued, nothing in its pipeline holds it back, and the events of its cluster say why: the quota is used up, fewer nodes come than are \
            asked for, or all of them are taken by other runs.
            """,
        harmless: [
            "The first start of the day, for which the cluster grows from nothing.", "A step that waits for the steps before it.",
            "A run whose image is being built.",
        ],
        remedy: [
            "Ask for quota, or take another size or region.", "Raise the cluster's maximum, or run fewer steps side by side.",
            "Look at the runs that hold the nodes: one that hangs blocks all others.",
        ],
        alert: .nodesNotDelivered, prior: 60, explains: ["hidden-dependency-wait"], isCascade: true, needs: [.clusterEvents],
        examples: [
            RuleExample(
                "the quota is used up",
                files: [
                    "run.json": queued(), "later.json": later,
                    "cluster.json": cluster(
                        "\"currentNodeCount\": 0, \"targetNodeCount\": 4, \"clusterErrorCodes\": \"ClusterCoreQuotaReached\""),
                ],
                expectation: .finds(
                    title: "Queued for 6 h, because cpu-cluster gets no nodes: ClusterCoreQuotaReached", source: "cluster.json", line: 1)),
            RuleExample(
                "all nodes are taken",
                files: [
                    "run.json": queued(), "later.json": later,
                    "cluster.json": cluster(
                        "\"currentNodeCount\": 4, \"targetNodeCount\": 4, \"runningNodeCount\": 4, \"maximumNodeCount\": 4"),
                ],
                expectation: .finds(
                    title: "Queued for 6 h, because cpu-cluster gets no nodes: all 4 nodes are taken", source: "cluster.json", line: 1)),
            RuleExample(
                "the cluster has grown, and nodes are free",
                files: [
                    "run.json": queued(), "later.json": later,
                    "cluster.json": cluster(
                        "\"currentNodeCount\": 4, \"targetNodeCount\": 4, \"runningNodeCount\": 1, \"maximumNodeCount\": 4"),
                ],
                expectation: .staysSilent),
            RuleExample(
                "queued for ten minutes",
                files: [
                    "run.json": queued(),
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T07:00:00Z", ended: "2026-03-02T08:10:00Z"),
                    "cluster.json": cluster("\"currentNodeCount\": 0, \"targetNodeCount\": 4"),
                ],
                expectation: .staysSilent),
            RuleExample(
                "the cluster's record is cut", isDamaged: true,
                files: [
                    "run.json": queued(), "later.json": later,
                    "cluster.json": String(
                        cluster("\"currentNodeCount\": 0, \"targetNodeCount\": 4, \"clusterErrorCodes\": \"ClusterCoreQuotaReached\"")
                            .dropLast(30)),
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard !file.hasOwnCause, let status = file.status, [.queued, .provisioning, .starting].contains(status), let now = file.now
            else {
                return []
            }
            // A step that others hold back waits for them, and one of a pipeline that is over waits for nothing.
            let waitsForStep = file.relatives.contains { other in
                (other.relation == .upstream && other.status != .completed)
                    || (other.relation == .ancestor && other.status?.isTerminal == true)
                    || (other.relation == .sibling && other.isTroubled && other.compute != nil && other.compute == file.run.compute)
            }
            if waitsForStep { return [] }
            guard let since = file.dossier.time(of: status) ?? file.run.created else { return [] }
            let waited = now.seconds(since: since)
            guard waited > ClusterWait.patience, let wait = ClusterWait(file, since: since) else { return [] }
            var weights = Weights()
            weights.add(.diagnostics, wait.isRefusal ? 0.9 : 0.8)
            weights.add(.history, waited > 3 * ClusterWait.patience ? 0.5 : 0.3)
            let name = file.run.compute ?? wait.event.compute ?? "its compute"
            return [
                Conclusion(
                    mechanism: name.lowercased() + ":" + (wait.isRefusal ? TextScan.masked(wait.reason) : "nodes"),
                    severity: wait.isRefusal ? .error : .warning, confidence: weights.confidence(),
                    title: "\(status.rawValue) for \(readableDuration(seconds: waited)), because \(name) gets no nodes: \(wait.reason)",
                    explanation: "The run waits since \(since.readable). The events of \(name) say: \(wait.reason)."
                        + (holders(file).isEmpty ? "" : " At work on it: \(holders(file).joined(separator: ", "))."),
                    evidence: [wait.event.quote, file.statusQuote].compactMap { $0 }, effectiveTime: since)
            ]
        })

    private static func holders(_ file: CaseFile) -> [String] {
        file.relatives.filter { $0.status == .running && $0.compute != nil && $0.compute == file.run.compute }.map(\.label)
    }

    private static func queued() -> String {
        "[\n{\"runId\": \"r1\", \"target\": \"cpu-cluster\", \"createdTimeUtc\": \"2026-03-02T08:00:00Z\",\n \"status\": \"Queued\"}\n]\n"
    }

    /// Another run, from which one knows how late it is.
    private static let later = ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:00:00Z")

    private static func cluster(_ counts: String) -> String {
        "{\"time\": \"2026-03-02T08:05:00Z\", \"resourceId\": \"/SUBSCRIPTIONS/0\", \"operationName\": \"ClusterResized\", \"category\": \"AmlComputeClusterEvent\", "
            + "\"properties\": {\"clusterName\": \"cpu-cluster\", \"eventType\": \"ClusterResized\", \(counts)}}\n"
    }
}
