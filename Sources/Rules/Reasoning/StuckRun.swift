package import Evidence

/// A run whose work is done and whose status does not end.
package struct StuckRun: Sendable {
    package let status: RunStatus
    /// The line that says that the work is done.
    package let proof: Quote
    package let ended: Timestamp
    /// Seconds between the end of the work and now.
    package let age: Double
    package let cleanupBegan: PatternHit?
    package let cleanupEnded: Bool
    /// The script starts threads or processes that are no daemons.
    package let keeper: CodeCall?
    private let weights: Weights

    package init?(_ file: CaseFile) {
        guard let status = file.status, [.finalizing, .running, .notResponding].contains(status), let now = file.now else { return nil }
        let succeeded = file.ending.state == .succeeded
        let done = file.userHits(.doneMarker).last.flatMap { hit in
            file.lastLine.map { $0.line.number - (hit.quote.location.line ?? 0) <= 5 } ?? false ? hit : nil
        }
        isLingering = Observation.process(file) == .saidDone && file.keeper != nil
        let jobDone = file.dossier.events.last { $0.kind == .job && $0.name.lowercased().contains("succeeded") }
        guard succeeded || jobDone != nil || isLingering || (status == .finalizing && (done != nil || file.lastLine != nil)) else {
            return nil
        }
        guard let proof = file.ending.quote ?? jobDone?.quote ?? done?.quote ?? file.lastLine.map({ $0.line.quote(from: $0.log.source) })
        else { return nil }
        let marks = [proof.time, file.lastOutputTime, jobDone?.time, file.dossier.time(of: .finalizing)].compactMap { $0 }
        guard let ended = marks.max() else { return nil }
        age = now.seconds(since: ended)
        let verdict = Reconciliation(Observation(file, ended: ended))
        isBlockedByProcess = verdict == .blockedByProcess
        guard age > (isBlockedByProcess ? Reconciliation.cleanupPatience : Reconciliation.patience), verdict != .nodeGone else {
            return nil
        }
        self.status = status
        self.proof = proof
        self.ended = ended
        cleanupBegan = file.ending.markers.last { $0.pattern == Pattern.cleanupBegun.id }
        cleanupEnded = file.ending.markers.contains { $0.pattern == Pattern.cleanupDone.id }
        let released = file.ending.markers.contains { [Pattern.jobReleased.id, Pattern.processCompleted.id].contains($0.pattern) }
        keeper = released ? nil : file.keeper

        var weights = Weights()
        weights.add(.log, succeeded ? 0.8 : isLingering ? 0.5 : done != nil ? 0.7 : 0.4)
        weights.add(.history, isLingering ? 0.5 : 0.7)
        if jobDone != nil { weights.add(.diagnostics, 0.8) }
        if keeper != nil { weights.add(.code, 0.3) }
        self.weights = weights
    }

    /// The wrapper's clean-up hangs, or the process outlives it.
    package let isBlockedByProcess: Bool
    /// The script's last word was that all is done, its process runs on, and the code starts a thread or process that is no daemon.
    let isLingering: Bool

    func conclusion(_ file: CaseFile, title: String) -> Conclusion {
        let filled = file.dossier.outputs.filter { $0.content == .filled }.map(\.port.name)
        var text =
            "The work was over at \(ended.readable); \(readableDuration(seconds: age)) later the run history still says \(status.rawValue)."
        if !filled.isEmpty {
            text +=
                " Its output\(filled.count == 1 ? "" : "s") \(OutputWords.list(filled)) \(filled.count == 1 ? "is" : "are") there."
        }
        if isBlockedByProcess, let keeper, let line = keeper.quote.location.line {
            text +=
                " `\(keeper.function)` in `\(TextScan.lastComponent(keeper.quote.location.source))` line \(line) may keep the process alive."
        }
        let shown = isBlockedByProcess ? cleanupBegan?.quote : nil
        var evidence = [shown, proof, keeper?.quote].compactMap { $0 }
        if let quote = file.statusQuote { evidence.append(quote) }
        if let end = file.ending.markers.last(where: { $0.quote.location != proof.location }) { evidence.append(end.quote) }
        return Conclusion(
            mechanism: status.rawValue + (isBlockedByProcess ? (cleanupEnded || isLingering ? ":process" : ":cleanup") : ":signal"),
            confidence: weights.confidence(),
            title: title, explanation: text, evidence: evidence, effectiveTime: ended)
    }
}
