import Evidence

/// Keeps the first and last matches of each pattern, and counts all of them.
struct HitCollector {
    /// First and last matches of a pattern that are kept.
    static let kept = 50
    /// After so many matches in a file only candidates are counted: no rule asks for more, and an expression costs a microsecond a line.
    static let maximumConfirmed = 2_000
    /// A pattern whose literal stands on so many lines without matching is not asked again either.
    static let maximumTried = 100_000

    private struct Kept {
        var hit: PatternHit
        var line: LineReference
        /// The quote is complete.
        var isQuoted = false
    }

    /// A line with the literal of a pattern that is no longer matched at once.
    private struct Candidate {
        var line: LineReference
        /// Bytes of the segment and the quote, copied before the block leaves memory.
        var copy: (bytes: [UInt8], quote: Quote)?
    }

    private struct State {
        var tried = 0
        var confirmed = 0
        var candidates = 0
        var isCapped = false
        var lastLine = 0
        var first: [Kept] = []
        var last: [Kept] = []
        var oldest = 0
        var waiting: [Candidate] = []
        var oldestWaiting = 0
        var isDirty = false

        mutating func count(_ line: LineReference) {
            candidates += 1
            if waiting.count < HitCollector.kept {
                waiting.append(Candidate(line: line))
            } else {
                // In place: most of a candidate is room for a copy, which most never have.
                waiting[oldestWaiting].line = line
                if waiting[oldestWaiting].copy != nil { waiting[oldestWaiting].copy = nil }
                oldestWaiting = oldestWaiting + 1 == HitCollector.kept ? 0 : oldestWaiting + 1
            }
        }
    }

    private let source: String
    private let patterns: PatternSet
    private var states: [State]
    private var dirty: [Int] = []
    /// The last line that was asked about, and the wrapper's lines among those asked about.
    private var touched = 0
    private var wrapperLines: Set<Int> = []

    init(source: String, patterns: PatternSet) {
        self.source = source
        self.patterns = patterns
        states = Array(repeating: State(), count: patterns.patterns.count)
    }

    @inline(__always)
    func isCapped(_ pattern: Int) -> Bool { states[pattern].isCapped }

    /// A line with a literal of a capped pattern.
    mutating func count(_ pattern: Int, line: LineReference) {
        touched = line.number
        states[pattern].count(line)
        markDirty(pattern)
    }

    /// Runs the pattern over a normalised line.
    mutating func match(_ pattern: Int, _ line: NormalizedLine, length: Int, at reference: LineReference) {
        touched = reference.number
        states[pattern].tried += 1
        if let captures = patterns.match(pattern, in: line.text, length: length) {
            states[pattern].confirmed += 1
            keep(pattern, makeHit(pattern, line, captures, reference), reference)
        }
        if states[pattern].confirmed >= Self.maximumConfirmed || states[pattern].tried >= Self.maximumTried {
            states[pattern].isCapped = true
        }
    }

    /// The line turned out to be the wrapper's: its hits say nothing about user code.
    mutating func noteWrapper(line: Int) {
        if touched == line { wrapperLines.insert(line) }
    }

    private func makeHit(_ pattern: Int, _ line: NormalizedLine, _ captures: [String: String], _ reference: LineReference) -> PatternHit {
        let location = Location(source: source, line: reference.number, offset: reference.offset)
        let quote = Quote(location: location, time: line.time ?? reference.time, text: "")
        return PatternHit(
            pattern: patterns.patterns[pattern].id, captures: captures, text: line.text, level: line.level, quote: quote,
            rank: line.rank.flatMap { $0 < 0 ? nil : $0 })
    }

    private mutating func keep(_ pattern: Int, _ hit: PatternHit, _ reference: LineReference) {
        let kept = Kept(hit: hit, line: reference)
        markDirty(pattern)
        if states[pattern].first.count < Self.kept {
            states[pattern].first.append(kept)
        } else {
            append(kept, to: pattern)
        }
    }

    private mutating func append(_ kept: Kept, to pattern: Int) {
        if states[pattern].last.count < Self.kept {
            states[pattern].last.append(kept)
        } else {
            let slot = states[pattern].oldest
            states[pattern].last[slot] = kept
            states[pattern].oldest = slot + 1 == Self.kept ? 0 : slot + 1
        }
    }

    private mutating func markDirty(_ pattern: Int) {
        guard !states[pattern].isDirty else { return }
        states[pattern].isDirty = true
        dirty.append(pattern)
    }

    /// Takes from memory what later needs to be shown; `keeping` is the place from which on bytes stay in memory.
    mutating func settle(_ view: BlockView, keeping: Int) {
        var left: [Int] = []
        for pattern in dirty {
            var isComplete = true
            Self.settle(&states[pattern].first, view, source, keeping, &isComplete)
            Self.settle(&states[pattern].last, view, source, keeping, &isComplete)
            for index in states[pattern].waiting.indices where states[pattern].waiting[index].copy == nil {
                let line = states[pattern].waiting[index].line
                guard let quote = view.quote(line, source: source, force: line.offset < keeping || view.isLast) else {
                    isComplete = false
                    continue
                }
                let segment = LineSegment.around(line.focus - view.base, lineStart: line.offset - view.base, in: view.bytes)
                states[pattern].waiting[index].copy = (Array(view.bytes.bytes[segment]), quote)
            }
            states[pattern].isDirty = !isComplete
            if !isComplete { left.append(pattern) }
        }
        dirty = left
    }

    private static func settle(_ list: inout [Kept], _ view: BlockView, _ source: String, _ keeping: Int, _ isComplete: inout Bool) {
        for index in list.indices where !list[index].isQuoted {
            let line = list[index].line
            guard var quote = view.quote(line, source: source, force: line.offset < keeping || view.isLast) else {
                isComplete = false
                continue
            }
            quote.time = list[index].hit.quote.time
            list[index].hit.quote = quote
            list[index].isQuoted = true
        }
    }

    /// Matches what waits, and hands out the hits in the order of the file, the counts, and the capped patterns.
    mutating func finish() -> (hits: [PatternHit], counts: [String: Int], capped: [String]) {
        var hits: [(hit: PatternHit, pattern: Int)] = []
        var counts: [String: Int] = [:]
        var capped: [String] = []
        for pattern in states.indices {
            let id = patterns.patterns[pattern].id
            if states[pattern].candidates > 0 {
                capped.append(id)
                matchWaiting(pattern)
            }
            let state = states[pattern]
            // Of the candidates that were only counted, as many are taken for matches as were before the cap.
            let guessed = state.tried > 0 ? state.candidates * state.confirmed / state.tried : 0
            if state.confirmed + guessed > 0 { counts[id] = state.confirmed + guessed }
            hits += (state.first + state.last[state.oldest...] + state.last[..<state.oldest]).map { ($0.hit, pattern) }
        }
        hits.sort { left, right in
            let (a, b) = (left.hit.quote.location, right.hit.quote.location)
            return (a.line ?? 0, a.offset ?? 0, left.pattern) < (b.line ?? 0, b.offset ?? 0, right.pattern)
        }
        let marked = hits.map { item in
            var hit = item.hit
            hit.isWrapper = wrapperLines.contains(hit.quote.location.line ?? 0)
            return hit
        }
        return (marked, counts, capped.sorted())
    }

    private mutating func matchWaiting(_ pattern: Int) {
        let state = states[pattern]
        for candidate in state.waiting[state.oldestWaiting...] + state.waiting[..<state.oldestWaiting] {
            guard let copy = candidate.copy else { continue }
            let line = copy.bytes.withUnsafeBytes { LineNormalizer.normalize($0) }
            guard let captures = patterns.match(pattern, in: line.text, length: line.text.utf16.count) else { continue }
            var hit = makeHit(pattern, line, captures, candidate.line)
            hit.quote = copy.quote
            hit.quote.time = line.time ?? candidate.line.time
            append(Kept(hit: hit, line: candidate.line, isQuoted: true), to: pattern)
        }
    }
}
