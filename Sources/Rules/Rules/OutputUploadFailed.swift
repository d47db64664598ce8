import Evidence

extension Rule {
    /// The platform could not collect the outputs.
    package static let outputUploadFailed = Rule(
        id: "output-upload-failed", category: .outputOutsideDeclared, kind: .cause, severity: .critical,
        title: "The outputs could not be collected",
        why: """
            The script was through, and the runtime could not upload what it had written or flush what it had logged. The words are the \
            runtime's own, in its logs, behind the end of the script, or in the run's error. What was not uploaded is gone with the node.
            """,
        harmless: [
            "A script that prints such words about an upload of its own and goes on.", "An upload that is tried again with success.",
        ],
        remedy: [
            "Write fewer and larger files, and large ones to a declared output instead of `./outputs`.",
            "Where the storage refused, look at the rights of the compute's identity and at the account's firewall.",
            "Run the step again: what it had written is not there.",
        ],
        alert: .storageRefused, prior: 80,
        explains: ["declared-output-empty", "completion-signal-lost", "finalizing-blocked-by-process", "status-contradicts-log"],
        patterns: [.uploadFailed],
        examples: [
            RuleExample(
                "the runtime's log says that the upload failed",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.log: "saved 3 files\n",
                    "logs/r1/logs/azureml/executionlogs.txt":
                        "[2026-03-02 08:29:40Z] Execution status: Finalizing\n[2026-03-02 08:29:58Z] Failed to upload outputs and mark job as failed. Error: The specified block list is invalid\n",
                ],
                expectation: .finds(
                    title:
                        "The outputs could not be collected: Failed to upload outputs and mark job as failed. Error: The specified block list is invalid",
                    source: "logs/r1/logs/azureml/executionlogs.txt", line: 2)),
            RuleExample(
                "the script speaks of an upload of its own",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: "Failed to upload outputs to the mirror, trying again\nuploaded\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the line is cut", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.log: "saved 3 files\n",
                    "logs/r1/logs/azureml/executionlogs.txt":
                        "[2026-03-02 08:29:40Z] Execution status: Finalizing\n[2026-03-02 08:29:58Z] Failed to update outputs and mark job as fai",
                ],
                expectation: .finds(
                    title: "The outputs could not be collected: Failed to update outputs and mark job as fai",
                    source: "logs/r1/logs/azureml/executionlogs.txt", line: 2)),
        ],
        conclude: { file in
            guard file.fatalTraceback == nil, file.ending.state == .succeeded || file.ending.state == .unknown,
                let failure = UploadFailure(file)
            else { return [] }
            let isWhole = !file.dossier.outputs.isEmpty && file.dossier.outputs.allSatisfy { $0.content == .filled }
            // An upload that was repeated until it went through is no failure of a run that completed with everything in place.
            if file.status == .completed && isWhole { return [] }
            var weights = Weights()
            weights.add(failure.source, 0.88)
            if file.status == .failed { weights.add(.history, 0.6) }
            let text = failure.text.split(whereSeparator: \.isNewline).first.map(String.init) ?? failure.text
            var conclusion = Conclusion(
                mechanism: TextScan.masked(String(text.prefix(160))),
                severity: file.status == .completed && file.emptyOutputs.isEmpty ? .warning : .critical, confidence: weights.confidence(),
                title: "The outputs could not be collected: \(text.prefix(160))",
                explanation: "The script was through; what it wrote did not reach the storage." + lastWords(file),
                evidence: [failure.quote, file.ending.quote, file.statusQuote].compactMap { $0 },
                effectiveTime: failure.quote.time ?? file.run.ended)
            if refusals.contains(where: { text.contains($0) }) { conclusion.category = .dataAccessFailure }
            return [conclusion]
        })

    /// How a storage says that it will not take it.
    private static let refusals = [
        "403", "401", "AuthorizationPermissionMismatch", "AuthenticationFailed", "not authorized", "AuthorizationFailure",
    ]
}
