import Evidence

extension Rule {
    /// An input was absent, or could not be mounted, when the step began.
    package static let inputMissing = Rule(
        id: "input-missing", category: .dataAccessFailure, kind: .cause, severity: .error, title: "An input was not there",
        why: """
            The step could not read what it was given: the storage says that the place is empty or does not exist, the mount failed, or the script \
            found no file below the folder of a declared input. Where another step of the pipeline should have written it, that step is to blame, and \
            this one is its victim.
            """,
        harmless: [
            "A look-up of a file that may be absent, after which the script goes on.", "A mount that is tried again with success.",
            "A file of the script's own that it forgot to write.",
        ],
        remedy: [
            "Open the place named: does it hold what the step asks for, in that folder and in that spelling?",
            "Where an earlier step writes it, look at that step first.",
            "Check the version of the data asset, and whether somebody moved or deleted it.",
        ],
        alert: .storageRefused, prior: 74,
        explains: [
            "py-unhandled-exception", "explicit-exit", "container-start-failed", "declared-output-empty", "status-contradicts-log",
            "sigkill-unattributed", "external-call-failed", "swallowed-then-crash",
        ],
        patterns: Pattern.inputs,
        examples: [
            RuleExample(
                "the runtime finds nothing at the place of an input",
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    "logs/r1/system_logs/data_capability/data-capability.log":
                        "2026-03-02T08:00:04.000000Z  INFO data_capability: preparing inputs\n2026-03-02T08:00:05.000000Z ERROR data_capability: DataAccessError(NotFound { path: \"churn/2026\" })\n",
                ],
                expectation: .finds(
                    title: "An input was not there: DataAccessError(NotFound { path: \"churn/2026\" })",
                    source: "logs/r1/system_logs/data_capability/data-capability.log", line: 2)),
            RuleExample(
                "a volume that cannot be mounted",
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log: "Unable to mount the file share churn\n\tInfo: the share answers nothing\n",
                ],
                expectation: .finds(
                    title: "The data could not be mounted: Unable to mount the file share churn", source: ExampleFiles.log, line: 1)),
            RuleExample(
                "a file that is not below a declared input of outside the pipeline",
                files: [
                    "run.json": withInput("azureml://datastores/raw/paths/churn/"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: missingFile("/mnt/azureml/cr/j/0a1b/cap/data-capability/wd/INPUT_churn/2026.csv"),
                ],
                expectation: .finds(title: "2026.csv is not in the input churn", source: ExampleFiles.log, line: 4)),
            RuleExample(
                "a file of the script's own",
                files: [
                    "run.json": withInput("azureml://datastores/raw/paths/churn/"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: missingFile("/tmp/cache/2026.csv"),
                ],
                expectation: .staysSilent),
            RuleExample(
                "a mount that is tried again with success",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: "Unable to mount the file share churn, trying again\nmounted\n" + work + "Error: bad row\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the runtime mounts at the second try, and the script ends with a code of its own",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(3),
                    ExampleFiles.log: "12 rows\ntoo few\n",
                    "logs/r1/system_logs/data_capability/data-capability.log":
                        "2026-03-02T08:00:04.000000Z  WARN data_capability: Failed to mount datastore churn, trying again\n2026-03-02T08:00:09.000000Z  INFO data_capability: mounted\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the line is cut behind the words", isDamaged: true,
                files: ["run.json": ExampleFiles.run("Failed"), ExampleFiles.log: "Message: Cannot mount Data"], expectation: .staysSilent),
        ],
        conclude: { file in
            guard file.status != .completed, file.ending.state != .succeeded else { return [] }
            guard let lack = MissingInput(file) else { return [] }
            var weights = Weights()
            weights.add(lack.source, lack.source == .log ? 0.8 : 0.88)
            if file.status == .failed { weights.add(.history, 0.6) }
            var conclusion = Conclusion(
                mechanism: lack.mechanism, confidence: weights.confidence(), title: lack.title,
                explanation: lack.explanation + (lack.producers.isEmpty ? "" : " An earlier step of the pipeline should have written it."),
                evidence: lack.evidence + [file.statusQuote].compactMap { $0 }, exception: lack.exception,
                effectiveTime: lack.evidence.first?.time ?? file.run.ended)
            if lack.isFileWithin { conclusion.category = .unhandledException }
            if !lack.producers.isEmpty {
                conclusion.kind = .symptom
                conclusion.category = .blockedDependency
                conclusion.severity = .warning
                conclusion.blames = lack.producers
            }
            return [conclusion]
        })

    private static let work = (1...40).map { "step \($0) loss 0.\($0)\n" }.joined()

    private static func missingFile(_ path: String) -> String {
        "Traceback (most recent call last):\n  File \"score.py\", line 7, in <module>\n    f = open(p)\nFileNotFoundError: [Errno 2] No such file or directory: '\(path)'\n"
    }

    /// A run with one input from outside its pipeline.
    private static func withInput(_ uri: String) -> String {
        ExampleFiles.run(
            "Failed",
            extra:
                ",\n \"runDefinition\": {\"script\": \"score.py\", \"inputs\": {\"churn\": {\"uri\": \"\(uri)\", \"mode\": \"ReadOnlyMount\"}}}, \"inputs\": {\"churn\": {\"uri\": \"\(uri)\"}}"
        )
    }
}
