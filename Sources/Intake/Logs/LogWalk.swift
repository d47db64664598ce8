import Evidence

/// Walks over the lines of a log, block by block, and tells in the end what it says.
struct LogWalk {
    private let source: String
    private var reader: LineReader
    private var lineCount = 0
    /// A line longer than the memory, of which some was read.
    private var longLine: LineReader.Line?
    private var longTriggers: LineTriggers = []
    private var hasRole = false
    private var tail = LogTail()

    init(source: String, patterns: PatternSet, explicitRunID: String?) {
        self.source = source
        reader = LineReader(source: source, patterns: patterns, explicitRunID: explicitRunID)
    }

    /// Reads a block that is not the last.
    mutating func read(_ block: LogBlock) {
        setRole(block)
        if block.isPart { readPart(block) } else { readLines(block, view: block.view(to: block.limit)) }
        let view = block.view(to: block.isPart ? block.end : block.limit)
        reader.settle(view, keeping: block.base + block.keep)
        if !block.isPart, block.keptLines < LogTail.lines {
            tail.keep(before: block.keep, in: view, count: lineCount, kept: block.keptLines)
        }
    }

    /// Reads the last block.
    mutating func finish(_ block: LogBlock) -> LogEvidence {
        setRole(block)
        let view = block.view(to: block.end)
        readLines(block, view: view)
        reader.settle(view, keeping: block.base + block.end)
        return evidence(view, block)
    }

    private mutating func setRole(_ block: LogBlock) {
        guard !hasRole else { return }
        hasRole = true
        let head = UnsafeRawBufferPointer(rebasing: block.memory.bytes[0..<block.end])
        let role = LogRoleDetector.detect(head, path: source)
        reader.setRole(role, labels: role.isUserOutput ? LineLabels(head: LineBytes(head)) : nil)
    }

    private mutating func readLines(_ block: LogBlock, view: BlockView) {
        guard block.limit > block.fresh else { return endLongLine(view) }
        let (hits, shift) = (block.hits, block.searchStart)
        var next = firstHit(of: block)
        var start = block.fresh
        while start < block.limit {
            let stop = view.bytes.first(.newline, in: start..<block.limit) ?? block.limit
            let first = next
            while next < hits.count, Int(hits[next].end) + shift <= stop { next += 1 }
            let found = UnsafeBufferPointer(rebasing: hits[first..<next])
            if longLine == nil {
                lineCount += 1
                let line = reader.begin(start..<stop, number: lineCount, view: view)
                let triggers = found.isEmpty ? [] : reader.examine(line, hits: found, shift: shift, view: view)
                reader.account(line, triggers: triggers, view: view)
            } else {
                continueLongLine(start..<stop, found, shift, view)
                endLongLine(view)
            }
            start = stop + 1
        }
    }

    /// Index of the first hit that does not end in what was read before.
    private func firstHit(of block: LogBlock) -> Int {
        let hits = block.hits
        var first = 0
        while first < hits.count, Int(hits[first].end) + block.searchStart <= block.fresh { first += 1 }
        return first
    }

    private mutating func readPart(_ block: LogBlock) {
        let view = block.view(to: block.end)
        let hits = block.hits
        let found = UnsafeBufferPointer(rebasing: hits[firstHit(of: block)...])
        if longLine == nil {
            tail.keep(before: block.fresh, in: view, count: lineCount, kept: 0)
            lineCount += 1
            longLine = reader.begin(block.fresh..<block.limit, number: lineCount, view: view)
            longTriggers = []
            tail.keep(longLine.flatMap { view.logLine($0.reference) })
        }
        continueLongLine(block.fresh..<block.limit, found, block.searchStart, view)
    }

    private mutating func continueLongLine(_ range: Range<Int>, _ found: UnsafeBufferPointer<LiteralHit>, _ shift: Int, _ view: BlockView) {
        guard var line = longLine else { return }
        line.range = range
        line.message = range.lowerBound
        longLine = line
        if !found.isEmpty { longTriggers.formUnion(reader.examine(line, hits: found, shift: shift, view: view)) }
    }

    private mutating func endLongLine(_ view: BlockView) {
        guard let line = longLine else { return }
        longLine = nil
        reader.account(line, triggers: longTriggers.subtracting(.wrapper), view: view)
    }

    private mutating func evidence(_ view: BlockView, _ block: LogBlock) -> LogEvidence {
        var evidence = LogEvidence(source: source, role: reader.role)
        let groups = reader.finishTracebacks()
        let starts = reader.attempts.finish()
        func attempt(of line: Int) -> Int { starts.count { $0.line <= line } }

        evidence.rank = LogRoleDetector.rank(ofPath: source)
        evidence.hints = reader.hints.hints
        evidence.lineCount = lineCount
        evidence.byteCount = Int64(block.base + block.end)
        evidence.firstTime = reader.firstTime
        evidence.lastTime = reader.lastTime
        evidence.head = reader.head
        evidence.tail = tail.lines(view, count: lineCount, role: reader.role, clock: reader.clock, clockLine: reader.clockLine)
        evidence.lastUserLine = reader.role.isUserOutput ? reader.lastVisible(view) : nil
        evidence.userLineCount = reader.users.total
        evidence.endsInsideLine = block.end > 0 && view.bytes.at(block.end - 1) != .newline
        evidence.endsInsideBlock = reader.tracebacks.wasOpen || LogTail.endsInsideObject(view)
        let hits = reader.finishHits()
        var found = hits.hits
        for index in found.indices { found[index].attempt = attempt(of: found[index].quote.location.line ?? 0) }
        evidence.hits = found
        evidence.counts = hits.counts
        evidence.cappedPatterns = hits.capped
        evidence.silences = reader.silences.silences
        evidence.progress = reader.progress.finish(attempt: attempt)
        evidence.attemptStarts = starts.map(\.line)
        let times = starts.compactMap(\.time)
        if !times.isEmpty, times.count == starts.count { evidence.attemptTimes = times }
        if reader.role.isUserOutput { evidence.metrics = reader.metrics.finish(tail: evidence.tail) }
        evidence.tracebacks = groups.map { group in
            var traceback = group.traceback
            if let rank = traceback.rank, rank < 0 { traceback.rank = nil }
            traceback.ranks = traceback.ranks.map { $0.filter { $0 >= 0 } }.flatMap { $0.isEmpty ? nil : $0 }
            traceback.attempt = attempt(of: traceback.lastLine)
            let next = starts.indices.contains(traceback.attempt) ? starts[traceback.attempt] : nil
            let users = next?.users ?? reader.users
            traceback.userLinesAfter = max(0, users.count(rank: group.traceback.rank) - group.usersAtEnd)
            if traceback.userLinesAfter == 0 { traceback.nextUserLine = nil }
            let advance = reader.progress.lastAdvance(rank: group.traceback.rank, before: next?.line ?? .max)
            traceback.progressAfter = advance > traceback.lastLine
            return traceback
        }
        return evidence
    }
}
