package import Evidence

/// Hung, or only quiet? The gap behind the last line against what this step was used to, and what corroborates it.
package struct HangDecision: Sendable {
    /// Where the silence begins.
    package let last: (log: LogEvidence, line: LogLine)?
    package let begins: Timestamp
    package let seconds: Double
    /// The longest silence that was followed by progress, in earlier runs or in this one; nil without any to compare with.
    package let usual: Double?
    /// Earlier successful runs of the step that were compared.
    package let comparedRuns: Int
    /// The call outside that comes next in the code.
    package let call: (module: CodeEvidence, call: CodeCall, isNext: Bool)?
    /// The last line announces a call to something outside.
    package let isAnnounced: Bool
    /// The run is still not over, or was ended from outside.
    package let wasCutOff: Bool
    package let weights: Weights

    /// Ten minutes: shorter silences are normal for user code whatever it does.
    private static let floor = 600.0

    /// Nil where there is no silence worth a word.
    package init?(_ file: CaseFile) {
        guard let horizon = file.horizon else { return nil }
        let status = file.status
        let isOpen = status == .running || status == .notResponding || status == .cancelRequested
        guard isOpen || status == .canceled, file.ending.state == .unknown || file.ending.state == .killed else { return nil }
        // A log with no time stamps at all says nothing about when it fell silent: only an empty one is silent from the start.
        let last = file.lastLine
        let lastTime = last.flatMap { $0.line.time ?? $0.log.lastTime }
        let started = file.dossier.time(of: .running) ?? file.run.started
        let isEmpty = file.userLogs.allSatisfy { $0.userLineCount == 0 }
        guard let begins = lastTime ?? (isEmpty ? started : nil) else { return nil }
        seconds = horizon.seconds(since: begins)
        self.begins = begins
        self.last = last

        let good = file.dossier.history.filter { $0.status == .completed }
        let earlier = good.prefix(10).compactMap(\.longestSilence)
        let own = file.userLogs.flatMap(\.silences).map(\.seconds).max()
        comparedRuns = earlier.count
        usual = earlier.max() ?? own
        // Multiples as calibrated on simulated logs: 3 over the maximum of three earlier runs alarms falsely in 0.5 %, 5 over one run in 0.3 %.
        let factor = earlier.count >= 3 ? 3.0 : 5.0
        guard seconds > max(HangDecision.floor, factor * (usual ?? 0)) else { return nil }

        let text = last?.line.text
        call = CodeReading.externalCall(after: text, in: file.dossier.code)
        let lastNumber = last?.line.number ?? 0
        isAnnounced =
            last.map { found in found.log.hits(of: Pattern.callAnnounced.id).contains { $0.quote.location.line == lastNumber } } ?? false
        let reachedLimit = LimitReached(file) != nil
        wasCutOff = isOpen || reachedLimit

        var weights = Weights()
        let isClear = isAnnounced || call?.isNext == true
        let isLongWork =
            last.map { found in found.log.hits(of: Pattern.longWork.id).contains { $0.quote.location.line == lastNumber } } ?? false
        weights.add(.log, isClear ? 0.6 : isLongWork ? 0.1 : 0.3)
        if let call, call.call.hasTimeout != true { weights.add(.code, call.isNext ? 0.5 : 0.2) }
        // An open run has not proved anything by being open; the longer it is silent, the less likely it comes back.
        weights.add(.history, reachedLimit || seconds >= 3 * 3_600 ? 0.5 : seconds >= 3_600 ? 0.4 : 0.2)
        if earlier.count >= 3 { weights.add(.baseline, 0.5) }
        self.weights = weights
    }

    /// Something outside is what it waits for, as far as code and last line tell.
    package var isExternal: Bool { call != nil || isAnnounced }
}

/// The run was ended at its time limit.
package struct LimitReached: Sendable {
    package let limit: Double
    package let ran: Double

    /// Within a minute or one percent of the limit, and canceled or failed: Azure ML has no status of its own for it.
    package init?(_ file: CaseFile) {
        guard let limit = file.run.limitSeconds, limit > 0, file.status == .canceled || file.status == .failed, let ran = file.run.seconds
        else { return nil }
        let tolerance = max(60, limit * 0.01)
        guard ran >= limit - tolerance, ran <= limit + max(tolerance, 300) else { return nil }
        self.limit = limit
        self.ran = ran
    }
}
