import Evidence

extension Rule {
    /// Results were written to a place that is not kept.
    package static let outputWrittenElsewhere = Rule(
        id: "output-written-elsewhere", category: .outputOutsideDeclared, kind: .cause, severity: .warning,
        title: "Results were written where they are not kept",
        why: """
            Azure ML keeps what is written below a declared output, and what lies in `./outputs` and `./logs` of the working folder. Everything \
            else on the node is gone with it. The rule reads the paths that the log says were saved and those that the code writes, resolves \
            them against the command line that really ran, and speaks up where a declared output is empty.
            """,
        harmless: [
            "Scratch files beside outputs that are filled.", "Models that are registered or uploaded afterwards.",
            "Writes to a storage URI or a database.",
        ],
        remedy: ["Write below the path that the run gives for the declared output, not to a path of your own."], prior: 70,
        explains: ["declared-output-empty", "output-stale-or-reused"],
        needs: [.userLog],
        patterns: [.savedTo, .outputFolderPrinted],
        examples: [
            RuleExample(
                "saved to /tmp, and the declared output is empty",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    "outputs.json": ExampleFiles.listing(filled: false),
                    ExampleFiles.log: "accuracy 0.97\nmodel saved to /tmp/model/clf.pkl\n",
                ],
                expectation: .finds(
                    title: "/tmp/model/clf.pkl is not kept, and the output 'model' is empty", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "the folder was printed before",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    "outputs.json": ExampleFiles.listing(filled: false),
                    ExampleFiles.log: "Output folder: /var/tmp/model\naccuracy 0.97\nmodel saved to /var/tmp/model/clf.pkl\n",
                ],
                expectation: .finds(
                    title: "/var/tmp/model/clf.pkl is not kept, and the output 'model' is empty", source: ExampleFiles.log, line: 3,
                    also: ["\(ExampleFiles.log):1"])),
            RuleExample(
                "only the folder is printed",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    "outputs.json": ExampleFiles.listing(filled: false),
                    ExampleFiles.log: "accuracy 0.97\nOutput directory: /tmp/run7/out\n",
                ],
                expectation: .finds(title: "/tmp/run7/out is not kept, and the output 'model' is empty", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "a copy in /tmp, but the output is filled",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    "outputs.json": ExampleFiles.listing(filled: true), ExampleFiles.log: "model saved to /tmp/model/clf.pkl\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "saved to the artifacts folder",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    "outputs.json": ExampleFiles.listing(filled: false), ExampleFiles.log: "model saved to ./outputs/clf.pkl\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "no listing: the printed path alone is not enough", isDamaged: true,
                files: ["run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.log: "model saved to /tmp/model/clf.pkl\n"],
                expectation: .staysSilent),
        ],
        conclude: { file in
            guard file.status == .completed || file.status == .finalizing || file.status == .running, file.run.reusedRunID == nil else {
                return []
            }
            let empty = file.emptyOutputs
            guard !empty.isEmpty else { return [] }
            let printed = file.userLogs.flatMap { log in log.hits(of: Pattern.savedTo.id) + log.hits(of: Pattern.outputFolderPrinted.id) }
            let saved = lostPath(printed, Pattern.savedTo, file)
            let lostWrite = lostCall(file)
            let lostPrint = saved ?? (lostWrite == nil ? lostPath(printed, Pattern.outputFolderPrinted, file) : nil)
            guard lostPrint != nil || lostWrite != nil else { return [] }
            if lostPrint == nil, let lostWrite, neverRan(lostWrite.call, file) { return [] }
            // Where the code also writes to the port, and that write failed, the swallowed error is the reason and not the other place.
            if lostPrint == nil, writesToPort(file) { return [] }
            var weights = Weights()
            weights.add(.history, 0.85)
            if lostPrint != nil { weights.add(.log, 0.55) }
            if lostWrite != nil { weights.add(.code, 0.6) }
            let path = lostPrint?.1 ?? lostWrite.map { $0.path } ?? "the result"
            let reason = lostPrint?.2 ?? lostWrite?.why ?? ""
            let names = empty.map(\.port.name).joined(separator: ", ")
            let noun = OutputWords.clause(empty.map(\.port.name))
            var evidence = [lostPrint?.0.quote, lostWrite?.call.quote].compactMap { $0 }
            if let lostWrite, let argument = lostWrite.argument { evidence.append(argument.quote) }
            evidence += printed.filter { $0.quote != lostPrint?.0.quote }.suffix(1).map(\.quote)
            if lostPrint == nil, printed.isEmpty, let last = file.lastLine { evidence.append(last.line.quote(from: last.log.source)) }
            evidence += [file.statusQuote].compactMap { $0 }
            return [
                Conclusion(
                    mechanism: "\(TextScan.masked(path))→\(names)", severity: .critical, confidence: weights.confidence(),
                    title: "\(path) is not kept, and \(noun) empty",
                    explanation: "The run completed, but \(noun) empty, because the result went to another place: \(reason)."
                        + (lostWrite.map {
                            " The write is `\($0.call.function)` in `\(TextScan.lastComponent($0.module.module))` line \($0.call.quote.location.line ?? 0)."
                        } ?? ""),
                    evidence: evidence,
                    remedy: [
                        "Write below the declared output \(OutputWords.list(empty.map(\.port.name))): pass its path to the script and join the file name to it, for example `Path(args.\(empty[0].port.name)) / \"\(TextScan.lastComponent(path))\"`.",
                        "Assert at the end of the step that the output is not empty.",
                    ],
                    exception: nil, effectiveTime: lostPrint?.0.quote.time)
            ]
        })

    /// The last path of those lines that is not kept.
    private static func lostPath(_ printed: [PatternHit], _ pattern: Pattern, _ file: CaseFile) -> (PatternHit, String, String)? {
        printed.compactMap { hit -> (PatternHit, String, String)? in
            guard let path = hit.captures["path"], hit.pattern == pattern.id, path.contains("/"),
                case .lost(let why) = WriteDecision.persistence(ofPath: path, run: file.run)
            else { return nil }
            return (hit, path, why)
        }.last
    }

    private typealias LostCall = (module: CodeEvidence, call: CodeCall, path: String, why: String, argument: CodeArgument?)

    /// The last write of the snapshot that ends up on the node's disk.
    private static func lostCall(_ file: CaseFile) -> LostCall? {
        for module in file.dossier.code {
            for call in module.calls.reversed() where call.kind == .write {
                guard case .lost(let why) = WriteDecision.persistence(of: call, in: module, run: file.run) else { continue }
                let argument = call.path?.argument.flatMap { name in module.arguments.first { $0.destination == name } }
                return (module, call, shownPath(call.path, argument), why, argument)
            }
        }
        return nil
    }

    /// The write stands in a `try` whose handler spoke up in the log: what failed there was before the write, or the write itself.
    private static func neverRan(_ call: CodeCall, _ file: CaseFile) -> Bool {
        let line = call.quote.location.line ?? 0
        let printed = file.userHits(.printedError) + file.userHits(.printedFailure)
        return printed.contains { hit in
            guard let found = CodeReading.handler(printing: hit.text, in: file.dossier.code) else { return false }
            return found.module.source == call.quote.location.source && found.handler.bodyLines.contains(line)
        }
    }

    private static func shownPath(_ value: PathValue?, _ argument: CodeArgument?) -> String {
        guard let value else { return "the result" }
        switch value.root {
        case .literal: return value.text
        case .argument:
            let folder = argument?.defaultValue ?? "<\(value.argument ?? "argument")>"
            return value.text.isEmpty || folder.hasSuffix("/")
                ? folder + value.text : folder + (value.text.hasPrefix("/") ? "" : "/") + value.text
        case .environment: return "$\(value.argument ?? "")" + (value.text.hasPrefix("/") ? "" : "/") + value.text
        case .temporary: return "a temporary folder"
        case .unknown: return value.text.isEmpty ? "the result" : value.text
        }
    }

    private static func writesToPort(_ file: CaseFile) -> Bool {
        file.dossier.code.contains { module in
            module.calls.contains { call in
                guard call.kind == .write else { return false }
                if case .declared = WriteDecision.persistence(of: call, in: module, run: file.run) { return true }
                return false
            }
        }
    }
}
