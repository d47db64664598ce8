import Evidence

extension Rule {
    /// A declared output is empty although the run completed.
    package static let declaredOutputEmpty = Rule(
        id: "declared-output-empty", category: .outputOutsideDeclared, kind: .cause, severity: .critical,
        title: "A declared output is empty although the run completed",
        why: """
            The run history declares an output, a listing of the storage that shows the outputs of other runs shows nothing for this one, and \
            the run says Completed. That is the fact; the reason is another finding where one is known: a swallowed error, a write to another \
            place, an early exit.
            """,
        harmless: [
            "No listing of the storage was given: then nothing is said.", "A step that reused an earlier run's output.",
            "A listing taken before the run ended.",
        ],
        remedy: [
            "Find where the script writes its result, and let it write below the path of the declared output.",
            "Assert at the end of the step that the output is not empty.",
        ],
        prior: 20, needs: [.outputListing, .runHistory],
        examples: [
            RuleExample(
                "the listing shows other runs' outputs, not this one's",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), "outputs.json": ExampleFiles.listing(filled: false),
                    ExampleFiles.log: "training\n",
                ],
                expectation: .finds(title: "The output 'model' is empty although the run completed", source: "run.json", line: 4)),
            RuleExample(
                "the output is there",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), "outputs.json": ExampleFiles.listing(filled: true),
                    ExampleFiles.log: "training\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "no listing at all", isDamaged: true,
                files: ["run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.log: "training\n"], expectation: .staysSilent
            ),
        ],
        conclude: { file in
            guard file.saysSucceeded, file.run.reusedRunID == nil, !file.emptyOutputs.isEmpty else { return [] }
            let names = file.emptyOutputs.map(\.port.name)
            let noun = OutputWords.sentence(names)
            var evidence = [file.run.citations[.outputs], file.statusQuote].compactMap { $0 }
            if let last = file.lastLine { evidence.append(last.line.quote(from: last.log.source)) }
            return [
                Conclusion(
                    mechanism: names.sorted().joined(separator: ","), confidence: 0.85, title: "\(noun) empty although the run completed",
                    explanation:
                        "\(noun) declared by the run, and the listing of the storage shows nothing there, while it shows the outputs of other runs."
                        + lastWords(file),
                    evidence: evidence, effectiveTime: file.run.ended)
            ]
        })
}
