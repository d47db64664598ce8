import Evidence

extension Rule {
    /// What lies at the declared output is older than the run.
    package static let outputStaleOrReused = Rule(
        id: "output-stale-or-reused", category: .outputOutsideDeclared, kind: .cause, severity: .warning,
        title: "The output is older than the run",
        why: """
            The run completed, and the newest object at its declared output was written before the run began: an earlier run left it there, and this \
            one wrote nothing. Whoever reads the output works with old data and does not know it.
            """,
        harmless: ["A step that reused an earlier run's output because nothing had changed.", "An output of which one object is old."],
        remedy: [
            "Give every run a place of its own (`${{name}}` in the path of the output).",
            "Delete what lies there before writing, and write a manifest with the run's id beside the data.",
            "Run again what has read this output since.",
        ],
        alert: .finishedTooFast, prior: 60, needs: [.outputListing, .runHistory],
        examples: [
            RuleExample(
                "the newest object is a day older than the run",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.log: "training\n",
                    "outputs.json": ExampleFiles.listing(filled: true, at: "2026-03-01T08:29:00+00:00"),
                ],
                expectation: .finds(
                    title: "The output 'model' is from 2026-03-01 08:29:00, before the run began", source: "outputs.json", line: 3)),
            RuleExample(
                "written during the run",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.log: "training\n",
                    "outputs.json": ExampleFiles.listing(filled: true),
                ],
                expectation: .staysSilent),
            RuleExample(
                "the step reused an earlier run's output",
                files: [
                    "run.json": ExampleFiles.run(
                        "Completed", outputs: true, extra: ", \"properties\": {\"azureml.reusedrunid\": \"r0\"}"),
                    "outputs.json": ExampleFiles.listing(filled: true, at: "2026-03-01T08:29:00+00:00"),
                ],
                expectation: .staysSilent),
            RuleExample(
                "a listing without times", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.log: "training\n",
                    "outputs.json": ExampleFiles.listing(filled: true, at: ""),
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard file.saysSucceeded, file.run.reusedRunID == nil, let first = file.staleOutputs.first else { return [] }
            let names = file.staleOutputs.map(\.port.name)
            let noun = OutputWords.sentence(names)
            let newest = file.staleOutputs.compactMap(\.newest).max()
            var weights = Weights()
            weights.add(.history, 0.88)
            let proof = first.objects.max { ($0.modified ?? Timestamp(microseconds: 0)) < ($1.modified ?? Timestamp(microseconds: 0)) }
            let used =
                file.consumers.isEmpty ? "" : " \(file.consumers.count == 1 ? "A later step has" : "Later steps have") been given it."
            return [
                Conclusion(
                    mechanism: names.sorted().joined(separator: ","), severity: file.consumers.isEmpty ? .warning : .critical,
                    confidence: weights.confidence(),
                    title: "\(noun) from \(newest?.readable ?? "before"), before the run began",
                    explanation:
                        "The run began at \((file.run.started ?? file.run.created)?.readable ?? "a later time"); it wrote nothing there."
                        + used + lastWords(file),
                    evidence: [proof?.quote, file.run.citations[.started] ?? file.statusQuote, file.statusQuote].compactMap { $0 },
                    effectiveTime: file.run.ended)
            ]
        })
}
