import Evidence

/// A metric over its steps, with the values that a finding cites ringed.
struct MetricChart {
    let series: ReportedSeries

    private static let height = 130.0
    private static let maximumLabels = 6

    var html: HTMLText {
        let finite = series.points.map(\.value).filter(\.isFinite)
        guard series.points.count > 1, let least = finite.min(), let most = finite.max() else { return words }
        var path: HTMLText = ""
        var isOpen = false
        var marks: HTMLText = ""
        var labels = 0
        for (index, point) in series.points.enumerated() {
            let x = Double(index) / Double(series.points.count - 1)
            guard point.value.isFinite else {
                isOpen = false
                marks.append(mark(point, x, 0.5, isLabelled: labels < MetricChart.maximumLabels))
                labels += 1
                continue
            }
            let y = MetricChart.share(point.value, least, most)
            path.append("\(isOpen ? "L" : "M")\(Drawn.number(x * 1_000)) \(Drawn.number((1 - y) * 100))")
            isOpen = true
            guard point.isCited else { continue }
            marks.append(mark(point, x, y, isLabelled: labels < MetricChart.maximumLabels))
            labels += 1
        }
        return """
            <h5>\(series.name)</h5>
            <svg class="chart" width="100%" height="\(Int(MetricChart.height) + 40)" role="group" aria-label="\(summary)">
            <text class="small" x="0" y="12">\(MetricPoint.text(of: most))</text>
            <text class="small" x="0" y="\(Int(MetricChart.height) + 36)">\(MetricPoint.text(of: least)), \(axis(series.points.first))</text>
            <text class="small" x="100%" y="\(Int(MetricChart.height) + 36)" text-anchor="end">\(axis(series.points.last))</text>
            <svg y="20" width="100%" height="\(Int(MetricChart.height) - 10)" viewBox="0 0 1000 100" preserveAspectRatio="none">\
            <path class="series" d="\(path)"/></svg>
            \(marks)</svg>

            """
    }

    /// Where there is nothing to draw: one value, or none that is a number.
    private var words: HTMLText {
        let values = series.points.prefix(20).map { MetricPoint.text(of: $0.value) }.joined(separator: ", ")
        return "<p>\(HTMLText.code(series.name)): \(values)</p>\n"
    }

    private var summary: String {
        let cited = series.points.filter(\.isCited).map { MetricPoint.text(of: $0.value) }
        let tail = cited.isEmpty ? "" : "; cited by a finding: " + cited.prefix(8).joined(separator: ", ")
        return series.name + ", " + Wording.count(series.points.count, "value") + tail
    }

    /// Halves first, because the distance of two numbers may be none.
    private static func share(_ value: Double, _ least: Double, _ most: Double) -> Double {
        let length = most / 2 - least / 2
        return length > 0 ? min(max((value / 2 - least / 2) / length, 0), 1) : 0.5
    }

    private func axis(_ point: ReportedSeries.Point?) -> String {
        if let step = point?.step { return "step \(step)" }
        return point?.time?.readable ?? ""
    }

    private func mark(_ point: ReportedSeries.Point, _ x: Double, _ y: Double, isLabelled: Bool) -> HTMLText {
        let value = MetricPoint.text(of: point.value)
        let place = axis(point)
        let anchor: HTMLText = x > 0.8 ? "end" : x < 0.2 ? "start" : "middle"
        let shape: HTMLText = point.value.isFinite ? "<circle class=\"odd\" r=\"5\"/>" : "<path class=\"odd\" d=\"M-5-5L5 5M-5 5L5-5\"/>"
        let text: HTMLText = isLabelled ? "<text class=\"small\" y=\"\(y > 0.8 ? 18 : -9)\" text-anchor=\"\(anchor)\">\(value)</text>" : ""
        let top = 20 + (1 - y) * (MetricChart.height - 10)
        return """
            <svg x="\(Drawn.percent(x))" y="\(Drawn.number(top))"><g tabindex="0"><title>\(value)\(place.isEmpty ? "" : " at ")\(place)\
            </title>\(shape)\(text)</g></svg>

            """
    }
}
