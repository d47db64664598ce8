import Evidence

extension Rule {
    /// A person, a policy or the parent canceled it.
    package static let cancelledBySomeone = Rule(
        id: "cancelled-by-someone", category: .prematureExit, kind: .cause, severity: .info, title: "Somebody canceled it",
        why: """
            The run was canceled, it was not at its time limit, and nothing was wrong with it before. The record, the status events or the activity log \
            name who asked; a sweep's early-termination policy and a parent that was canceled or failed ask too. A run that was told to cancel and \
            does not end is another matter: it still holds its node.
            """,
        harmless: ["A run that the service canceled at its time limit.", "A step that is canceled because another one failed."],
        remedy: [
            "Ask who canceled it, if nobody should have.",
            "Where a policy stopped it, look at the metric that the policy compares before asking for more.",
        ],
        alert: .cancelStuck, prior: 90, isCascade: true, needs: [.runHistory],
        examples: [
            RuleExample(
                "canceled by a person",
                files: [
                    "run.json": ExampleFiles.run(
                        "Canceled", extra: ", \"cancelationReason\": \"not needed any more\", \"lastModifiedBy\": {\"userName\": \"Ada\"}"),
                    ExampleFiles.log: "2026-03-02 08:29:00 epoch 4\n",
                ],
                expectation: .finds(title: "It was canceled: not needed any more", source: "run.json", line: 2)),
            RuleExample(
                "told to cancel, and not over hours later",
                files: [
                    "run.json": ExampleFiles.run("CancelRequested", ended: nil), ExampleFiles.log: "2026-03-02 08:29:00 epoch 4\n",
                    "later.json": ExampleFiles.run("Completed", id: "r9", started: "2026-03-02T13:00:00Z", ended: "2026-03-02T14:00:00Z"),
                ],
                expectation: .finds(title: "It was told to cancel 5 h 31 min ago, and has not ended", source: "run.json", line: 2)),
            RuleExample(
                "canceled at its time limit",
                files: [
                    "run.json": ExampleFiles.run("Canceled", extra: ", \"runDefinition\": {\"maxRunDurationSeconds\": 1800}"),
                    ExampleFiles.log: "2026-03-02 08:29:00 epoch 4\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "nothing says who asked, and the record is cut", isDamaged: true,
                files: ["run.json": String(ExampleFiles.run("Canceled").dropLast(4)), ExampleFiles.log: "2026-03-02 08:29:00 epoch 4\n"],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard let status = file.status, status == .canceled || status == .cancelRequested else { return [] }
            if status == .cancelRequested { return stuckCancel(file) }
            guard !file.hasOwnCause, LimitReached(file) == nil else { return [] }
            guard !file.relatives.contains(where: { $0.isTroubled && $0.relation != .ancestor && $0.trouble?.severity != .info }) else {
                return []
            }
            let parent = file.relatives.first { $0.relation == .ancestor && ($0.status == .canceled || $0.status == .failed) }
            let reason = file.run.cancelationReason.flatMap { $0.isEmpty ? nil : $0 }
            let request = file.dossier.events.last { $0.kind == .runStatus && $0.status == .cancelRequested }
            let activity = file.dossier.computeEvents.last { event in
                event.kind == .activity && event.name.lowercased().hasSuffix("/cancel/action") && event.quote.text.contains(file.run.id)
            }
            let policy = reason.map { text in policies.contains { text.lowercased().contains($0) } } ?? false
            let asker = activity?.caller ?? request?.caller
            guard reason != nil || asker != nil || parent != nil else { return [] }
            var weights = Weights()
            if reason != nil || parent != nil { weights.add(.history, 0.8) }
            if request != nil { weights.add(.diagnostics, 0.7) }
            if activity != nil { weights.add(.activity, 0.8) }
            let said = reason.map { String($0.split(whereSeparator: \.isNewline).first ?? "").prefix(160) }
            let title: String
            if parent != nil, reason == nil, asker == nil {
                title = "Canceled together with \(parent?.label ?? "its parent")"
            } else {
                title = "It was canceled\(asker.map { " by \($0)" } ?? "")\(said.map { ": \($0)" } ?? "")"
            }
            var conclusion = Conclusion(
                mechanism: policy ? "policy" : parent != nil && asker == nil ? "parent" : "person", confidence: weights.confidence(),
                title: title,
                explanation: "It was not at a time limit, and nothing was wrong with it before." + lastWords(file),
                evidence: [request?.quote, activity?.quote, file.statusQuote].compactMap { $0 },
                effectiveTime: request?.time ?? file.run.ended)
            if policy || (parent != nil && asker == nil) {
                conclusion.category = .blockedDependency
                conclusion.severity = .warning
                conclusion.kind = .symptom
                if let parent { conclusion.blames = [parent.runID] }
            }
            return [conclusion]
        })

    /// Early-termination policies of sweeps, and the service's own words.
    private static let policies = ["bandit", "median stopping", "medianstopping", "truncation", "early termination", "policy"]

    private static func stuckCancel(_ file: CaseFile) -> [Conclusion] {
        let seen = Observation(file)
        guard Reconciliation(seen) == .cancelStuck else { return [] }
        let request = file.dossier.events.last { $0.kind == .runStatus && $0.status == .cancelRequested }
        var weights = Weights()
        weights.add(.history, 0.8)
        if let request, let last = file.lastOutputTime, let time = request.time, last > time.adding(seconds: 60) { weights.add(.log, 0.5) }
        var conclusion = Conclusion(
            mechanism: "stuck", severity: .error, confidence: weights.confidence(),
            title: "It was told to cancel \(readableDuration(seconds: seen.age)) ago, and has not ended",
            explanation: "A cancel takes minutes. The process may still be running and holds its node." + lastWords(file),
            evidence: [request?.quote, file.statusQuote].compactMap { $0 },
            remedy: [
                "Cancel it once more; if that does not help, stop the node or take it out of the cluster.",
                "Let the script handle SIGTERM within the time that the platform gives it.",
            ], effectiveTime: request?.time)
        conclusion.category = .stuckFinalizing
        return [conclusion]
    }
}
