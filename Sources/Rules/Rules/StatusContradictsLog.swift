import Evidence

extension Rule {
    /// The recorded status and the evidence disagree.
    package static let statusContradictsLog = Rule(
        id: "status-contradicts-log", category: .evidence, kind: .symptom, severity: .error,
        title: "The recorded status and the evidence disagree",
        why: """
            Run history, exit code, the runtime's markers, job events and children are put side by side. Here they cannot all be true: a process that \
            ended well in a run that failed, a failure in a run that completed, a pipeline that failed while all of its steps completed, or two \
            records with different ends. It says what to mistrust, and stands only where no other finding explains the run.
            """,
        harmless: [
            "An older export that still says Running.", "A run that was canceled while its last lines were written.",
            "A run that counts every exit code as success.",
        ],
        remedy: [
            "Believe the witness that is closest to the work: exit code and output before the status.",
            "Where the run completed and its process failed, let the script's exit code through (`set -e`, no `|| true`).",
            "Where the run failed and its process did not, look at what the platform had to do afterwards: uploads, clean-up, validation of the outputs.",
        ],
        alert: .jobDoneRunOpen, prior: 15, isCascade: true, needs: [.runHistory], patterns: [.wrapperExitCode],
        examples: [
            RuleExample(
                "exit code 0, and the run failed",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: "model written\n",
                ],
                expectation: .finds(
                    title: "The run says Failed, but its process ended well", source: ExampleFiles.wrapper, line: 1)),
            RuleExample(
                "exit code 3, and the run completed",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(3), ExampleFiles.log: "step 9\n",
                ],
                expectation: .finds(
                    title: "The run says Completed, but its process ended with code 3", source: ExampleFiles.wrapper, line: 1)),
            RuleExample(
                "an older export that still says Running",
                files: [
                    "run.json": ExampleFiles.run("Completed"), "old.json": ExampleFiles.run("Running", ended: nil),
                    ExampleFiles.wrapper: ExampleFiles.exited(0), ExampleFiles.log: "model written\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the runtime's log is cut before the exit code", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: String(ExampleFiles.exited(0).prefix(90)),
                    ExampleFiles.log: "model written\n",
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard !file.hasOwnCause, !file.relatives.contains(where: { $0.relation == .descendant && $0.isTroubled }) else { return [] }
            let recorded = RecordedStatus(file.dossier)
            if let other = recorded.otherEnd, let status = recorded.status, let mine = recorded.quote, let theirs = other.quote {
                return [
                    Conclusion(
                        mechanism: "records:\(status.rawValue)/\(other.status.rawValue)", severity: .warning, confidence: 0.9,
                        title: "One record says \(status.rawValue), another \(other.status.rawValue)",
                        explanation: "Run history and status events know different ends. The later one is followed here.",
                        evidence: [mine, theirs], effectiveTime: recorded.time)
                ]
            }
            guard let status = file.status else { return [] }
            let seen = Observation(file)
            let verdict = Reconciliation(seen)
            let title: String
            switch verdict {
            case .falseFailure: title = "The run says \(status.rawValue), but its process ended well"
            case .falseSuccess:
                // Where every exit code counts as success, a code is no failure; only a signal is.
                if file.run.anyExitCodeSucceeds == true && file.ending.signal == nil { return [] }
                title = "The run says \(status.rawValue), but its process \(file.ending.code.map { "ended with code \($0)" } ?? "failed")"
            default:
                guard status == .failed, seen.children == .allCompleted else { return [] }
                title = "The run says Failed, but all of its \(file.children.count) steps completed"
            }
            guard let proof = file.ending.quote ?? file.statusQuote else { return [] }
            var weights = Weights()
            weights.add(file.ending.quote == nil ? .history : file.ending.source, 0.8)
            if file.statusQuote != nil { weights.add(.history, 0.5) }
            if seen.job == .succeeded, verdict == .falseFailure { weights.add(.diagnostics, 0.4) }
            return [
                Conclusion(
                    mechanism: verdict.contradiction?.rawValue ?? "children",
                    severity: verdict == .falseSuccess ? .critical : .error, confidence: weights.confidence(), title: title,
                    explanation: "This is a \(verdict.contradiction?.rawValue ?? "failure above healthy steps"): \(verdict.rawValue)."
                        + (file.run.error.map { " The service's error: “\($0.message.prefix(160).filter { !$0.isNewline })”." } ?? "")
                        + lastWords(file),
                    evidence: [proof, file.statusQuote, file.run.citations[.error]].compactMap { $0 },
                    effectiveTime: proof.time ?? file.run.ended)
            ]
        })
}
