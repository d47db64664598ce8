package import Evidence

/// Hung, or only quiet? The gap behind the last progress against what this step was used to, and what corroborates it.
package struct HangDecision: Sendable {
    /// Where the silence begins: the last line that shows progress.
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
    /// The last line announces long work of the script's own.
    package let isLongWork: Bool
    /// The run is still not over, or was ended from outside.
    package let wasCutOff: Bool
    /// Lines behind the last progress that only prove that a thread is alive.
    package let heartbeats: LogLine?
    /// The stacks that the script itself, or somebody from outside, dumped in the silence.
    let dump: StackDump?
    package let weights: Weights

    /// Ten minutes: shorter silences are normal for user code whatever it does.
    private static let floor = 600.0
    /// A person who stops a run may have had other reasons; two hours of silence before it are one.
    private static let beforeCancel = 7_200.0

    /// Nil where there is no silence worth a word.
    package init?(_ file: CaseFile) {
        guard let horizon = file.horizon else { return nil }
        let status = file.status
        let isOpen = status == .running || status == .notResponding || status == .cancelRequested
        let dump = StackDump(file)
        guard isOpen || status == .canceled || (status == .failed && dump != nil), file.ending.state != .succeeded else { return nil }
        guard dump != nil || file.ending.state == .unknown || file.ending.state == .killed else { return nil }
        // A process that died of an exception is not silent: it is gone.
        if dump == nil, let fatal = file.fatalTraceback, fatal.isLastWord { return nil }
        // A log with no time stamps at all says nothing about when it fell silent: only an empty one is silent from the start.
        let progress = LastProgress(file)
        let last = progress?.found
        let lastTime = last.flatMap { $0.line.time ?? (progress?.heartbeat == nil ? $0.log.lastTime : nil) }
        let started = file.dossier.time(of: .running) ?? file.run.started
        let isEmpty = file.userLogs.allSatisfy { $0.userLineCount == 0 }
        guard let begins = lastTime ?? (isEmpty || dump != nil ? started : nil) else { return nil }
        seconds = max(0, horizon.seconds(since: begins))
        self.begins = begins
        self.last = last
        self.dump = dump
        heartbeats = progress?.heartbeat

        let good = file.dossier.history.filter { $0.status == .completed }
        let earlier = good.prefix(10).compactMap(\.longestSilence)
        let own = file.userLogs.flatMap(\.silences).filter { ($0.after.time ?? begins) <= begins }.map(\.seconds).max()
        comparedRuns = earlier.count
        usual = earlier.max() ?? own
        let text = last?.line.text
        // Multiples as calibrated on simulated logs: 3 over the maximum of three earlier runs alarms falsely in 0.5 %, 5 over one run in 0.3 %.
        let factor = earlier.count >= 3 ? 3.0 : 5.0
        let threshold = max(HangDecision.floor, factor * (usual ?? 0), 2 * HangDecision.statedTimeout(text))
        guard seconds > threshold || dump != nil else { return nil }
        // It wrote an output after its last word: it works.
        if dump == nil, file.dossier.outputs.contains(where: { ($0.newest ?? begins) > begins.adding(seconds: 60) }) { return nil }

        call = CodeReading.externalCall(after: text, in: file.dossier.code)
        let lastNumber = last?.line.number ?? 0
        isAnnounced =
            last.map { found in found.log.hits(of: Pattern.callAnnounced.id).contains { $0.quote.location.line == lastNumber } } ?? false
        let reachedLimit = LimitReached(file) != nil
        wasCutOff = isOpen || reachedLimit || dump != nil || seconds >= HangDecision.beforeCancel

        var weights = Weights()
        let isClear = isAnnounced || call?.isNext == true
        isLongWork =
            last.map { found in found.log.hits(of: Pattern.longWork.id).contains { $0.quote.location.line == lastNumber } } ?? false
        weights.add(.log, isClear ? 0.6 : isLongWork ? 0.1 : 0.3)
        if let call, call.call.hasTimeout != true { weights.add(.code, call.isNext ? 0.5 : 0.2) }
        // An open run has not proved anything by being open; the longer it is silent, the less likely it comes back.
        weights.add(.history, reachedLimit || seconds >= 3 * 3_600 ? 0.5 : seconds >= 3_600 ? 0.4 : 0.2)
        if earlier.count >= 3, seconds > threshold { weights.add(.baseline, 0.5) }
        if let dump { weights.add(.system, dump.wait == .none && !dump.isRepeated ? 0.6 : dump.isRepeated ? 0.98 : 0.95) }
        self.weights = weights
    }

    /// Something outside is what it waits for: the dump says so, else the code and the last line.
    package var isExternal: Bool {
        if let dump, dump.wait != .none { return dump.wait == .external }
        return call != nil || isAnnounced
    }

    /// A time-out that the last line names: until twice that time nobody needs to worry.
    private static func statedTimeout(_ text: String?) -> Double {
        guard let text else { return 0 }
        for marker in ["timeout=", "timeout ", "time-out "] {
            if let value = TextScan.integer(after: marker, in: text), value > 0, value < 86_400 { return Double(value) }
        }
        return 0
    }
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
