package import Evidence

/// Run history and status events together: which status stands, and since when.
package struct RecordedStatus: Hashable, Sendable {
    package let status: RunStatus?
    package let time: Timestamp?
    package let quote: Quote?
    /// The record in the run history was exported before the run went on: the events know more.
    package let isHistoryStale: Bool
    /// The end that the other one of the two states, where both know one and they differ.
    package let otherEnd: (status: RunStatus, quote: Quote?)?

    /// Five minutes: an export and the events that it belongs to are written within that time.
    private static let tolerance = 300.0

    package init(_ dossier: Dossier) {
        let run = dossier.run
        let history = (status: run.status, time: run.status?.isTerminal == true ? run.ended : run.started ?? run.created)
        let historyQuote = run.citations[.status] ?? run.citations[.record]
        guard let last = dossier.events.last(where: { $0.kind == .runStatus && $0.status != nil }), let said = last.status else {
            status = history.status
            time = history.time
            quote = historyQuote
            isHistoryStale = false
            otherEnd = nil
            return
        }
        guard let recorded = history.status else {
            status = said
            time = last.time
            quote = last.quote
            isHistoryStale = false
            otherEnd = nil
            return
        }
        let isOlder = history.time.flatMap { mine in last.time.map { $0.seconds(since: mine) > RecordedStatus.tolerance } } ?? false
        isHistoryStale = isOlder && !recorded.isTerminal && said.isTerminal
        // The later one wins, and an end beats what is no end.
        let eventsWin =
            said.isTerminal && (!recorded.isTerminal || (said != recorded && isOlder))
            || (!recorded.isTerminal && isOlder && said.rank > recorded.rank)
        status = eventsWin ? said : recorded
        time = eventsWin ? last.time : history.time
        quote = eventsWin ? last.quote : historyQuote
        otherEnd =
            said.isTerminal && recorded.isTerminal && said != recorded
            ? (eventsWin ? recorded : said, eventsWin ? historyQuote : last.quote) : nil
    }

    package static func == (left: RecordedStatus, right: RecordedStatus) -> Bool {
        left.status == right.status && left.time == right.time && left.quote == right.quote && left.isHistoryStale == right.isHistoryStale
            && left.otherEnd?.status == right.otherEnd?.status && left.otherEnd?.quote == right.otherEnd?.quote
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(status)
        hasher.combine(time)
        hasher.combine(quote)
    }
}

/// A run directly below another one.
package struct ChildState: Hashable, Sendable {
    package let runID: String
    package let label: String
    package let status: RunStatus?
    package let ended: Timestamp?
}

extension Observation {
    /// Derives what each witness says from a run's evidence. `ended`: when the work was over, where something tells.
    package init(_ file: CaseFile, ended: Timestamp? = nil) {
        self.init()
        let markers = Set(file.ending.markers.map(\.pattern))
        status = file.status
        process = Observation.process(file)
        cleanup = Observation.cleanup(markers, file)
        job = Observation.job(file.dossier.events)
        outputs = !file.emptyOutputs.isEmpty ? .empty : file.dossier.outputs.contains { $0.content == .filled } ? .filled : .unknown
        children = Observation.children(file)
        hasKeeper = file.keeper != nil
        uploadFailed = UploadFailure(file) != nil
        nodeIsGone =
            file.status == .notResponding
            && NodeLoss(file, names: NodeLoss.unusable, counter: NodeLoss.unusableCount) != nil
        hasStarted = file.run.started != nil || file.dossier.time(of: .running) != nil
        goesOnAfterFailure = file.run.continueOnStepFailure == true
        hasLog = file.userLogs.contains { $0.userLineCount > 0 }
        let begun: Timestamp? =
            children == .allOver || children == .allCompleted
            ? file.children.compactMap(\.ended).max()
            : file.status == .cancelRequested ? file.dossier.time(of: .cancelRequested) ?? file.lastOutputTime : nil
        if let now = file.now, let begun = ended ?? begun ?? file.ending.quote?.time ?? file.lastOutputTime ?? file.run.ended {
            age = now.seconds(since: begun)
        }
    }

    static func process(_ file: CaseFile) -> Process {
        switch file.ending.state {
        case .succeeded: return .endedWell
        case .failed: return .endedBadly
        case .killed: return .killed
        case .unknown: break
        }
        if let fatal = file.fatalTraceback, fatal.fate == .unhandled { return .endedBadly }
        if file.dossier.events.contains(where: { $0.kind == .job && $0.name.lowercased().contains("succeeded") }) { return .endedWell }
        guard file.status == .running, file.hasOutput else { return .unknown }
        return file.saysAllDone ? .saidDone : .alive
    }

    private static func cleanup(_ markers: Set<String>, _ file: CaseFile) -> Cleanup {
        if markers.contains(Pattern.jobReleased.id) || markers.contains(Pattern.processCompleted.id) { return .released }
        // The older wrapper writes this line once the process is gone.
        if file.dossier.logs.contains(where: { !$0.hits(of: Pattern.driverExitCode.id).isEmpty }) { return .released }
        if markers.contains(Pattern.cleanupDone.id) { return .done }
        if markers.contains(Pattern.cleanupBegun.id) { return .begun }
        // Only the older wrapper announces its clean-up, and only where its log goes on to the end is the silence telling.
        let saysEnd = markers.contains(Pattern.experimentSucceeded.id) || markers.contains(Pattern.experimentFailed.id)
        return saysEnd && file.userLogs.contains { $0.role == .driver && !$0.endsInsideLine } ? .none : .unseen
    }

    private static func job(_ events: [Event]) -> Job {
        guard let name = events.last(where: { $0.kind == .job })?.name.lowercased() else { return .none }
        if name.contains("succe") { return .succeeded }
        if name.contains("fail") { return .failed }
        return name.contains("submit") ? .submitted : .running
    }

    /// Children are judged only where the pipeline's own list of steps says that none is missing.
    private static func children(_ file: CaseFile) -> Children {
        guard !file.children.isEmpty else { return .none }
        if file.children.contains(where: { $0.status == .failed }) { return .someFailed }
        guard file.children.allSatisfy({ $0.status?.isTerminal == true }) else { return .open }
        guard !file.run.steps.isEmpty, file.children.count >= file.run.steps.count else { return .none }
        return file.children.allSatisfy { $0.status == .completed } ? .allCompleted : .allOver
    }
}

extension CaseFile {
    /// The user's code wrote something.
    var hasOutput: Bool { userLogs.contains { $0.userLineCount > 0 } }

    /// What may keep the process alive: the code starts a thread or process that is no daemon.
    var keeper: CodeCall? { dossier.code.lazy.flatMap(\.calls).first { $0.kind == .spawn && $0.isDaemon != true } }

    /// The last line says that the whole work is done: “processing done” may be followed by hours of silent work.
    var saysAllDone: Bool {
        guard let last = lastLine?.line, let done = userHits(.doneMarker).last, done.quote.location.line == last.number else {
            return false
        }
        let words = done.text.lowercased().split { !$0.isLetter }.map(String.init)
        return words.contains { ["job", "script", "run", "pipeline", "everything", "all"].contains($0) }
    }

    /// What all witnesses of the run say together.
    package var reconciliation: Reconciliation { Reconciliation(Observation(self)) }
}

/// The platform could not collect what the run had written.
struct UploadFailure: Sendable {
    let quote: Quote
    let text: String
    let source: SourceClass

    /// In the error object, in the logs of the runtime, or by the wrapper behind the end of the script; a script that prints such words of its own is not it.
    init?(_ file: CaseFile) {
        if let error = file.run.error, let quote = file.run.citations[.error],
            UploadFailure.signs.contains(where: { error.message.contains($0) })
        {
            self.quote = quote
            text =
                error.message.split(whereSeparator: \.isNewline).first { line in UploadFailure.signs.contains { line.contains($0) } }
                .map(String.init) ?? String(error.message.prefix(160))
            source = .history
            return
        }
        let end = file.ending.markers.first?.quote.location.line
        let hit = file.hits(.uploadFailed).first { hit in
            guard let log = file.dossier.logs.first(where: { $0.source == hit.quote.location.source }) else { return false }
            return !log.role.isUserOutput || hit.isWrapper
                || (log.role == .driver && end.map { (hit.quote.location.line ?? 0) > $0 } ?? false)
        }
        guard let hit else { return nil }
        quote = hit.quote
        text = hit.text
        source = .system
    }

    private static let signs = [
        "Failed to upload outputs", "Failed to update outputs", "Failed to flush task queue", "Data loss might occur",
        "RunHistoryFinalization", "Failed to upload artifact", "Output upload failed", "output upload failed",
    ]
}
