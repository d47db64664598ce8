package import Evidence

/// One run under examination: its dossier and what follows from it before any rule speaks.
package struct CaseFile: Sendable {
    /// What does not change, behind one reference: every rule is handed the file, and hands it on.
    private final class Facts: Sendable {
        let dossier: Dossier
        let producers: [Producer]
        let userLogs: [LogEvidence]
        let ending: ProcessEnding
        let tracebacks: [JudgedTraceback]
        let status: RunStatus?
        let fatalTraceback: JudgedTraceback?

        init(
            _ dossier: Dossier, _ producers: [Producer], _ userLogs: [LogEvidence], _ ending: ProcessEnding,
            _ tracebacks: [JudgedTraceback],
            _ fatalTraceback: JudgedTraceback?
        ) {
            self.dossier = dossier
            self.producers = producers
            self.userLogs = userLogs
            self.ending = ending
            self.tracebacks = tracebacks
            status = dossier.status
            self.fatalTraceback = fatalTraceback
        }
    }

    private let facts: Facts

    package var dossier: Dossier { facts.dossier }
    /// The steps whose outputs this run reads, with what is known of them.
    package var producers: [Producer] { facts.producers }
    /// The moment the report speaks of, while the run goes on; nil once it is over: what is said of it then does not change with time, and
    /// it need not be looked at again because a later night came.
    package var now: Timestamp? { status?.isOpen == true ? facts.dossier.now : nil }
    /// Logs that hold what the user's code printed, in order of rank and path.
    package var userLogs: [LogEvidence] { facts.userLogs }
    /// How the process ended, as far as exit codes and markers tell.
    package var ending: ProcessEnding { facts.ending }
    /// Every traceback of the user logs with what became of it.
    package var tracebacks: [JudgedTraceback] { facts.tracebacks }
    /// Status events and run history together.
    package var status: RunStatus? { facts.status }
    /// The traceback that ended the process, if one did.
    package var fatalTraceback: JudgedTraceback? { facts.fatalTraceback }

    /// The other runs of the family; there once the rules that look at one run alone have spoken.
    package var relatives: [Relative] { kinship?.relatives(of: run.id) ?? [] }
    var kinship: Kinship?
    /// A rule of the first round found a cause in this run itself.
    package var hasOwnCause = false
    /// Limits that the user declared for metrics.
    package var thresholds: [MetricThreshold] = []
    /// The runs directly below this one.
    package var children: [ChildState] = []
    /// The steps that read what this one writes.
    package var consumers: [String] = []
    /// The pipeline was told to go on after a failed step.
    package var goesOnAfterFailure = false

    package init(dossier: Dossier, producers: [Producer]) {
        let userLogs = dossier.logs.filter { $0.role.isUserOutput }
            .sorted { ($0.rank ?? 0, $0.source) < ($1.rank ?? 0, $1.source) }
        let ending = ProcessEnding(dossier: dossier)
        let run = dossier.run
        let judged = userLogs.flatMap { log in log.tracebacks.map { JudgedTraceback($0, in: log, run: run, ending: ending) } }
        let explains = judged.contains { [.unhandled, .printedThenExited, .background, .dump].contains($0.fate) }
        let tracebacks = explains ? judged : judged + BareException.judged(in: userLogs, dossier: dossier, ending: ending)
        facts = Facts(dossier, producers, userLogs, ending, tracebacks, CaseFile.fatal(among: tracebacks))
    }

    package var run: Run { dossier.run }

    /// Hits of one pattern in what the user's code wrote.
    package func userHits(_ pattern: Pattern) -> [PatternHit] {
        userLogs.flatMap { log in log.hits(of: pattern.id).filter { !$0.isWrapper } }
    }

    /// Hits of one pattern in every log of the run.
    package func hits(_ pattern: Pattern) -> [PatternHit] {
        dossier.logs.flatMap { $0.hits(of: pattern.id) }
    }

    private static func fatal(among tracebacks: [JudgedTraceback]) -> JudgedTraceback? {
        let fatal = tracebacks.filter { $0.fate == .unhandled || $0.fate == .printedThenExited }
        let died = fatal.filter { $0.fate == .unhandled }
        let last = CaseFile.decisive(of: died.isEmpty ? fatal : died)
        guard let last, last.isBareWrapper else { return last }
        // A wrapper names no reason; the child it waited for printed its own traceback a moment before, or into a log of its own.
        return fatal.last { !$0.isBareWrapper && ($0.log.source != last.log.source || $0.isShortlyBefore(last)) } ?? last
    }

    /// Declared outputs that a listing shows to be empty although the run ended well.
    package var emptyOutputs: [OutputState] {
        dossier.outputs.filter { $0.content == .empty }
    }

    /// Declared outputs that are left over from an earlier run.
    package var staleOutputs: [OutputState] {
        dossier.outputs.filter(dossier.isStale)
    }

    /// The run says that it succeeded.
    package var saysSucceeded: Bool { status == .completed }

    /// The moment up to which silence counts: the end of the run, or now where it has not ended.
    package var horizon: Timestamp? {
        if let status, status.isTerminal { return run.ended ?? dossier.lastStatusTime ?? now }
        return now
    }

    /// The last moment at which user code is known to have written.
    package var lastOutputTime: Timestamp? {
        userLogs.compactMap { log in lastOwnLine(of: log)?.time ?? log.lastTime }.max()
    }

    /// The last line of the user's code: of the log that went on longest.
    package var lastLine: (log: LogEvidence, line: LogLine)? {
        userLogs.compactMap { log in lastOwnLine(of: log).map { (log, $0) } }
            .max { ($0.1.time ?? Timestamp(microseconds: 0), $0.0.source) < ($1.1.time ?? Timestamp(microseconds: 0), $1.0.source) }
    }

    /// The last line that the user's code wrote, which the wrapper's own traceback behind it is not.
    private func lastOwnLine(of log: LogEvidence) -> LogLine? {
        let wrappers = log.tracebacks.filter { JudgedTraceback.isWrappers($0) }
        guard let last = log.lastUserLine, !wrappers.isEmpty else { return log.lastUserLine }
        func isOwn(_ line: LogLine) -> Bool {
            !wrappers.contains { ($0.header.location.line ?? 0) <= line.number && line.number <= $0.lastLine }
        }
        if isOwn(last) { return last }
        return log.tail.last { !$0.isWrapper && isOwn($0) && $0.text.contains { !$0.isWhitespace } } ?? last
    }

    /// The line of the run history that carries its status, for quoting.
    package var statusQuote: Quote? {
        RecordedStatus(dossier).quote ?? run.citations[.record] ?? dossier.events.last { $0.status != nil }?.quote
    }
}

/// A step whose output this run reads.
package struct Producer: Sendable {
    package let runID: String
    /// Name of this run's input and of the producer's output.
    package let input: String
    package let output: String
    package let status: RunStatus?
    package let content: OutputState.Content
    /// It left nothing there, or only what an earlier run had left.
    package let isLost: Bool

    package init(runID: String, input: String, output: String, status: RunStatus?, content: OutputState.Content, isLost: Bool) {
        self.runID = runID
        self.input = input
        self.output = output
        self.status = status
        self.content = content
        self.isLost = isLost
    }
}

extension Dossier {
    /// The newest object of the output is older than the run. The minute allows for clocks.
    package func isStale(_ output: OutputState) -> Bool {
        guard output.content == .filled, let started = run.started ?? run.created, let newest = output.newest else { return false }
        return newest < started.adding(seconds: -60)
    }

    /// Run history and status events together: the later statement wins, a terminal one beats any other.
    package var status: RunStatus? {
        RecordedStatus(self).status
    }

    /// What the run was about before its end, after "while the run". The last status would say how it ended.
    package var occupation: String { status?.isWaiting == true ? "waited for it" : "was at work" }

    /// When the last status was set, as far as events tell.
    package var lastStatusTime: Timestamp? {
        events.filter { $0.kind == .runStatus }.compactMap(\.time).max()
    }

    /// When the run entered `status` for the last time.
    package func time(of status: RunStatus) -> Timestamp? {
        events.last { $0.kind == .runStatus && $0.status == status }?.time
    }
}
