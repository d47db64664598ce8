import Evidence

/// What a report draws of a run beside its findings: silences, and metrics that a finding speaks of.
enum RunMeasures {
    /// Shorter silences are the ordinary rhythm of a log.
    private static let leastSilence = 60.0
    /// A picture with more gaps tells nothing.
    private static let maximumSilences = 5
    /// A chart is a few hundred dots wide.
    private static let maximumPoints = 600

    /// The longest silences of the run's own logs, by time.
    static func silences(of file: CaseFile) -> [ReportedSilence] {
        let all = file.userLogs.flatMap { log in
            log.silences.compactMap { silence -> ReportedSilence? in
                guard silence.seconds >= leastSilence, let from = silence.before.time, let to = silence.after.time, from < to else {
                    return nil
                }
                return ReportedSilence(from: from, to: to, quote: silence.before.quote(from: log.source))
            }
        }
        let longest = all.sorted { ($1.seconds, $0.quote.location) < ($0.seconds, $1.quote.location) }.prefix(maximumSilences)
        return longest.sorted { ($0.from, $0.quote.location) < ($1.from, $1.quote.location) }
    }

    /// The metrics whose points or names the run's findings on metrics cite.
    static func series(of file: CaseFile, _ findings: [Finding]) -> [ReportedSeries] {
        let telling = findings.filter { $0.category == .metricAnomaly }
        guard !telling.isEmpty else { return [] }
        var series: [ReportedSeries] = []
        var start = 0
        let points = file.dossier.metrics
        for end in points.indices.map({ $0 + 1 }) where end == points.count || !isSame(points[end], points[start]) {
            if let drawn = drawn(points[start..<end], telling) { series.append(drawn) }
            start = end
        }
        return series
    }

    private static func isSame(_ left: MetricPoint, _ right: MetricPoint) -> Bool {
        left.name == right.name && left.aggregation == right.aggregation && left.dimensions == right.dimensions
            && left.resource == right.resource
    }

    private static func drawn(_ points: ArraySlice<MetricPoint>, _ findings: [Finding]) -> ReportedSeries? {
        guard let first = points.first else { return nil }
        let places = Set(points.map(\.quote.location))
        let citing = findings.filter { finding in
            finding.evidence.contains { places.contains($0.location) } || finding.fingerprint.contains(first.name)
        }
        guard !citing.isEmpty else { return nil }
        let cited = Set(citing.flatMap { $0.evidence.map(\.location) })
        let traits = [first.aggregation, first.dimensions.isEmpty ? nil : first.dimensionText].compactMap { $0 }
        let all = points.map {
            ReportedSeries.Point(step: $0.step, time: $0.time, value: $0.value, isCited: cited.contains($0.quote.location))
        }
        return ReportedSeries(
            name: first.name + (traits.isEmpty ? "" : " (" + traits.joined(separator: "; ") + ")"), points: thinned(all),
            findings: citing.map(\.id))
    }

    /// Of long series the least and the greatest value of each stretch, with all that is cited or is no number.
    static func thinned(_ points: [ReportedSeries.Point]) -> [ReportedSeries.Point] {
        guard points.count > maximumPoints else { return points }
        var kept: Set<Int> = [0, points.count - 1]
        let stretches = maximumPoints / 2
        for stretch in 0..<stretches {
            let part = (points.count * stretch / stretches)..<(points.count * (stretch + 1) / stretches)
            let finite = part.filter { points[$0].value.isFinite }
            if let least = finite.min(by: { points[$0].value < points[$1].value }) { kept.insert(least) }
            if let most = finite.max(by: { points[$0].value < points[$1].value }) { kept.insert(most) }
        }
        var wild = 0
        for index in points.indices where points[index].isCited || !points[index].value.isFinite {
            wild += 1
            if wild > maximumPoints { break }
            kept.insert(index)
        }
        return kept.sorted().map { points[$0] }
    }
}
