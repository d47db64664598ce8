import Evidence

/// Takes the lines of a log one by one and gathers what they say.
struct LineReader {
    /// A line on its way through the collectors.
    struct Line {
        /// Content in memory, without the line feed.
        var range: Range<Int>
        var reference: LineReference
        /// The stamp that the line itself carries.
        var stamp: Timestamp?
        var rank: Int?
        /// Index of the message after stamp and rank.
        var message: Int
    }

    private static let headLines = 12
    /// Stamps further apart than this are not from one run: one of them is data.
    private static let longestRun: Int64 = 60 * 86_400 * 1_000_000
    /// A pause that may mean a new launch, in seconds.
    private static let restartPause = 30.0

    let source: String
    let patterns: PatternSet
    private(set) var role: LogRole = .user
    /// What stands before every line of this log.
    private var labels: LineLabels?
    private(set) var hits: HitCollector
    private(set) var progress = ProgressTracker()
    private(set) var silences = SilenceTracker()
    private(set) var tracebacks: TracebackCollector
    private(set) var attempts = AttemptTracker()
    private(set) var hints: HintCollector
    private(set) var users = UserLineCounter()
    private(set) var metrics = MetricMeter()
    private(set) var head: [LogLine] = []
    private(set) var firstTime: Timestamp?
    private(set) var lastTime: Timestamp?
    /// The last stamp of any line, and where it stands; lines without one inherit it.
    private(set) var clock: Timestamp?
    private(set) var clockLine = 0
    /// The last line that user code (in a system log: the service) wrote.
    private var visible: LineReference?
    private var visibleText: LogLine?
    /// What the literals stand for; `patterns` keeps the memory.
    private let table: UnsafeBufferPointer<LiteralTable.Entry>
    private let patternNumbers: UnsafeBufferPointer<Int32>
    private var stamps = StampReader()
    private var seen: [Int]
    private var serial = 0
    private var candidates: [(pattern: Int, focus: Int)] = []
    private let stripped: ScanMemory

    init(source: String, patterns: PatternSet, explicitRunID: String?) {
        self.source = source
        self.patterns = patterns
        table = patterns.table.entries
        patternNumbers = patterns.table.patterns
        hits = HitCollector(source: source, patterns: patterns)
        tracebacks = TracebackCollector(source: source)
        hints = HintCollector(explicitRunID: explicitRunID)
        seen = Array(repeating: 0, count: patterns.patterns.count)
        stripped = ScanMemory(patterns: patterns, capacity: 0)
    }

    mutating func setRole(_ role: LogRole, labels: LineLabels?) {
        self.role = role
        self.labels = labels
    }

    /// Stamp, rank and message of the line in `range`. Inlined: a line is a large value to hand back three million times.
    @inline(__always)
    mutating func begin(_ whole: Range<Int>, number: Int, view: BlockView) -> Line {
        // Windows tools put a byte order mark before the first line.
        let hasMark = number == 1 && view.bytes.has("\u{FEFF}", at: whole.lowerBound)
        let range = hasMark ? min(whole.lowerBound + 3, whole.upperBound)..<whole.upperBound : whole
        var line = Line(
            range: range,
            reference: LineReference(number: number, offset: view.base + range.lowerBound, focus: view.base + range.lowerBound),
            message: range.lowerBound)
        if let labels, let found = labels.read(view.bytes, at: range.lowerBound, limit: range.upperBound) {
            line.rank = found.rank
            line.message = found.end
            LineStart.read(view.bytes, &line, &stamps, from: found.end)
        } else {
            LineStart.read(view.bytes, &line, &stamps, from: range.lowerBound)
        }
        if let stamp = line.stamp { note(stamp, line: number) }
        line.reference.time = clock
        return line
    }

    private mutating func note(_ stamp: Timestamp, line: Int) {
        clock = stamp
        clockLine = line
        guard let newest = lastTime else {
            firstTime = stamp
            lastTime = stamp
            return
        }
        let step = stamp.microseconds - newest.microseconds
        if step > 0 {
            if step > Self.longestRun { firstTime = stamp }
            lastTime = stamp
        } else if -step > Self.longestRun {
            lastTime = stamp
        }
    }

    /// Looks at the literals that stand in the line; what it means for the line as a whole is the result.
    mutating func examine(_ line: Line, hits found: UnsafeBufferPointer<LiteralHit>, shift: Int, view: BlockView) -> LineTriggers {
        var triggers: LineTriggers = []
        for hit in found { triggers.formUnion(table[Int(hit.literal)].triggers) }
        if triggers.contains(.escape) { return triggers.union(examineEscaped(line, hits: found, shift: shift, view: view)) }
        let needsText = collect(line, view.bytes, hits: found, shift: shift, triggers: triggers, view: view)
        guard needsText else {
            for (pattern, focus) in candidates { count(pattern, line, focus: focus + view.base) }
            return triggers
        }
        let isWhole =
            line.range.count <= LineNormalizer.maximumBytes
            && view.bytes.first(.carriageReturn, in: view.withoutReturns(line.range)) == nil
        if isWhole {
            matchCandidates(line, view.bytes.part(line.range).bytes, focus: nil, view: view)
        } else {
            matchSegments(line, hits: found, shift: shift, view: view)
        }
        return triggers
    }

    /// Marks and hints are read at once; patterns go into `candidates`, each once. True if one of them is still matched.
    private mutating func collect(
        _ line: Line, _ bytes: LineBytes, hits found: UnsafeBufferPointer<LiteralHit>, shift: Int, triggers: LineTriggers, view: BlockView
    ) -> Bool {
        clearCandidates()
        serial += 1
        var needsText = false
        for hit in found {
            let literal = table[Int(hit.literal)]
            let end = Int(hit.end) + shift
            let start = end - literal.length
            if !literal.triggers.isDisjoint(with: .progress) {
                if let mark = ProgressMark.read(bytes, trigger: literal.triggers, start: start, end: end) {
                    var reference = line.reference
                    if shift >= 0, bytes.count == view.bytes.count { reference.focus = view.base + start }
                    progress.add(mark, rank: line.rank, line: reference, stamp: line.stamp, view: view)
                }
            } else if !literal.triggers.isDisjoint(with: .hints), !hints.isFull {
                hints.look(bytes, trigger: literal.triggers, start: start, end: end, role: role)
            }
            for slot in literal.first..<literal.first + literal.count {
                let pattern = Int(patternNumbers[Int(slot)])
                guard seen[pattern] != serial else { continue }
                seen[pattern] = serial
                candidates.append((pattern, start))
                if !hits.isCapped(pattern) { needsText = true }
            }
        }
        return needsText
    }

    /// A line has one or two; `removeAll(keepingCapacity:)` takes longer.
    private mutating func clearCandidates() {
        while candidates.popLast() != nil {}
    }

    private mutating func count(_ pattern: Int, _ line: Line, focus: Int) {
        var reference = line.reference
        reference.focus = focus
        hits.count(pattern, line: reference)
    }

    /// Runs the candidates over the bytes, normalised; `focus` is where the bytes stand, if not at the start of the line.
    private mutating func matchCandidates(_ line: Line, _ bytes: UnsafeRawBufferPointer, focus: Int?, view: BlockView) {
        let text = LineNormalizer.normalize(bytes, labels: labels)
        let length = text.text.utf16.count
        var reference = line.reference
        candidates.sort { $0.pattern < $1.pattern }
        for (pattern, start) in candidates {
            reference.focus = focus ?? view.base + start
            if hits.isCapped(pattern) {
                hits.count(pattern, line: reference)
            } else {
                hits.match(pattern, text, length: length, at: reference)
            }
        }
    }

    /// A line of many redraws, or a very long one: each part with a hit is a line of its own.
    private mutating func matchSegments(_ line: Line, hits found: UnsafeBufferPointer<LiteralHit>, shift: Int, view: BlockView) {
        eachSegment(line, hits: found, shift: shift, view: view) { reader, part, segment in
            guard reader.collectPatterns(part, shift: shift) else {
                for (pattern, focus) in reader.candidates { reader.count(pattern, line, focus: focus + view.base) }
                return
            }
            reader.matchCandidates(line, view.bytes.part(segment).bytes, focus: nil, view: view)
        }
    }

    private mutating func collectPatterns(_ found: UnsafeBufferPointer<LiteralHit>, shift: Int) -> Bool {
        clearCandidates()
        serial += 1
        var needsText = false
        for hit in found {
            let literal = table[Int(hit.literal)]
            for slot in literal.first..<literal.first + literal.count {
                let pattern = Int(patternNumbers[Int(slot)])
                guard seen[pattern] != serial else { continue }
                seen[pattern] = serial
                candidates.append((pattern, Int(hit.end) + shift - literal.length))
                if !hits.isCapped(pattern) { needsText = true }
            }
        }
        return needsText
    }

    /// Cuts the hits of a line into those of its segments.
    private mutating func eachSegment(
        _ line: Line, hits found: UnsafeBufferPointer<LiteralHit>, shift: Int, view: BlockView,
        _ body: (inout LineReader, UnsafeBufferPointer<LiteralHit>, Range<Int>) -> Void
    ) {
        var index = 0
        while index < found.count {
            let end = Int(found[index].end) + shift
            let start = end - table[Int(found[index].literal)].length
            let lineStart = max(0, line.reference.offset - view.base)
            let segment = LineSegment.around(max(start, 0), lineStart: lineStart, in: view.bytes)
            var next = index + 1
            while next < found.count, Int(found[next].end) + shift <= segment.upperBound { next += 1 }
            body(&self, UnsafeBufferPointer(rebasing: found[index..<next]), segment)
            index = next
        }
    }

    /// Strips colour codes and searches again: they may stand in the middle of a word.
    private mutating func examineEscaped(_ line: Line, hits found: UnsafeBufferPointer<LiteralHit>, shift: Int, view: BlockView)
        -> LineTriggers
    {
        var triggers: LineTriggers = []
        eachSegment(line, hits: found, shift: shift, view: view) { reader, _, segment in
            LineNormalizer.withoutEscapes(view.bytes.part(segment).bytes) { plain in
                let memory = reader.stripped
                memory.search(plain)
                let inner = memory.hits
                var all: LineTriggers = []
                for hit in inner { all.formUnion(reader.table[Int(hit.literal)].triggers) }
                triggers.formUnion(all)
                _ = reader.collect(line, LineBytes(plain), hits: inner, shift: 0, triggers: all, view: view)
                guard !reader.candidates.isEmpty else { return }
                reader.matchCandidates(line, plain, focus: view.base + segment.lowerBound, view: view)
            }
        }
        return triggers
    }

    /// Counts the line, once its hits are known.
    mutating func account(_ line: Line, triggers: LineTriggers, view: BlockView) {
        let bytes = view.bytes
        let first = bytes.skipBlanks(line.message)
        let isBlank = first >= line.range.upperBound || bytes.at(first) < 32 && bytes.trimmedEnd(line.range).isEmpty
        let isWrapper =
            triggers.contains(.wrapper) && role.isUserOutput
            && WrapperLines.contains(bytes.part(view.withoutReturns(line.range)), role: role)
        if isWrapper { hits.noteWrapper(line: line.reference.number) }
        let isUser = role.isUserOutput && !isBlank && !isWrapper
        let isVisible = isUser || (!role.isUserOutput && !isBlank)

        if isVisible, let stamp = line.stamp { noteSilence(stamp, line, view) }
        if !triggers.isDisjoint(with: .attempts), attempts.note(triggers, line: line.reference.number, users: users, time: lastTime) {
            progress.closeAll(view)
        }
        if tracebacks.isActive || triggers.contains(.traceback) { feedTraceback(line, triggers, isUser: isUser, view: view) }
        guard isVisible else { return }
        if isUser {
            let message = view.withoutReturns(line.message..<max(line.message, line.range.upperBound))
            if attempts.add(bytes.part(message).bytes, line: line.reference.number, users: users, time: lastTime) {
                progress.closeAll(view)
            }
            if tracebacks.awaiting > 0, !tracebacks.isActive { tracebacks.next(normalized(line, triggers, view)) }
            users.add(rank: line.rank)
            if !triggers.isDisjoint(with: .metrics) { metrics.note(triggers, message, reference: line.reference, view: view) }
        }
        visible = line.reference
        if head.count < Self.headLines, let shown = view.logLine(line.reference) { head.append(shown) }
    }

    private mutating func noteSilence(_ stamp: Timestamp, _ line: Line, _ view: BlockView) {
        switch silences.step(stamp) {
        case .ordinary: return
        case .gap:
            guard let visible, view.holds(line.reference) else { return }
            let text = visible.number == visibleText?.number ? visibleText : nil
            guard text != nil || view.holds(visible) else { return }
            silences.add(before: visible, text: text, after: line.reference)
            if let last = visible.time, stamp.seconds(since: last) >= Self.restartPause { attempts.noteEnd() }
        case .late: if view.holds(line.reference) { silences.addLate(line.reference, at: stamp) }
        }
    }

    /// The last line that is no wrapper's, nor blank.
    func lastVisible(_ view: BlockView) -> LogLine? {
        guard let visible else { return nil }
        return visible.number == visibleText?.number ? visibleText : view.logLine(visible)
    }

    private func normalized(_ line: Line, _ triggers: LineTriggers, _ view: BlockView) -> NormalizedLine {
        let segment = LineSegment.last(of: view.withoutReturns(line.range), in: view.bytes)
        return LineNormalizer.normalize(view.bytes.part(segment).bytes, labels: labels)
    }

    private mutating func feedTraceback(_ line: Line, _ triggers: LineTriggers, isUser: Bool, view: BlockView) {
        let value = tracebackLine(line.range, line.reference, view, hasTrigger: triggers.contains(.traceback))
        if !tracebacks.feed(value, isUser: isUser, users: users), triggers.contains(.traceback) {
            var number = line.reference.number
            let ranges = view.precedingLines(of: line.range.lowerBound, most: 8)
            number -= ranges.count
            var preceding: [TracebackLine] = []
            for range in ranges {
                let reference = LineReference(
                    number: number, offset: view.base + range.lowerBound, focus: view.base + range.lowerBound, time: clock)
                let before = tracebackLine(range, reference, view, hasTrigger: false)
                if before.rank == nil || value.rank == nil || before.rank == value.rank { preceding.append(before) }
                number += 1
            }
            tracebacks.start(value, preceding: preceding, isUser: isUser, users: users)
            attempts.noteEnd()
        }
    }

    private func tracebackLine(_ range: Range<Int>, _ reference: LineReference, _ view: BlockView, hasTrigger: Bool) -> TracebackLine {
        let content = view.withoutReturns(range)
        var segment = LineSegment.last(of: content, in: view.bytes)
        if hasTrigger, segment.lowerBound > content.lowerBound || segment.upperBound < content.upperBound {
            let words: [StaticString] = [
                "Traceback (most recent", "(most recent call first)", "SyntaxError: ", "IndentationError: ", "TabError: ",
            ]
            for word in words {
                guard let hit = view.bytes.find(word, in: content) else { continue }
                segment = LineSegment.around(hit, lineStart: content.lowerBound, in: view.bytes)
                break
            }
        }
        let line = LineNormalizer.normalize(view.bytes.part(segment).bytes, labels: labels)
        // Most lines of a traceback carry no prefix: then one string serves for both.
        let isRaw = content.count <= Quote.maximumBytes && line.text.utf8.elementsEqual(view.bytes.bytes[content])
        let shown = isRaw ? line.text : view.shown(reference)?.text ?? view.bytes.text(content)
        return TracebackLine(
            number: reference.number, offset: reference.offset, time: line.time ?? reference.time, hadPrefix: line.hadPrefix,
            level: line.level, rank: line.rank, text: line.text, raw: shown)
    }

    /// Takes from memory what later needs to be shown.
    mutating func settle(_ view: BlockView, keeping: Int) {
        hits.settle(view, keeping: keeping)
        progress.settle(view)
        silences.settle(view)
        if let visible, visibleText?.number != visible.number { visibleText = view.logLine(visible) }
    }

    /// Ends what is still open.
    mutating func finishTracebacks() -> [TracebackCollector.Group] { tracebacks.finish(users: users) }

    mutating func finishHits() -> (hits: [PatternHit], counts: [String: Int], capped: [String]) { hits.finish() }
}
