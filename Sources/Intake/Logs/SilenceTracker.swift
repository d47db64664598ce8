import Evidence

/// The longest gaps between two time stamps of a log.
struct SilenceTracker {
    static let kept = 10
    /// Azure ML ends every job before that: a longer step is a date that some data brought along.
    private static let longestRun: Int64 = 60 * 86_400 * 1_000_000

    /// The newest stamp so far; several writers' lines may stand out of order.
    private var newest: Timestamp?
    private var previous: Timestamp?
    /// Microseconds of the shortest gap that is kept, once there are enough.
    private var shortest: Int64 = 0
    /// Between which stamps the kept gaps lie, and the end of the last.
    private var spans: [(start: Timestamp, end: Timestamp)] = []
    private var latestEnd = Timestamp(microseconds: .min)
    private(set) var silences: [Silence] = []

    /// What a stamp means for the gaps: it ends one that is to be kept, or lies in a kept one. Only for these two is text needed.
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
            return time < latestEnd && spans.contains { $0.start < time && time < $0.end } ? .late : .ordinary
        }
        previous = last
        newest = time
        return gap > shortest && gap <= Self.longestRun ? .gap : .ordinary
    }

    /// The gap that the last `step` ended.
    mutating func add(before: LogLine, after: LogLine) {
        guard let previous, let newest else { return }
        var silence = Silence(before: before, after: after, seconds: newest.seconds(since: previous))
        // The line before the gap may carry no stamp: then the last one is its earliest time.
        silence.before.time = previous
        insert(silence)
    }

    private mutating func insert(_ silence: Silence) {
        let index = silences.firstIndex { $0.seconds < silence.seconds } ?? silences.count
        silences.insert(silence, at: index)
        if silences.count > Self.kept { silences.removeLast() }
        shortest = silences.count < Self.kept ? 0 : Int64((silences.last?.seconds ?? 0) * 1_000_000)
        spans = silences.compactMap { silence in
            guard let start = silence.before.time, let end = silence.after.time else { return nil }
            return (start, end)
        }
        latestEnd = spans.map(\.end).max() ?? latestEnd
    }

    /// A stamp older than the newest: a buffered line that comes late. A gap that it lies in was shorter than it seemed.
    mutating func addLate(_ line: LogLine, at time: Timestamp) {
        guard let index = silences.firstIndex(where: { ($0.before.time ?? time) < time && time < ($0.after.time ?? time) }) else { return }
        var silence = silences.remove(at: index)
        guard let start = silence.before.time, let end = silence.after.time else { return }
        if end.seconds(since: time) >= time.seconds(since: start) { silence.before = line } else { silence.after = line }
        guard let from = silence.before.time, let to = silence.after.time else { return }
        silence.seconds = to.seconds(since: from)
        insert(silence)
    }
}
