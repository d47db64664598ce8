import Evidence

/// One metric of a run: what it logged and printed under one name.
struct MetricSeries {
    let name: String
    /// Values in order, with the place of each.
    private(set) var points: [(value: Double, quote: Quote?)] = []
    /// Where the last value stands: in the log, and in an export of metrics.
    private(set) var places: [Quote] = []
    /// Some point came through an export, and not from the log alone.
    private(set) var isLogged = false
    private(set) var firstNonfinite: Quote?

    init(name: String) { self.name = name }

    var last: Double? { points.last?.value }

    /// All metrics of the run by name. What was logged through a client says more than what was printed; quotes of both are kept.
    static func all(of dossier: Dossier, logs: [LogEvidence]) -> [MetricSeries] {
        var byName: [String: MetricSeries] = [:]
        for point in dossier.metrics where point.aggregation == nil && point.dimensions.isEmpty {
            var series = byName[point.name] ?? MetricSeries(name: point.name)
            series.isLogged = true
            series.points.append((point.value, point.quote))
            if !point.value.isFinite, series.firstNonfinite == nil { series.firstNonfinite = point.quote }
            series.places = [point.quote]
            byName[point.name] = series
        }
        for log in logs {
            for metric in log.metrics ?? [] {
                var series = byName[metric.name] ?? MetricSeries(name: metric.name)
                let place = metric.lastLine.quote(from: log.source)
                if !series.isLogged {
                    series.points += metric.points.map { point in (point.value, point.line == metric.lastLine.number ? place : nil) }
                }
                if series.firstNonfinite == nil { series.firstNonfinite = metric.firstNonfinite?.quote(from: log.source) }
                // The log first: there a person sees what stands around it.
                series.places.insert(place, at: 0)
                byName[metric.name] = series
            }
        }
        return byName.values.sorted { $0.name < $1.name }
    }
}

extension CaseFile {
    /// A trial of a sweep: its parameters are meant to differ from those of the others, and so are its metrics.
    var isTrial: Bool { run.kind == .child || run.id.hasPrefix("HD_") || run.id.hasPrefix("AutoML_") }
}

/// Numbers as titles show them: four digits that count.
enum MetricText {
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return MetricPoint.text(of: value) }
        let size = abs(value)
        guard size > 0, size < 1e15, size >= 1e-9 else { return "\(value)" }
        if size >= 1_000 { return whole(value) }
        var scale = 1.0
        while size * scale < 1_000 { scale *= 10 }
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() ? whole(rounded) : "\(rounded)"
    }

    private static func whole(_ value: Double) -> String { "\(Int64(value.rounded()))" }
}
