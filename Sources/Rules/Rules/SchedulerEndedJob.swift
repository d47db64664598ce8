import Evidence

extension Rule {
    /// A batch scheduler ended the job.
    package static let schedulerEndedJob = Rule(
        id: "scheduler-ended-job", category: .prematureExit, kind: .cause, severity: .error, title: "The scheduler ended the job",
        why: """
            Slurm, LSF, PBS, YARN or Kubernetes wrote that they ended the job: its time was up, its memory exceeded, somebody canceled it, its \
            node failed or was taken for somebody else. A job that an exception had left hanging until its limit has that exception as its cause.
            """,
        harmless: ["A launcher that ends its other tasks after one failed.", "The words in a text that explains them."],
        remedy: [
            "Ask for more time or memory, or let the job save its state and be submitted again.",
            "Where the node failed or was taken, submit it again.",
        ],
        prior: 72,
        explains: [
            "sigkill-unattributed", "sigterm-shutdown", "explicit-exit", "premature-exit-success", "time-limit-exceeded",
            "hang-external-call",
        ],
        patterns: [.schedulerEnded],
        examples: [
            RuleExample(
                "the time limit of a Slurm job",
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log:
                        "epoch 3 loss 0.4\nslurmstepd: error: *** JOB 4711 ON node07 CANCELLED AT 2026-03-02T08:30:00 DUE TO TIME LIMIT ***\n",
                ],
                expectation: .finds(title: "The scheduler ended the job: time limit", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "the words in prose",
                files: ["run.json": ExampleFiles.run("Completed"), ExampleFiles.log: "due to time limits we skip the ablation\n"],
                expectation: .staysSilent),
            RuleExample(
                "the line is cut behind the reason", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log: "step 9\nslurmstepd: error: *** STEP 1.0 ON n1 CANCELLED AT 2026-03-02T08:30:00 DUE TO PREEMPTION",
                ],
                expectation: .finds(title: "The scheduler ended the job: preemption", source: ExampleFiles.log, line: 2)),
        ],
        conclude: { file in
            guard file.status != .completed, file.ending.state != .succeeded || file.status == nil || file.status == .unknown else {
                return []
            }
            guard let hit = file.hits(.schedulerEnded).last(where: { !$0.isWrapper }) else { return [] }
            let reason = reason(of: hit)
            var weights = Weights()
            weights.add(.system, 0.88)
            if file.status == .failed || file.status == .canceled { weights.add(.history, 0.4) }
            let last = file.userLogs.first { $0.source == hit.quote.location.source }?.tail.last { line in
                line.number < (hit.quote.location.line ?? 0) && line.text.contains { !$0.isWhitespace }
            }
            var conclusion = Conclusion(
                mechanism: reason, confidence: weights.confidence(), title: "The scheduler ended the job: \(reason)",
                explanation: "The line quoted is the scheduler's own."
                    + (last.map { " The last line before it was “\($0.text.prefix(120).filter { !$0.isNewline })”." } ?? ""),
                evidence: [hit.quote] + (last.map { [$0.quote(from: hit.quote.location.source)] } ?? []), effectiveTime: hit.quote.time)
            if reason == "node failure" || reason.hasPrefix("preemption") || reason == "eviction" { conclusion.category = .computeLost }
            return [conclusion]
        })

    private static func reason(of hit: PatternHit) -> String {
        if let slurm = hit.captures["slurm"] ?? hit.captures["due"] { return slurm.lowercased() }
        if let pbs = hit.captures["pbs"] {
            return pbs.contains("walltime") ? "time limit" : pbs.contains("mem") ? "memory limit" : String(pbs.prefix(60))
        }
        if let mail = hit.captures["mail"] { return mail == "node failure" ? mail : "preemption (\(mail))" }
        if hit.captures["node"] != nil || hit.captures["lost"] != nil { return "node failure" }
        if let by = hit.captures["by"] { return "deleted at the request of \(by)" }
        if let resource = hit.captures["resource"] { return resource.contains("mem") ? "memory limit" : "time limit" }
        if hit.captures["server"] != nil { return "aborted by the server" }
        switch hit.captures["lsf"] ?? hit.captures["k8s"] {
        case "RUNLIMIT", "DeadlineExceeded": return "time limit"
        case "MEMLIMIT": return "memory limit"
        case "OWNER": return "canceled by its owner"
        case "ADMIN": return "canceled by an administrator"
        case "PREEMPT": return "preemption"
        case "Evicted": return "eviction"
        default: return hit.captures["yarn"] != nil || hit.captures["memory"] != nil ? "memory limit" : "canceled"
        }
    }
}
