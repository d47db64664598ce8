import Evidence

/// Reads a traceback line by line, in whatever form it was printed.
///
/// `feed` takes lines as long as they may belong. Some turn out not to (a print after a traceback that a handler printed, another
/// writer's lines between two frames): those are in `leftover`, for the caller to treat as the ordinary lines that they are.
struct TracebackParser {
    private enum Phase {
        case frames(TracebackPlainFrames)
        case rich(TracebackRichFrames)
        case notebook(TracebackNotebookFrames)
        case message(TracebackMessage)
        case group(TracebackGroup)
        case dump(TracebackDump)
        /// After a chain marker, before the next header; so many lines ago.
        case between(Int)
        case done
    }

    private let source: String
    private var form: TracebackForm
    private var header: Quote
    private let intro: TracebackIntro?
    private let loggerLevel: String?
    private let rank: Int?
    private let hasGutter: Bool
    private var lastLine: Int
    private var phase: Phase = .done
    private var blocks: [TracebackBlock] = []
    /// Blocks whose message holds what follows; they surfaced after it.
    private var outer: [TracebackBlock] = []
    private var link: TracebackBlock.Link = .none
    private var foreign = 0
    private var fed = 0

    /// Lines that were taken but belong to something else, in order.
    private(set) var leftover: [TracebackLine] = []
    /// The log ended, or another traceback began, before this one was complete.
    private(set) var isOpen = true
    /// The lines are known to belong (a member of a group), so that none is doubted.
    var takesWholeMessage = false
    /// The last line may be half a line.
    var mayBeCut = true

    /// Lines of others between two of ours: more than a burst of them means that ours was cut off.
    private static let maximumForeign = 8
    /// A recursion of 1,000 frames takes 3,000 lines, a chain of some of them more.
    private static let maximumFed = 20_000

    init?(header line: TracebackLine, preceding: [TracebackLine], source: String) {
        let text = TracebackText(line.text)
        guard let kind = TracebackHeader(text) else { return nil }
        self.source = source
        rank = line.rank
        lastLine = line.number
        header = line.quote(in: source)
        let context = TracebackContext(header: line, preceding: preceding, source: source)
        intro = context.intro
        loggerLevel = context.level
        hasGutter = text.body.starts(with: "| ")
        form = .python
        if let origin = context.origin { blocks = [origin] }
        link = context.link
        switch kind {
        case .python: phase = .frames(TracebackPlainFrames())
        case .exceptionGroup: phase = .group(TracebackGroup(header: line, source: source))
        case .rich:
            form = .rich
            phase = .rich(TracebackRichFrames(header: text))
        case .notebook(let type):
            form = .ipython
            phase = .notebook(TracebackNotebookFrames(type: type))
        case .faulthandler, .pyspy:
            if case .pyspy = kind { form = .pyspy } else { form = .faulthandler }
            let announcement = text.isDumpAnnouncement ? line : context.announcement
            var dump = TracebackDump(form: form, announcement: announcement, source: source)
            if let announcement { header = announcement.quote(in: source) }
            if !text.isDumpAnnouncement { _ = dump.feed(line, text) }
            phase = .dump(dump)
        case .escaped:
            guard readEscaped(line, text) else { return nil }
        case .syntaxError:
            guard let error = TracebackSyntaxError(line: line, preceding: preceding), let final = TracebackFinal(text) else { return nil }
            form = .syntaxError
            header = error.header.quote(in: source)
            blocks.append(
                TracebackBlock(
                    link: link, frames: [error.frame], type: final.type, message: final.message.cut(toBytes: TracebackMessage.maximumBytes),
                    final: line.quote(in: source)))
            isOpen = false
        }
    }

    /// The whole traceback is in the line: no other one belongs to it.
    private mutating func readEscaped(_ line: TracebackLine, _ text: TracebackText) -> Bool {
        // The normalised text may be cut where the raw line goes on.
        guard let lines = TracebackEscaped.lines(of: TracebackText(line.raw)) ?? TracebackEscaped.lines(of: text) else { return false }
        func inner(_ text: String) -> TracebackLine {
            TracebackLine(
                number: line.number, offset: line.offset, time: line.time, hadPrefix: false, level: nil, rank: nil, text: text,
                raw: line.raw)
        }
        let first = TracebackText(lines[0])
        if case .escaped? = TracebackHeader(first) { return false }
        guard var parser = TracebackParser(header: inner(lines[0]), preceding: [], source: source) else { return false }
        parser.takesWholeMessage = true
        for text in lines.dropFirst() where !parser.feed(inner(text)) { break }
        guard let result = parser.finish() else { return false }
        form = .escaped
        // Every frame stands on the one line, which the final line quotes already.
        for block in result.blocks {
            var block = block
            block.dropRawLines(keepsCited: false)
            blocks.append(block)
        }
        isOpen = parser.isOpen
        return true
    }

    /// True if the line belongs to it, or may; false if the traceback ended before this line.
    mutating func feed(_ line: TracebackLine) -> Bool {
        if case .done = phase { return false }
        fed += 1
        guard fed <= Self.maximumFed else { return false }
        var text = TracebackText(line.text)
        if hasGutter { text = text.withoutGutter }
        let current = phase
        // Only one copy is left then, so that changing it does not copy its arrays.
        phase = .done
        switch consume current {
        case .frames(var frames):
            let step = isOtherRank(line) ? .foreign : frames.feed(line, text)
            if frames.isLoguru, form == .python { form = .loguru }
            phase = .frames(frames)
            return advance(step, line, frames: frames.list.result, resume: frames, base: frames.base)
        case .rich(var frames):
            let step = isOtherRank(line) ? .foreign : frames.feed(line, text)
            phase = .rich(frames)
            return advance(step, line, frames: frames.list.result, resume: nil, base: frames.base)
        case .notebook(var frames):
            let step = isOtherRank(line) ? .foreign : frames.feed(line, text)
            phase = .notebook(frames)
            return advance(step, line, frames: frames.list.result, resume: nil, base: 0)
        case .message(var message):
            let step = message.feed(line, text)
            phase = .message(message)
            return advance(step, message, line, text)
        case .group(var group):
            let step = group.feed(line, text)
            phase = .group(group)
            if case .foreign = step { return skip(line) }
            if case .refused = step { return endGroup(line, text) }
            return true
        case .dump(var dump):
            let taken = dump.feed(line, text)
            phase = .dump(dump)
            return taken
        case .between(let count):
            phase = .between(count + 1)
            return begin(line, text, after: count)
        case .done:
            return false
        }
    }

    private func isOtherRank(_ line: TracebackLine) -> Bool {
        rank != nil && line.rank != nil && rank != line.rank
    }

    private mutating func skip(_ line: TracebackLine) -> Bool {
        foreign += 1
        guard foreign <= Self.maximumForeign else { return false }
        leftover.append(line)
        return true
    }

    private mutating func advance(
        _ step: TracebackStep, _ line: TracebackLine, frames: @autoclosure () -> [TracebackFrame], resume: TracebackPlainFrames?, base: Int
    ) -> Bool {
        switch step {
        case .taken:
            foreign = 0
            lastLine = line.number
            return true
        case .foreign: return skip(line)
        case .refused: return false
        case .final(let final):
            lastLine = line.number
            foreign = 0
            phase = .message(
                TracebackMessage(
                    final: final, line: line, quote: line.quote(in: source), frames: frames(), resume: resume, base: base,
                    isPrefixed: resume?.isPrefixed == true, level: resume?.level, rank: rank, intro: intro?.kind, isWhole: takesWholeMessage
                ))
            // `Exception: Traceback (most recent call last):`, as a worker's text re-raised.
            if final.message.hasSuffix("Traceback (most recent call last):") { nest(.frames(TracebackPlainFrames())) }
            return true
        }
    }

    private mutating func advance(_ step: TracebackMessage.Step, _ message: TracebackMessage, _ line: TracebackLine, _ text: TracebackText)
        -> Bool
    {
        switch step {
        case .taken: return true
        case .refused: return false
        case .link(let link):
            close(message)
            self.link = link
            lastLine = line.number
            phase = .between(0)
            return true
        case .nested:
            nest(headerPhase(line, text))
            if case .frames = phase, let frame = text.frame(logLine: line.number) {
                phase = .frames(TracebackPlainFrames(first: frame, at: line, indent: text.indent))
            }
            lastLine = line.number
            return true
        case .final(let final):
            phase = .message(message.replacing(final, line: line, quote: line.quote(in: source)))
            leftover += message.tentative
            lastLine = line.number
            return true
        case .notFinal:
            guard var frames = message.resume else { return false }
            _ = frames.feed(line, text)
            leftover.append(message.line)
            phase = .frames(frames)
            lastLine = line.number
            return true
        }
    }

    /// What the message holds happened before: it becomes the origin, this block what surfaced.
    private mutating func nest(_ next: Phase) {
        guard case .message(var message) = phase else { return }
        let closed = message.close(link: .cause, loggerLevel: loggerLevel)
        leftover += closed.leftover
        outer.append(closed.block)
        phase = next
    }

    private mutating func close(_ message: TracebackMessage) {
        var message = message
        let closed = message.close(link: link, loggerLevel: loggerLevel)
        blocks.append(closed.block)
        leftover += closed.leftover
        lastLine = max(lastLine, message.lastLine)
        link = .none
    }

    private mutating func headerPhase(_ line: TracebackLine, _ text: TracebackText) -> Phase {
        switch TracebackHeader(text) {
        case .exceptionGroup: return .group(TracebackGroup(header: line, source: source))
        case .rich: return .rich(TracebackRichFrames(header: text))
        case .notebook(let type): return .notebook(TracebackNotebookFrames(type: type))
        default: return .frames(TracebackPlainFrames())
        }
    }

    /// The next part of a chain.
    private mutating func begin(_ line: TracebackLine, _ text: TracebackText, after count: Int) -> Bool {
        if text.isBlank || text.isQuoteOfRemote || text.isRule(of: UInt8(ascii: "-"), atLeast: 20) {
            return count < Self.maximumForeign
        }
        switch TracebackHeader(text) {
        case .python, .exceptionGroup, .rich, .notebook:
            phase = headerPhase(line, text)
            lastLine = line.number
            return true
        default:
            return skip(line)
        }
    }

    /// After a group: a chain marker, or its end.
    private mutating func endGroup(_ line: TracebackLine, _ text: TracebackText) -> Bool {
        guard case .group(let group) = phase, group.isClosed || text.chainLink != nil else { return false }
        if text.isBlank { return true }
        guard let next = text.chainLink else { return false }
        addBlock(of: group)
        link = next
        lastLine = line.number
        phase = .between(0)
        return true
    }

    private mutating func addBlock(of group: TracebackGroup) {
        guard let block = group.block(link: link) else { return }
        blocks.append(block)
        lastLine = max(lastLine, group.lastLine)
        link = .none
        if form == .python { form = .exceptionGroup }
    }

    /// What was parsed; nil if nothing is usable. Afterwards `isOpen` says whether it was cut off.
    mutating func finish() -> Traceback? {
        switch phase {
        case .frames, .rich, .notebook, .between: isOpen = true
        case .message(let message):
            // A bare word at the very end of a log may be half a final line.
            isOpen = !message.final.hasColon && !message.final.isStrong && message.fed == 0 && mayBeCut
            if !isOpen { close(message) }
        case .group(let group):
            isOpen = !group.isClosed
            addBlock(of: group)
        case .dump(let dump):
            blocks += dump.blocks
            lastLine = max(lastLine, dump.lastLine)
            isOpen = blocks.isEmpty
        case .done: break
        }
        phase = .done
        // What was announced inside the message never came: the block is the first one itself.
        if blocks.isEmpty, let last = outer.indices.last { outer[last].link = link }
        blocks += outer.reversed()
        outer = []
        leftover.sort { $0.number < $1.number }
        guard !blocks.isEmpty else { return nil }
        for index in blocks.indices { blocks[index].dropRawLines(keepsCited: true) }
        var traceback = Traceback(form: form, header: header, lastLine: lastLine, blocks: blocks)
        traceback.intro = intro
        traceback.loggerLevel = loggerLevel
        traceback.rank = rank
        return traceback
    }
}
