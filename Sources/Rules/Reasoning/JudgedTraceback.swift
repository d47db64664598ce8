package import Evidence

/// A traceback and what became of it: did the process die of it, or did somebody catch it?
///
/// CPython prints an exception that nobody caught from the outermost frame on (`<module>` of the script, or a launcher). A handler that prints
/// what it caught starts at the frame that caught it, so its first frame is a function unless the `try` stands at module level. The exit
/// code, the run's error text and what the process wrote afterwards decide what the frames leave open.
package struct JudgedTraceback: Sendable {
    package enum Fate: String, Sendable {
        /// The process died of it.
        case unhandled
        /// A handler printed it, and the process ended with a failure right after.
        case printedThenExited
        /// A handler printed it, and the process went on.
        case handled
        /// A copy of one that surfaced later.
        case rethrown
        /// A thread, task or child process died of it, the main one went on.
        case background
        /// A finalizer, a broken log call, an exit hook: it never changes the exit code.
        case harmless
        /// A dump of stacks, no exception.
        case dump
        /// An earlier attempt of the same run.
        case earlierAttempt
    }

    package let traceback: Traceback
    package let log: LogEvidence
    package let fate: Fate
    /// Weight of the log's word that the fate is as said.
    package let weight: Double
    /// The run history's error names the same exception.
    package let isNamedByRun: Bool
    /// What a wrapper exception holds inside its message.
    private let inside: TracebackBlock?
    /// The line of an earlier traceback of the same log that ended with the same exception: there it was printed first.
    private let firstPrinted: Quote?

    /// An exception that is known by its line alone, without frames.
    init(line block: TracebackBlock, in log: LogEvidence, weight: Double, isNamedByRun: Bool) {
        var traceback = Traceback(form: .python, header: block.final, lastLine: block.final.location.line ?? 0, blocks: [block])
        traceback.attempt = log.attemptStarts.count
        self.traceback = traceback
        self.log = log
        self.weight = weight
        self.isNamedByRun = isNamedByRun
        inside = nil
        firstPrinted = nil
        fate = .unhandled
    }

    package init(_ traceback: Traceback, in log: LogEvidence, run: Run, ending: ProcessEnding) {
        self.traceback = traceback
        self.log = log
        isNamedByRun = JudgedTraceback.names(run.error?.message, traceback.terminal)
        let chosen = JudgedTraceback.chosen(in: traceback)
        inside = WrappedException.inner(of: chosen, in: log)
        firstPrinted = JudgedTraceback.firstPrint(of: chosen, before: traceback, in: log)
        (fate, weight) = JudgedTraceback.judge(traceback, in: log, run: run, ending: ending, isNamed: isNamedByRun)
    }

    private static func judge(
        _ traceback: Traceback, in log: LogEvidence, run: Run, ending: ProcessEnding, isNamed: Bool
    ) -> (Fate, Double) {
        if traceback.form == .faulthandler || traceback.form == .pyspy { return (.dump, 0.9) }
        if isWrappers(traceback) { return (.harmless, 0.95) }
        switch traceback.intro?.kind {
        case .ignored, .logging, .excepthook: return (.harmless, 0.95)
        case .process where ending.state != .succeeded && run.status != .completed && traceback.userLinesAfter <= trailingLines:
            // Nothing was written behind it: the child was the one that did the work.
            return (.unhandled, 0.85)
        case .thread, .process, .task: return (.background, 0.85)
        case .spawn, nil: break
        }
        if traceback.attempt < log.attemptStarts.count { return (.earlierAttempt, 0.8) }
        if isNamed { return (.unhandled, 0.95) }
        if let later = laterTwin(of: traceback, in: log) { return (.rethrown, later) }

        let endedWell = ending.state == .succeeded || (ending.state == .unknown && run.status == .completed)
        let endedBadly = ending.state == .failed || (ending.state == .unknown && (run.status == .failed || run.status == .canceled))
        let isLast = traceback.userLinesAfter - linesOfWrapper(after: traceback, in: log) <= trailingLines && !traceback.progressAfter
        if startsOutermost(traceback) && traceback.loggerLevel == nil {
            if endedWell { return (.handled, 0.9) }
            // Progress behind it: another process of the same log, or a `try` at module level.
            if endedBadly { return (.unhandled, isLast ? 0.9 : traceback.progressAfter ? 0.6 : 0.8) }
            if ending.state == .killed && !isLast { return (.handled, 0.7) }
            return isLast || !traceback.progressAfter ? (.unhandled, 0.85) : (.handled, 0.6)
        }
        if endedWell { return (.handled, 0.9) }
        if isLast && ending.state != .killed { return (.printedThenExited, endedBadly ? 0.8 : 0.6) }
        return (.handled, 0.85)
    }

    /// Printed by the control script about itself: every frame is its own, and it ends by leaving with the user's code.
    static func isWrappers(_ traceback: Traceback) -> Bool {
        let frames = traceback.terminal.frames
        return traceback.terminal.shortType == "SystemExit" && !frames.isEmpty && frames.allSatisfy { !$0.isUserCode }
    }

    private static func linesOfWrapper(after traceback: Traceback, in log: LogEvidence) -> Int {
        log.tracebacks.filter { isWrappers($0) && ($0.header.location.line ?? 0) > traceback.lastLine }
            .reduce(0) { $0 + $1.lastLine - ($1.header.location.line ?? 0) + 1 }
    }

    /// Lines that exit hooks and loggers still write after a fatal traceback.
    private static let trailingLines = 4

    /// The block starts where a process starts: at module level, in a launcher, or it is a syntax error of the script itself.
    private static func startsOutermost(_ traceback: Traceback) -> Bool {
        if traceback.form == .syntaxError { return true }
        guard let first = traceback.terminal.frames.first else { return traceback.intro?.kind == .spawn || traceback.form == .ipython }
        let launchers = ["runpy", "context_manager_injector", "torchrun", "/bin/", "multiprocessing/spawn"]
        return first.function == "<module>" || first.file.hasPrefix("<frozen runpy") || launchers.contains { first.file.contains($0) }
            || traceback.form == .ipython
    }

    /// A later traceback of the same log that ends with the same exception and starts further out.
    private static func laterTwin(of traceback: Traceback, in log: LogEvidence) -> Double? {
        let twin = log.tracebacks.contains { other in
            other.header.location.line ?? 0 > traceback.lastLine && other.terminal.type == traceback.terminal.type
                && other.terminal.message == traceback.terminal.message && startsOutermost(other) && !startsOutermost(traceback)
        }
        return twin ? 0.9 : nil
    }

    /// Whether the error text of the run names the exception: its type, and its message as far as the text is long enough to hold it.
    private static func names(_ text: String?, _ block: TracebackBlock) -> Bool {
        guard let text, !block.type.isEmpty, text.contains(block.shortType) else { return false }
        let firstLine = block.message.split(separator: "\n").first.map(String.init) ?? ""
        return firstLine.isEmpty || text.contains(firstLine.prefix(60))
    }
}

extension JudgedTraceback {
    /// The exception that says why: what a wrapper holds, else the one chosen from the chain.
    package var decisive: TracebackBlock {
        inside ?? JudgedTraceback.chosen(in: traceback)
    }

    /// It says only that something else failed, and neither its chain nor its message says what.
    package var isBareWrapper: Bool {
        inside == nil && WrappedException.isWrapper(JudgedTraceback.chosen(in: traceback))
    }

    /// Nothing of weight was written behind it.
    var isLastWord: Bool {
        traceback.userLinesAfter <= JudgedTraceback.trailingLines && !traceback.progressAfter
    }

    /// So close above the other that the one speaks of the other's end.
    func isShortlyBefore(_ other: JudgedTraceback) -> Bool {
        let gap = (other.traceback.header.location.line ?? 0) - traceback.lastLine
        return gap > 0 && gap <= JudgedTraceback.nearby
    }

    /// Launchers print a table and their own farewell, hardly more.
    private static let nearby = 60

    /// The leaf of a group, the origin of a deliberate chain, else what surfaced.
    ///
    /// A look-up that fails and is answered by another exception (`except KeyError: raise ...`) is often expected by the code; then what
    /// surfaced says more than its origin, unless the author named it as the cause (`raise ... from`), or it is a mere wrapper.
    private static func chosen(in traceback: Traceback) -> TracebackBlock {
        let blocks = traceback.blocks
        var at = blocks.count - 1
        while at > 0 {
            let block = blocks[at]
            let earlier = blocks[at - 1]
            let isLookup = [
                "KeyError", "AttributeError", "StopIteration", "ImportError", "ModuleNotFoundError", "FileNotFoundError", "IndexError",
            ]
            .contains(earlier.shortType)
            if block.link == .context && isLookup && !WrappedException.isWrapper(block) { break }
            if block.link == .none { break }
            at -= 1
        }
        return blocks[at].leaf
    }

    /// Launchers and control scripts print once more, with their own words around it, what the script's traceback said before.
    private static func firstPrint(of block: TracebackBlock, before traceback: Traceback, in log: LogEvidence) -> Quote? {
        guard !block.message.isEmpty, let start = traceback.header.location.line else { return nil }
        for other in log.tracebacks where other.attempt == traceback.attempt && other.lastLine < start {
            let twin = other.blocks.lazy.map(\.leaf).first { $0.type == block.type && $0.message == block.message }
            if let twin { return twin.final }
        }
        return nil
    }

    /// Exception, place and message as the report's JSON names them.
    package func summary(of block: TracebackBlock) -> ExceptionSummary {
        let frame = block.userFrame ?? traceback.terminal.userFrame ?? block.frames.last
        return ExceptionSummary(
            type: block.type, message: block.message, file: frame.map { $0.fileName }, line: frame?.line, function: frame?.function)
    }

    /// The quotes that show it: the decisive final line first, then what surfaced, then where it began.
    package func evidence(of block: TracebackBlock) -> [Quote] {
        var quotes = [block.final]
        if let quote = block.userFrame?.quote(from: log.source, time: block.final.time) { quotes.append(quote) }
        if traceback.terminal.final.location != block.final.location { quotes.append(traceback.terminal.final) }
        if let firstPrinted { quotes.append(firstPrinted) }
        if let first = traceback.firstFinal { quotes.append(first) }
        if traceback.header.location != block.final.location { quotes.append(traceback.header) }
        return quotes
    }
}
