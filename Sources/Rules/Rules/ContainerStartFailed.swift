import Evidence

extension Rule {
    /// The image or environment failed before any user code ran.
    package static let containerStartFailed = Rule(
        id: "container-start-failed", category: .environmentFailure, kind: .cause, severity: .error,
        title: "The environment failed before user code ran",
        why: """
            The image could not be built or pulled, packages could not be resolved, or the container did not start. The script had no part in it: its \
            own log is empty or missing.
            """,
        harmless: [
            "conda's first solve that fails and is followed by another.", "A pull that is tried again with success.",
            "pip messages of a script that installs packages itself and goes on.",
        ],
        remedy: [
            "Open the build log at the line quoted: the first error in it is the reason.",
            "Pin versions that exist for the image's Python; build the image once before the pipeline needs it.",
            "For a private registry give the compute's identity the right to pull (AcrPull).",
        ],
        alert: .failedJobs, prior: 85, explains: ["py-unhandled-exception", "explicit-exit", "completion-signal-lost"],
        patterns: [.environmentFailed],
        examples: [
            RuleExample(
                "a package that does not exist",
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    "logs/r1/azureml-logs/20_image_build_log.txt":
                        "2026/03/02 08:00:04 Downloading source code...\nERROR: No matching distribution found for lightgmb==4.1\n2026/03/02 08:03:00 failed to run step\n",
                ],
                expectation: .finds(
                    title: "The environment failed: ERROR: No matching distribution found for lightgmb==4.1",
                    source: "logs/r1/azureml-logs/20_image_build_log.txt", line: 2)),
            RuleExample(
                "a first solve that fails and is tried again",
                files: [
                    "run.json": ExampleFiles.run("Completed"),
                    "logs/r1/azureml-logs/20_image_build_log.txt":
                        "2026/03/02 08:00:04 Downloading source code...\nSolving environment: failed with initial frozen solve. Retrying with flexible solve.\nRun ID: cd9 was successful after 18m4s\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the build log is cut", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    "logs/r1/azureml-logs/20_image_build_log.txt":
                        "2026/03/02 08:00:04 Downloading source code...\nSolving environment: fail",
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard file.status != .completed, file.ending.state != .succeeded else { return [] }
            let hits = file.hits(.environmentFailed).filter { hit in
                let log = file.dossier.logs.first { $0.source == hit.quote.location.source }
                // In the user's own log it counts only where nothing of the script's work follows.
                return log?.role.isUserOutput == false || (hit.quote.location.line ?? 0) >= (log?.lastUserLine?.number ?? 0) - 15
            }
            let inError = file.run.error.map { error in
                [
                    "Failed to pull", "ImagePullBackOff", "mage build failed", "EnvironmentBuild", "execution-wrapper-init` failed",
                    "OCI runtime",
                ].contains { error.message.contains($0) }
            }
            let errorQuote = inError == true ? file.run.citations[.error] : nil
            guard let proof = hits.first?.quote ?? errorQuote else { return [] }
            var weights = Weights()
            if let hit = hits.first {
                let isOwn = file.dossier.logs.first { $0.source == hit.quote.location.source }?.role.isUserOutput == true
                weights.add(isOwn ? .log : .system, isOwn ? 0.6 : 0.85)
            }
            if errorQuote != nil { weights.add(.history, 0.85) } else if file.status == .failed { weights.add(.history, 0.5) }
            let said = hits.first.map { $0.text } ?? file.run.error?.message.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
            return [
                Conclusion(
                    mechanism: TextScan.masked(said), confidence: weights.confidence(),
                    title: "The environment failed: \(said.prefix(160))",
                    explanation: "The image or environment could not be made or started, so the script never ran.",
                    evidence: [proof] + hits.dropFirst().suffix(2).map(\.quote) + [errorQuote].compactMap { $0 },
                    exception: file.fatalTraceback.map { $0.summary(of: $0.decisive) }, effectiveTime: proof.time ?? file.run.ended)
            ]
        })
}
