import Evidence

extension Rule {
    /// Failed, canceled or never run because of another run.
    package static let cascadeFromUpstream = Rule(
        id: "cascade-from-upstream", category: .blockedDependency, kind: .symptom, severity: .warning,
        title: "It did not run, or failed, because of another step",
        why: """
            In a pipeline one failure has many faces: steps that never start, steps that are canceled, the pipeline itself. The rule follows the \
            data edges of the pipeline's graph to the nearest step that is in trouble, and where the graph is not known or shows no path, to \
            the failed step that made the pipeline stop.
            """,
        harmless: [
            "Steps that wait for a step that is simply still running.",
            "A pipeline that goes on after a failed step because it was told to.",
        ],
        remedy: ["Nothing here: repair the step that is named as the cause, then run the rest from there."], alert: .cascades, prior: 0,
        isCascade: true,
        needs: [.runHistory],
        examples: [
            RuleExample(
                "a step that never started because its producer failed",
                files: [
                    "run.json": pipeline(producer: "Failed", consumer: "NotStarted"),
                    "logs/p1/user_logs/std_log.txt":
                        "Traceback (most recent call last):\n  File \"p.py\", line 3, in <module>\n    f()\nValueError: bad row\n",
                ],
                expectation: .finds(title: "Never started, because prep did not complete", source: "run.json", line: 4)),
            RuleExample(
                "a step that waits for a step that is still running",
                files: [
                    "run.json": pipeline(producer: "Running", consumer: "NotStarted"), "logs/p1/user_logs/std_log.txt": "epoch 1 of 3\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the producer's log is missing", isDamaged: true, files: ["run.json": pipeline(producer: "Failed", consumer: "NotStarted")],
                expectation: .finds(title: "Never started, because prep did not complete", source: "run.json", line: 4)),
        ],
        conclude: { file in
            guard let status = file.status else { return [] }
            let below = file.relatives.filter { $0.relation == .descendant && $0.isTroubled && $0.trouble?.severity != .info }
            if let culprit = first(below) {
                if status == .completed || (file.hasOwnCause && status != .running) { return [] }
                if !status.isTerminal && culprit.trouble == nil { return [] }
                let verb = status == .failed ? "Failed" : status == .canceled ? "Canceled" : "Cannot end"
                return [conclusion(file, culprit, title: "\(verb), because the step \(culprit.label) \(trouble(culprit))")]
            }
            guard !file.hasOwnCause, status.isWaiting || status == .canceled || status == .bypassed || status == .cancelRequested else {
                return []
            }
            let upstream = file.relatives.filter { $0.relation == .upstream && $0.isTroubled }
            let siblings = file.relatives.filter { sibling in
                guard sibling.relation == .sibling && sibling.isTroubled else { return false }
                if sibling.status == .failed || sibling.status == .canceled { return !file.goesOnAfterFailure || status == .canceled }
                if sibling.status?.isTerminal == true { return false }
                return sibling.compute != nil && sibling.compute == file.run.compute
            }
            guard let culprit = upstream.first ?? first(siblings) else { return [] }
            let verb = status == .canceled || status == .cancelRequested ? "Canceled" : status == .queued ? "Still queued" : "Never started"
            let because =
                culprit.relation == .sibling && culprit.status?.isTerminal != true
                ? "\(culprit.label) holds \(culprit.compute ?? "its compute")" : "\(culprit.label) \(trouble(culprit))"
            return [conclusion(file, culprit, title: "\(verb), because \(because)")]
        })

    private static func trouble(_ culprit: Relative) -> String {
        switch culprit.status {
        case .failed, .canceled: "did not complete"
        case .completed: "left nothing to work on"
        case nil: "is in trouble"
        default: "did not complete"
        }
    }

    /// The one that was in trouble first.
    private static func first(_ relatives: [Relative]) -> Relative? {
        relatives.min { left, right in
            (left.trouble == nil ? 1 : 0, left.trouble?.effectiveTime ?? left.ended ?? latest, left.runID)
                < (right.trouble == nil ? 1 : 0, right.trouble?.effectiveTime ?? right.ended ?? latest, right.runID)
        }
    }

    private static let latest = Timestamp(microseconds: .max)

    private static func conclusion(_ file: CaseFile, _ culprit: Relative, title: String) -> Conclusion {
        var text = "This run has no fault of its own that the evidence shows."
        if let trouble = culprit.trouble { text += " \(culprit.label): \(trouble.title)." }
        var conclusion = Conclusion(
            mechanism: "\(culprit.label)", confidence: culprit.trouble == nil ? 0.7 : 0.85, title: title, explanation: text,
            evidence: [file.statusQuote, culprit.trouble?.evidence.first].compactMap { $0 },
            effectiveTime: file.run.ended ?? file.run.created)
        conclusion.blames = [culprit.runID]
        return conclusion
    }

    /// A pipeline of two steps for the examples.
    private static func pipeline(producer: String, consumer: String) -> String {
        let root =
            "{\"runId\": \"r0\", \"status\": \"\(producer == "Failed" ? "Failed" : "Running")\", \"properties\": {\"azureml.runsource\": \"azureml.PipelineRun\"}}"
        let prep =
            "{\"runId\": \"p1\", \"parentRunId\": \"r0\", \"rootRunId\": \"r0\", \"displayName\": \"prep\", \"status\": \"\(producer)\","
        let train =
            "{\"runId\": \"r1\", \"parentRunId\": \"r0\", \"rootRunId\": \"r0\", \"displayName\": \"train\",\n \"status\": \"\(consumer)\"}"
        return "[\(root),\n\(prep) \"startTimeUtc\": \"2026-03-02T08:00:00Z\", \"endTimeUtc\": \"2026-03-02T08:05:00Z\"},\n\(train)\n]\n"
    }
}
