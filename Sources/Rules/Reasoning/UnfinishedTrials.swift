import Evidence

/// A search of so many trials, announced as such, that a hard exit in the code broke off.
enum UnfinishedTrials {
    /// Searches also end at a time limit that no line tells of: only with an exit in the code is it more than a guess.
    static func found(_ file: CaseFile) -> (log: LogEvidence, series: ProgressSeries)? {
        guard file.userHits(.doneMarker).isEmpty else { return nil }
        let exits = file.dossier.code.contains { module in
            module.calls.contains { $0.kind == .exit && $0.function.contains("os._exit") && ($0.exitCode ?? 0) == 0 }
        }
        guard exits else { return nil }
        for log in file.userLogs {
            guard let announced = log.hits(of: Pattern.trialsAnnounced.id).first,
                let total = announced.captures["total"].flatMap(Double.init),
                let last = log.hits(of: Pattern.trialFinished.id).last, let line = last.quote.location.line
            else { continue }
            let done = Double(log.counts[Pattern.trialFinished.id] ?? 0)
            // Two percent: trials that were pruned may say nothing.
            guard done < 0.98 * total - 1, (log.lastUserLine?.number ?? line) - line <= 5 else { continue }
            let shown = LogLine(number: line, offset: last.quote.location.offset ?? 0, time: last.quote.time, text: last.quote.text)
            return (log, ProgressSeries(name: "trial", first: 1, last: done, total: total, marks: Int(done), attempt: 0, lastLine: shown))
        }
        return nil
    }
}
