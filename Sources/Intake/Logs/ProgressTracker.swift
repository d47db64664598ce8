import Evidence

/// Series of the counters that a log prints.
struct ProgressTracker {
    private struct Series {
        var kind: ProgressMark.Kind
        var label: Int
        var rank: Int?
        var first: Double
        var last: Double
        var total: Double?
        var marks = 1
        var lastTime: Timestamp?
        /// Microseconds.
        var longestGap: Int64?
        var hasAdvanced = false
        var lastAdvance = 0
        var line: LineReference
        var text: LogLine?

        mutating func advance(_ mark: ProgressMark, _ line: LineReference, _ stamp: Timestamp?) {
            marks += 1
            if mark.value > last {
                hasAdvanced = true
                lastAdvance = line.number
            }
            last = mark.value
            if let more = mark.total { total = more }
            if let stamp {
                if let before = lastTime, stamp.microseconds > before.microseconds {
                    longestGap = max(stamp.microseconds - before.microseconds, longestGap ?? 0)
                }
                lastTime = stamp
            }
            self.line = line
            if text != nil { text = nil }
        }
    }

    /// Counters that run side by side.
    private static let maximumOpen = 24
    /// Of a counter that starts over a thousand times (steps of each epoch), the first and the last series are kept.
    private static let keptFirst = 4
    private static let keptLast = 12

    private var open: [Series] = []
    private var closed: [[Series]] = Array(repeating: [], count: 8)

    mutating func add(_ mark: ProgressMark, rank: Int?, line: LineReference, stamp: Timestamp?, view: BlockView) {
        for index in open.indices where open[index].kind == mark.kind && open[index].label == mark.label && open[index].rank == rank {
            if open[index].hasAdvanced, mark.value <= open[index].first {
                close(index, view)
                break
            }
            open[index].advance(mark, line, stamp)
            return
        }
        if open.count >= Self.maximumOpen { close(0, view) }
        open.append(
            Series(
                kind: mark.kind, label: mark.label, rank: rank, first: mark.value, last: mark.value, total: mark.total, lastTime: stamp,
                line: line))
    }

    private mutating func close(_ index: Int, _ view: BlockView) {
        var series = open.remove(at: index)
        if series.text == nil { series.text = view.logLine(series.line) }
        let kind = series.kind.rawValue
        closed[kind].append(series)
        if closed[kind].count > Self.keptFirst + Self.keptLast { closed[kind].remove(at: Self.keptFirst) }
    }

    /// A new attempt counts anew.
    mutating func closeAll(_ view: BlockView) {
        while !open.isEmpty { close(open.count - 1, view) }
    }

    /// Copies the last lines of the series before they leave memory.
    mutating func settle(_ view: BlockView) {
        for index in open.indices where open[index].text == nil { open[index].text = view.logLine(open[index].line) }
    }

    /// Line of the last advance before `line`, by this rank or by nobody in particular.
    func lastAdvance(rank: Int?, before line: Int) -> Int {
        var latest = 0
        for series in closed.flatMap({ $0 }) + open where rank == nil || series.rank == nil || series.rank == rank {
            if series.lastAdvance < line { latest = max(latest, series.lastAdvance) }
        }
        return latest
    }

    /// The series in the order of their last lines, with the attempt of each.
    func finish(attempt: (Int) -> Int) -> [ProgressSeries] {
        var all: [Series] = closed.flatMap { $0 } + open
        all.sort { left, right in
            let a = (left.line.number, left.line.focus, left.kind.rawValue, left.label)
            let b = (right.line.number, right.line.focus, right.kind.rawValue, right.label)
            return a < b
        }
        return all.compactMap { (series: Series) -> ProgressSeries? in
            guard let line = series.text else { return nil }
            var result = ProgressSeries(
                name: series.kind.name, first: series.first, last: series.last, total: series.total, marks: series.marks,
                attempt: attempt(series.line.number), lastLine: line)
            result.longestGap = series.longestGap.map { Double($0) / 1_000_000 }
            return result
        }
    }
}
