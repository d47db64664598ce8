import Evidence

extension Rule {
    /// What differs from the last good run of the step.
    package static let changedSinceLastGood = Rule(
        id: "changed-since-last-good", category: .evidence, kind: .symptom, severity: .info,
        title: "What changed since the last good run of the step",
        why: """
            A step that ran well yesterday and fails today fails because something is different. The rule compares the records of the run with \
            those of the newest earlier run of the same step that ended well: code snapshot, command, environment, inputs, parameters, compute, \
            duration. It is context for the findings, and none by itself.
            """,
        harmless: ["Folders and arguments that differ every night.", "A healthy run: nothing is said of it."],
        remedy: ["Take the first difference first: run the step again with the old value of it."],
        prior: 0, isCascade: true,
        examples: [
            RuleExample(
                "new code and another node size",
                files: [
                    "runs.json": MetricExamples.pair(
                        old: MetricExamples.setup(snapshot: "aaaa1111", size: "STANDARD_D4_V3"),
                        new: MetricExamples.setup(snapshot: "bbbb2222", size: "STANDARD_D2_V3")),
                    ExampleFiles.log:
                        "Traceback (most recent call last):\n  File \"train.py\", line 3, in <module>\n    main()\nKeyError: 'x'\n",
                ],
                expectation: .finds(
                    title:
                        "Changed since the last good run (r0): the code snapshot (aaaa1111 to bbbb2222); the node size (STANDARD_D4_V3 to STANDARD_D2_V3)",
                    source: "runs.json", line: 3)),
            RuleExample(
                "nothing that the records tell of changed",
                files: [
                    "runs.json": MetricExamples.pair(old: "", new: ""),
                    ExampleFiles.log:
                        "Traceback (most recent call last):\n  File \"train.py\", line 3, in <module>\n    main()\nKeyError: 'x'\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "a healthy run with new code",
                files: [
                    "runs.json": MetricExamples.pair(
                        old: MetricExamples.setup(snapshot: "aaaa1111", size: "STANDARD_D4_V3"),
                        new: MetricExamples.setup(snapshot: "bbbb2222", size: "STANDARD_D4_V3"), status: "Completed"),
                    ExampleFiles.log: "done\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "no earlier run in the export", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log:
                        "Traceback (most recent call last):\n  File \"train.py\", line 3, in <module>\n    main()\nKeyError: 'x'\n",
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard file.run.kind != .pipeline, let good = file.dossier.lastGood else { return [] }
            guard file.status == .failed || file.status == .notResponding || (file.status == .completed && file.hasOwnCause) else {
                return []
            }
            let list = HistoryDifferences(file).list.prefix(5).map(\.text)
            guard !list.isEmpty else { return [] }
            let quotes = [file.run.citations[.record], good.citations[.record]].compactMap { $0 }
            let when = good.ended.map { ", which ended at \($0.readable)" } ?? ""
            return [
                Conclusion(
                    mechanism: "context", confidence: 0.9,
                    title: "Changed since the last good run (\(good.id)): \(list.joined(separator: "; "))",
                    explanation: "The newest earlier run of the same step that ended well is \(good.id)\(when).", evidence: quotes)
            ]
        })
}
