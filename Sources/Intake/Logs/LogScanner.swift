package import Evidence

/// Reads one log file, block by block in any cut, and tells in the end what it says.
///
/// Blocks are gathered into memory of its own and read when that is full, so that nothing depends on how the input was cut. One pass:
/// a literal search over the block, then a walk over its lines. Use each scanner for one file, from one task at a time.
package struct LogScanner {
    /// Lines already read that stay in memory for quotes.
    private static let historyBytes = 262_144
    private static let historyLines = 48
    private static let blockBytes = 1_048_576
    /// Room that a part of a very long line leaves for its hits' surroundings.
    private static let overlap = LineNormalizer.maximumBytes

    private let source: String
    private let memory: ScanMemory
    private let maximumLiteral: Int
    private var reader: LineReader
    /// Place in the stream of the first byte in memory.
    private var base = 0
    /// Up to here the bytes in memory are read.
    private var fresh = 0
    private var end = 0
    private var lineCount = 0
    /// A line longer than the memory, of which some was read.
    private var longLine: LineReader.Line?
    private var longTriggers: LineTriggers = []
    private var hasRole = false
    private var tail: LogTail

    package init(source: String, patterns: PatternSet, explicitRunID: String? = nil) {
        self.source = source
        memory = ScanMemory(patterns: patterns, capacity: Self.historyBytes + Self.blockBytes)
        maximumLiteral = patterns.table.entries.map(\.length).max() ?? 1
        reader = LineReader(source: source, patterns: patterns, explicitRunID: explicitRunID)
        tail = LogTail()
    }

    /// The next bytes of the file, however many.
    package mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        var taken = 0
        while taken < bytes.count {
            let count = min(bytes.count - taken, memory.bytes.count - end)
            let target = UnsafeMutableRawBufferPointer(rebasing: memory.bytes[end..<end + count])
            target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[taken..<taken + count]))
            end += count
            taken += count
            if end == memory.bytes.count { readBlock() }
        }
    }

    /// What the file says, once all of it was fed.
    package mutating func finish() -> LogEvidence {
        setRole()
        let endsInsideLine = end > 0 && memory.bytes[end - 1] != .newline
        let view = self.view(to: end, isLast: true)
        read(to: end, view: view)
        reader.settle(view, keeping: end + base)
        return evidence(view, endsInsideLine: endsInsideLine)
    }

    private func view(to limit: Int, isLast: Bool) -> BlockView {
        BlockView(bytes: LineBytes(UnsafeRawBufferPointer(rebasing: memory.bytes[0..<limit])), base: base, isLast: isLast)
    }

    private mutating func setRole() {
        guard !hasRole else { return }
        hasRole = true
        let head = UnsafeRawBufferPointer(rebasing: memory.bytes[0..<end])
        let role = LogRoleDetector.detect(head, path: source)
        reader.setRole(role, labels: role.isUserOutput ? LineLabels(head: LineBytes(head)) : nil)
    }

    /// The memory is full: reads its whole lines, and makes room.
    private mutating func readBlock() {
        setRole()
        let all = LineBytes(UnsafeRawBufferPointer(memory.bytes))
        if let newline = all.last(.newline, in: fresh..<end) {
            read(to: newline + 1, view: view(to: newline + 1, isLast: false))
        } else {
            readPart(all)
        }
        makeRoom()
    }

    /// Reads the lines up to `limit`, which ends at a line feed or is the end of the file.
    private mutating func read(to limit: Int, view: BlockView) {
        guard limit > fresh else { return endLongLine(view) }
        // A literal may begin in the part of a long line that was read before.
        let searchStart = longLine == nil ? fresh : max(0, fresh - maximumLiteral + 1)
        memory.search(UnsafeRawBufferPointer(rebasing: memory.bytes[searchStart..<limit]))
        let hits = memory.hits
        var next = 0
        while next < hits.count, Int(hits[next].end) + searchStart <= fresh { next += 1 }
        var start = fresh
        while start < limit {
            let stop = view.bytes.first(.newline, in: start..<limit) ?? limit
            let first = next
            while next < hits.count, Int(hits[next].end) + searchStart <= stop { next += 1 }
            let found = UnsafeBufferPointer(rebasing: hits[first..<next])
            if longLine == nil {
                lineCount += 1
                let line = reader.begin(start..<stop, number: lineCount, view: view)
                let triggers = found.isEmpty ? [] : reader.examine(line, hits: found, shift: searchStart, view: view)
                reader.account(line, triggers: triggers, view: view)
            } else {
                continueLongLine(start..<stop, found, searchStart, view)
                endLongLine(view)
            }
            start = stop + 1
        }
        fresh = limit
    }

    /// No line ends in the whole memory: reads what stands there as a part of one line.
    private mutating func readPart(_ all: LineBytes) {
        let view = self.view(to: end, isLast: false)
        let limit = max(fresh + 1, end - Self.overlap)
        let searchStart = longLine == nil ? fresh : max(0, fresh - maximumLiteral + 1)
        memory.search(UnsafeRawBufferPointer(rebasing: memory.bytes[searchStart..<limit]))
        let hits = memory.hits
        var first = 0
        while first < hits.count, Int(hits[first].end) + searchStart <= fresh { first += 1 }
        let found = UnsafeBufferPointer(rebasing: hits[first...])
        if longLine == nil {
            tail.keep(before: fresh, in: view, count: lineCount, kept: 0)
            lineCount += 1
            longLine = reader.begin(fresh..<limit, number: lineCount, view: view)
            longTriggers = []
            tail.keep(longLine.flatMap { view.logLine($0.reference) })
        }
        continueLongLine(fresh..<limit, found, searchStart, view)
        fresh = limit
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

    /// Drops what was read, but for the lines that quotes may need.
    private mutating func makeRoom() {
        let all = LineBytes(UnsafeRawBufferPointer(memory.bytes))
        var keep = fresh
        var lines = 0
        if longLine != nil {
            keep = max(0, fresh - Self.overlap)
        } else {
            while keep > 0, lines < Self.historyLines {
                let start = all.last(.newline, in: 0..<keep - 1).map { $0 + 1 } ?? 0
                if fresh - start > Self.historyBytes { break }
                keep = start
                lines += 1
            }
        }
        let view = self.view(to: max(fresh, longLine == nil ? fresh : end), isLast: false)
        reader.settle(view, keeping: base + keep)
        if longLine == nil, lines < LogTail.lines { tail.keep(before: keep, in: view, count: lineCount, kept: lines) }
        let count = end - keep
        if count > 0, keep > 0, let start = memory.bytes.baseAddress { start.copyMemory(from: start + keep, byteCount: count) }
        base += keep
        fresh -= keep
        end = count
    }

    private mutating func evidence(_ view: BlockView, endsInsideLine: Bool) -> LogEvidence {
        var evidence = LogEvidence(source: source, role: reader.role)
        let groups = reader.finishTracebacks()
        let starts = reader.attempts.finish()
        func attempt(of line: Int) -> Int { starts.count { $0.line <= line } }

        evidence.rank = LogRoleDetector.rank(ofPath: source)
        evidence.hints = reader.hints.hints
        evidence.lineCount = lineCount
        evidence.byteCount = Int64(base + end)
        evidence.firstTime = reader.firstTime
        evidence.lastTime = reader.lastTime
        evidence.head = reader.head
        evidence.tail = tail.lines(view, count: lineCount, role: reader.role, clock: reader.clock, clockLine: reader.clockLine)
        evidence.lastUserLine = reader.role.isUserOutput ? reader.lastVisible(view) : nil
        evidence.userLineCount = reader.users.total
        evidence.endsInsideLine = endsInsideLine
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
