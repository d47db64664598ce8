import Evidence

/// Gathers the metrics that a log prints, from few of its lines.
///
/// A training log prints its loss on each of millions of lines: so the lines of a counter (an epoch, a step, a bar) are read ever more
/// seldom the longer the log is, and besides them those that call themselves metrics, those with a value that is no number, and the last.
struct MetricMeter {
    /// A line that was read.
    private struct Sample {
        var line: LogLine
        var pairs: [(name: String, value: Double)]
    }

    /// When so many lines are kept, every other one goes, and half as many are read from then on.
    private static let mostSamples = 256
    /// Lines with a value that is no number: the first ones say since when.
    private static let mostNonfinite = 40
    /// Lines that are looked at for one: ` nan` also begins words.
    private static let mostTries = 4_000
    /// A run that makes up a name for every value has no metrics.
    private static let mostNames = 100
    /// Points of a curve that are kept.
    private static let mostPoints = 200

    private var samples: [Sample] = []
    private var stride = 1
    private var seen = 0
    private var nonfinite: [Sample] = []
    private var tries = 0

    /// A line that the user's code wrote and on which a counter, the word metric, or NaN stands.
    mutating func note(_ triggers: LineTriggers, _ range: Range<Int>, reference: LineReference, view: BlockView) {
        if triggers.contains(.notANumber), nonfinite.count < Self.mostNonfinite, tries < Self.mostTries {
            tries += 1
            let pairs = PrintedMetrics.read(view.bytes.part(range))
            if pairs.contains(where: { !$0.value.isFinite }), let line = view.logLine(reference) {
                nonfinite.append(Sample(line: line, pairs: pairs))
            }
        }
        guard !triggers.isDisjoint(with: [.metric, .progress]) else { return }
        seen += 1
        guard seen % stride == 0 else { return }
        let pairs = PrintedMetrics.read(view.bytes.part(range))
        guard !pairs.isEmpty, let line = view.logLine(reference) else { return }
        samples.append(Sample(line: line, pairs: pairs))
        guard samples.count >= Self.mostSamples else { return }
        samples = samples.enumerated().compactMap { $0.offset % 2 == 1 ? $0.element : nil }
        stride *= 2
    }

    /// The metrics by name; `tail` are the last lines of the log, which are read all.
    func finish(tail: [LogLine]) -> [PrintedMetric]? {
        var known = Set(nonfinite.map(\.line.number))
        var all = nonfinite + samples.filter { known.insert($0.line.number).inserted }
        for line in tail where !line.isWrapper && known.insert(line.number).inserted {
            var text = line.text
            let pairs = text.withUTF8 { PrintedMetrics.read(LineBytes(UnsafeRawBufferPointer($0))) }
            if !pairs.isEmpty { all.append(Sample(line: line, pairs: pairs)) }
        }
        all.sort { $0.line.number < $1.line.number }
        var byName: [String: PrintedMetric] = [:]
        for sample in all {
            for pair in sample.pairs {
                if byName[pair.name] == nil, byName.count >= Self.mostNames { continue }
                var metric = byName[pair.name] ?? PrintedMetric(name: pair.name, points: [], lastLine: sample.line)
                metric.points.append(PrintedPoint(line: sample.line.number, value: pair.value))
                metric.lastLine = sample.line
                if !pair.value.isFinite, metric.firstNonfinite == nil { metric.firstNonfinite = sample.line }
                byName[pair.name] = metric
            }
        }
        guard !byName.isEmpty else { return nil }
        return byName.values.map(MetricMeter.thinned).sorted { $0.name < $1.name }
    }

    /// The first that were no numbers come from a reading of their own, so the cut takes from the middle.
    private static func thinned(_ metric: PrintedMetric) -> PrintedMetric {
        var metric = metric
        if metric.points.count > mostPoints {
            metric.points = Array(metric.points.prefix(mostPoints / 2) + metric.points.suffix(mostPoints / 2))
        }
        return metric
    }
}
