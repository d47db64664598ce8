import Evidence

/// What the values of one metric of a run come to.
struct MetricSummary {
    private let first: MetricPoint
    private let last: MetricPoint
    private let count: Int
    private let least: Double?
    private let most: Double?
    /// Values that are no number, or infinite.
    private let wild: Int

    /// One for each metric, aggregation and set of dimensions, in the order of the points.
    static func all(of points: [MetricPoint]) -> [MetricSummary] {
        var summaries: [MetricSummary] = []
        var start = 0
        for end in points.indices.map({ $0 + 1 }) where end == points.count || !isSame(points[end], points[start]) {
            summaries.append(MetricSummary(points[start..<end]))
            start = end
        }
        return summaries
    }

    private static func isSame(_ left: MetricPoint, _ right: MetricPoint) -> Bool {
        left.name == right.name && left.aggregation == right.aggregation && left.dimensions == right.dimensions
            && left.resource == right.resource
    }

    /// `points` are of one metric, the newest last, and at least one.
    private init(_ points: ArraySlice<MetricPoint>) {
        first = points[points.startIndex]
        last = points[points.endIndex - 1]
        count = points.count
        let finite = points.map(\.value).filter(\.isFinite)
        least = finite.min()
        most = finite.max()
        wild = points.count - finite.count
    }

    /// `loss: last 0.25 (step 9), min 0.25, max 1.5, 10 values, 1 of them not finite`.
    var text: String {
        let traits = [first.aggregation, first.dimensions.isEmpty ? nil : first.dimensionText].compactMap { $0 }
        let name = first.name + (traits.isEmpty ? "" : " (" + traits.joined(separator: "; ") + ")")
        var parts = ["last \(last.valueText)" + (last.step.map { " (step \($0))" } ?? "")]
        if let least, let most { parts += ["min \(MetricPoint.text(of: least))", "max \(MetricPoint.text(of: most))"] }
        parts.append(count == 1 ? "1 value" : "\(count) values")
        if wild > 0 { parts.append("\(wild) of them not finite") }
        return name + ": " + parts.joined(separator: ", ")
    }
}
