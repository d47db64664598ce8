import Evidence

extension Rule {
    /// The script ended early and called it success.
    package static let prematureExitSuccess = Rule(
        id: "premature-exit-success", category: .prematureExit, kind: .cause, severity: .error,
        title: "The script ended early with exit code 0",
        why: """
            The process ended with code 0, but its own progress had not reached the end, or a declared output is missing because the code left \
            before the write: `sys.exit()` behind a message, `os._exit(0)` in a watchdog, a filter that left nothing to do.
            """,
        harmless: [
            "Early stopping.", "A progress bar of an inner loop, or one that the script reports as finished.",
            "A limit on steps that the caller asked for.",
        ],
        remedy: [
            "Decide whether leaving early is success; if not, leave with a code other than 0.",
            "Assert at the end that all steps were done and that the outputs are there.",
        ],
        alert: .finishedTooFast, prior: 55, explains: ["declared-output-empty", "output-stale-or-reused"], needs: [.userLog],
        patterns: [.doneMarker, .earlyStop, .trialFinished, .trialsAnnounced],
        examples: [
            RuleExample(
                "round 11 of 60, code 0, the output is empty",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    "outputs.json": ExampleFiles.listing(filled: false),
                    ExampleFiles.log: "round 1/60 rmse=9.1\nround 2/60 rmse=8.2\nround 11/60 rmse=6.7\n",
                ],
                expectation: .finds(
                    title: "The script ended with code 0 at round 11 of 60, and the output 'model' is empty", source: ExampleFiles.log,
                    line: 3)),
            RuleExample(
                "a search that the script itself breaks off",
                files: [
                    "run.json": ExampleFiles.run(
                        "Completed", extra: ",\n \"properties\": {\"ContentSnapshotId\": \"11111111-2222-3333-4444-555555555555\"}"),
                    ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: "looking through 40 trials\nTrial 0 finished with value: 0.5\nTrial 1 finished with value: 0.4\n",
                    "snapshots/11111111-2222-3333-4444-555555555555/hunt.py":
                        "import os\ndef stop(study, trial):\n    if late():\n        os._exit(0)\n",
                ],
                expectation: .finds(title: "The script ended with code 0 at trial 2 of 40", source: ExampleFiles.log, line: 3)),
            RuleExample(
                "the rounds stop, but the script says that it is done",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    "outputs.json": ExampleFiles.listing(filled: true),
                    ExampleFiles.log: "round 1/60 rmse=9.1\nround 2/60 rmse=8.2\nround 11/60 rmse=6.7\nTraining finished.\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the last line is that of an early stop",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    "outputs.json": ExampleFiles.listing(filled: true),
                    ExampleFiles.log: "round 1/60 rmse=9.1\nround 2/60 rmse=8.2\nround 11/60 rmse=6.7\nconverged after 11 rounds\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "early stopping",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    "outputs.json": ExampleFiles.listing(filled: true),
                    ExampleFiles.log: "epoch 1/60\nepoch 11/60\nEpoch 11: early stopping\nTraining completed.\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "progress stops, but nothing is known of the outputs", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log:
                        "round 1/60 rmse=9.1\nround 2/60 rmse=8.2\nround 3/60 rmse=6.7\nround 4/60 rmse=6.1\nround 5/60 rmse=6.0\n",
                ],
                expectation: .finds(title: "The script ended with code 0 at round 5 of 60", source: ExampleFiles.log, line: 5)),
        ],
        conclude: { file in
            guard file.ending.state == .succeeded || (file.ending.state == .unknown && file.saysSucceeded),
                file.status == .completed || file.status == nil
            else { return [] }
            if !file.userHits(.earlyStop).isEmpty || file.run.reusedRunID != nil { return [] }
            let missing = file.emptyOutputs.map(\.port.name)
            let stopped = unfinished(file) ?? UnfinishedTrials.found(file)
            let last = file.lastLine
            let exit = last.flatMap { CodeReading.exitCall(after: $0.line.text, in: file.dossier.code) } ?? hardExit(file)
            let leaves = exit.flatMap { ($0.call.exitCode ?? 0) == 0 ? $0 : nil }
            guard stopped != nil || (leaves != nil && !missing.isEmpty) else { return [] }
            if stopped == nil, leaves?.call.function.contains("os._exit") == true { return [] }
            var weights = Weights()
            if stopped != nil { weights.add(.log, 0.65) }
            if !missing.isEmpty { weights.add(.history, 0.5) }
            if leaves != nil { weights.add(.code, 0.6) }
            let tail = missing.isEmpty ? "" : ", and \(OutputWords.clause(missing)) empty"
            let place =
                stopped.map { " at \($0.series.name) \(number($0.series.last)) of \(number($0.series.total ?? 0))" }
                ?? last.map { " after “\($0.line.text.prefix(80).filter { !$0.isNewline })”" } ?? " early"
            let quote = stopped.map { $0.series.lastLine.quote(from: $0.log.source) } ?? last.map { $0.line.quote(from: $0.log.source) }
            let mechanism =
                stopped.map { "progress:\($0.series.name)" } ?? leaves.map { "exit@\(TextScan.lastComponent($0.module.module))" } ?? "early"
            return [
                Conclusion(
                    mechanism: mechanism, severity: missing.isEmpty ? .warning : .critical,
                    confidence: weights.confidence(textOnly: missing.isEmpty && leaves == nil),
                    title: "The script ended with code 0\(place)\(tail)",
                    explanation: explanation(file, stopped?.series, leaves),
                    evidence: [quote, leaves?.call.quote, file.ending.quote, file.statusQuote].compactMap { $0 }, effectiveTime: quote?.time
                )
            ]
        })

    private static func explanation(_ file: CaseFile, _ series: ProgressSeries?, _ exit: (module: CodeEvidence, call: CodeCall)?) -> String
    {
        var text = "The run is recorded as \(file.status?.rawValue ?? "ended with code 0")"
        if let series {
            text +=
                ", but its progress stopped at \(number(series.last)) of \(number(series.total ?? 0)) (\(series.name)) without a word of an end"
        }
        text += "."
        if let exit, let line = exit.call.quote.location.line {
            text += " `\(exit.call.function)` in `\(TextScan.lastComponent(exit.module.module))` line \(line) ends the process with code 0."
        }
        return text
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    /// The counter of the last attempt that stopped short of its end, if no line says that the work is done.
    ///
    /// Two percent allow for counters that start at 0 and for bars that are closed before their last redraw; three marks make it a counter.
    private static func unfinished(_ file: CaseFile) -> (log: LogEvidence, series: ProgressSeries)? {
        if !file.userHits(.doneMarker).isEmpty { return nil }
        for log in file.userLogs {
            let series = log.progress.filter { $0.attempt >= log.attemptStarts.count && $0.total != nil && $0.marks >= 3 }
            guard let last = series.max(by: { $0.lastLine.number < $1.lastLine.number }), let total = last.total, total > 1 else {
                continue
            }
            // A loop that ran through before is an inner one: its last, broken-off round proves nothing about the whole.
            if series.contains(where: { $0.name == last.name && $0.last >= 0.98 * ($0.total ?? 0) - 1 }) { continue }
            let end = log.lastUserLine?.number ?? last.lastLine.number
            if last.last < 0.98 * total - 1, end - last.lastLine.number <= 5 { return (log, last) }
        }
        return nil
    }

    /// `os._exit(0)` anywhere in the snapshot: it leaves without a word.
    private static func hardExit(_ file: CaseFile) -> (module: CodeEvidence, call: CodeCall)? {
        for module in file.dossier.code {
            if let call = module.calls.first(where: { $0.kind == .exit && $0.function.contains("os._exit") && ($0.exitCode ?? 0) == 0 }) {
                return (module, call)
            }
        }
        return nil
    }
}
