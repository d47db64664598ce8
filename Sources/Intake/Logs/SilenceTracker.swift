import Evidence

/// The longest gaps between two time stamps of a log.
struct SilenceTracker {
    static let kept = 10
    /// Azure ML ends every job before that: a longer step is a date that some data brought along.
    private static let longestRun: Int64 = 60 * 86_400 * 1_000_000

    /// A line at one end of a gap; its text is taken when it leaves memory.
    private struct End {
        var line: LineReference
        var text: LogLine?

        var shown: LogLine? {
            text.map { LogLine(number: $0.number, offset: $0.offset, time: line.time, text: $0.text) }
        }
    }

    private struct Gap {
        var before: End
        var after: End
        var seconds: Double

        func holds(_ time: Timestamp) -> Bool {
            guard let start = before.line.time, let end = after.line.time else { return false }
            return start < time && time < end
        }
    }

    /// The newest stamp so far; several writers' lines may stand out of order.
    private var newest: Timestamp?
    private var previous: Timestamp?
    /// Microseconds of the shortest gap that is kept, once there are enough.
    private var shortest: Int64 = 0
    /// End of the last gap that is kept.
    private var latestEnd = Timestamp(microseconds: .min)
    /// The longest first.
    private var gaps: [Gap] = []

    /// What a stamp means for the gaps: it ends one that is to be kept, or lies in a kept one.
    enum Step { case ordinary, gap, late }

    /// A stamp of a line that user code (or, in a system log, the service) wrote.
    @inline(__always)
    mutating func step(_ time: Timestamp) -> Step {
        guard let last = newest else {
            newest = time
            return .ordinary
        }
        let gap = time.microseconds - last.microseconds
        if gap < 0 {
            // So far back it is another clock, or data: count from there.
            if -gap > Self.longestRun { newest = time }
            return time < latestEnd && gaps.contains { $0.holds(time) } ? .late : .ordinary
        }
        previous = last
        newest = time
        return gap > shortest && gap <= Self.longestRun ? .gap : .ordinary
    }

    /// The gap that the last `step` ended, between these lines; the text of the first if it left memory.
    mutating func add(before: LineReference, text: LogLine?, after: LineReference) {
        guard let previous, let newest else { return }
        var gap = Gap(before: End(line: before, text: text), after: End(line: after), seconds: newest.seconds(since: previous))
        // The line before the gap may carry no stamp: then the last one is its earliest time.
        gap.before.line.time = previous
        insert(gap)
    }

    private mutating func insert(_ gap: Gap) {
        gaps.reserveCapacity(Self.kept + 1)
        let index = gaps.firstIndex { $0.seconds < gap.seconds } ?? gaps.count
        gaps.insert(gap, at: index)
        if gaps.count > Self.kept { gaps.removeLast() }
        shortest = gaps.count < Self.kept ? 0 : Int64((gaps.last?.seconds ?? 0) * 1_000_000)
        latestEnd = gaps.lazy.compactMap(\.after.line.time).max() ?? latestEnd
    }

    /// A stamp older than the newest: a buffered line that comes late. A gap that it lies in was shorter than it seemed.
    mutating func addLate(_ line: LineReference, at time: Timestamp) {
        guard let index = gaps.firstIndex(where: { $0.holds(time) }) else { return }
        var gap = gaps.remove(at: index)
        guard let start = gap.before.line.time, let end = gap.after.line.time else { return }
        if end.seconds(since: time) >= time.seconds(since: start) { gap.before = End(line: line) } else { gap.after = End(line: line) }
        guard let from = gap.before.line.time, let to = gap.after.line.time else { return }
        gap.seconds = to.seconds(since: from)
        insert(gap)
    }

    /// Copies the lines at the gaps before they leave memory.
    mutating func settle(_ view: BlockView) {
        for index in gaps.indices {
            if gaps[index].before.text == nil { gaps[index].before.text = view.logLine(gaps[index].before.line) }
            if gaps[index].after.text == nil { gaps[index].after.text = view.logLine(gaps[index].after.line) }
        }
    }

    /// The gaps that are kept, once they are settled.
    var silences: [Silence] {
        gaps.compactMap { gap in
            guard let before = gap.before.shown, let after = gap.after.shown else { return nil }
            return Silence(before: before, after: after, seconds: gap.seconds)
        }
    }
}
