import Evidence

/// Each source's word on how a run ended, side by side.
enum Witnesses {
    static func of(_ file: CaseFile, verdict: Verdict) -> [Witness] {
        var list: [Witness] = []
        let bad: Set<Verdict> = [.failed, .suspicious, .stuck]
        let run = file.run
        let recorded = RecordedStatus(file.dossier)
        if let status = run.status {
            list.append(
                Witness(
                    name: "run history", statement: status.rawValue + (recorded.isHistoryStale ? ", from before the end" : ""),
                    quote: run.citations[.status] ?? run.citations[.record],
                    contradicts: (status == .completed && bad.contains(verdict)) || (status == .failed && verdict == .succeeded)))
        }
        if let error = run.error {
            let codes = ([error.code].compactMap { $0 } + error.innerCodes).joined(separator: " › ")
            let text = String((error.message.split(separator: "\n").first ?? "").prefix(160))
            list.append(Witness(name: "error object", statement: codes.isEmpty ? text : "\(codes): \(text)", quote: run.citations[.error]))
        }
        if let event = file.dossier.events.last(where: { $0.kind == .runStatus }), let status = event.status {
            list.append(
                Witness(
                    name: "status events", statement: "\(status.rawValue)\(event.time.map { " at \($0.readable)" } ?? "")",
                    quote: event.quote,
                    contradicts: recorded.otherEnd != nil || (run.status?.isTerminal == true && !status.isTerminal)))
        }
        if let event = file.dossier.events.last(where: { $0.kind == .job }) {
            let succeeded = event.name.lowercased().contains("succeeded")
            list.append(
                Witness(
                    name: "job events", statement: event.name + (event.message.map { ": " + $0.prefix(120) } ?? ""), quote: event.quote,
                    contradicts: succeeded && bad.contains(verdict)))
        }
        if let stage = file.dossier.events.last(where: { $0.kind == .stage }) {
            let said = [stage.stage, stage.status?.rawValue, stage.message.map { String($0.prefix(120)) }].compactMap { $0 }.joined(
                separator: ": ")
            list.append(Witness(name: "diagnostics", statement: said, quote: stage.quote))
        }
        if let code = file.ending.code {
            let signal = file.ending.signal.map { " (\(ProcessEnding.signalName($0)))" } ?? ""
            list.append(
                Witness(
                    name: "exit code", statement: "\(code)\(signal)", quote: file.ending.quote,
                    contradicts: code == 0 && bad.contains(verdict)))
        }
        if let marker = file.ending.markers.last {
            list.append(Witness(name: "end marker", statement: String(marker.text.prefix(120)), quote: marker.quote))
        }
        if let last = file.lastLine {
            list.append(
                Witness(
                    name: "user log",
                    statement: "last line\(last.line.time.map { " at \($0.readable)" } ?? ""): \(last.line.text.prefix(120))",
                    quote: last.line.quote(from: last.log.source)))
        }
        for output in file.dossier.outputs {
            let said: String =
                switch output.content {
                case .filled:
                    "\(output.port.name): \(output.objects.count) object\(output.objects.count == 1 ? "" : "s"), \(output.bytes) bytes"
                case .empty: "\(output.port.name): empty"
                case .unknown: "\(output.port.name): no listing"
                }
            list.append(
                Witness(
                    name: "outputs", statement: said, quote: output.objects.first?.quote,
                    contradicts: output.content == .empty && run.status == .completed && verdict == .succeeded))
        }
        return list + together(file, verdict)
    }

    /// The row of the table that fits what they say, where they do not simply agree.
    private static func together(_ file: CaseFile, _ verdict: Verdict) -> [Witness] {
        guard verdict != .succeeded, verdict != .running, verdict != .notRun else { return [] }
        let seen = Observation(file)
        let result = Reconciliation(seen)
        if result == .undecided || (result == .consistent && verdict == .failed) { return [] }
        let parts: [String?] = [
            "process \(seen.process.rawValue)", seen.cleanup == .unseen ? nil : "clean-up \(seen.cleanup.rawValue)",
            seen.status.map { "status \($0.rawValue)" }, seen.job == .none ? nil : "job \(seen.job.rawValue)",
            seen.outputs == .unknown ? nil : "outputs \(seen.outputs.rawValue)",
            seen.children == .none ? nil : "children \(seen.children.rawValue)",
        ]
        let kind = result.contradiction.map { " (\($0.rawValue))" } ?? ""
        return [
            Witness(
                name: "together", statement: "\(parts.compactMap { $0 }.joined(separator: ", ")): \(result.rawValue)\(kind)",
                contradicts: false)
        ]
    }
}
