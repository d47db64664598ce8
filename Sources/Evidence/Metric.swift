/// One value of a metric: logged by a run, or measured by the platform.
package struct MetricPoint: Hashable, Sendable, Codable {
    /// The run that logged it, or that the platform measured; nil for metrics of a whole workspace or cluster.
    package var runID: String?
    /// Of a platform metric: the compute target that it names, or else the resource id, lower-cased.
    package var resource: String?
    package var name: String
    package var step: Int64?
    package var time: Timestamp?
    /// May be no number, or infinite: training that diverged logs such.
    package var value: Double
    /// `total`, `average`, `minimum`, `maximum` or `count` of a platform metric; nil for what a run logged.
    package var aggregation: String?
    package var dimensions: [String: String]
    /// The raw line, cut short: a point is one of very many.
    package var quote: Quote

    package init(
        runID: String? = nil, resource: String? = nil, name: String, step: Int64? = nil, time: Timestamp? = nil, value: Double,
        aggregation: String? = nil, dimensions: [String: String] = [:], quote: Quote
    ) {
        self.runID = runID
        self.resource = resource
        self.name = name
        self.step = step
        self.time = time
        self.value = value
        self.aggregation = aggregation
        self.dimensions = dimensions
        self.quote = quote
    }

    /// The value as MLflow writes it: `0.5`, `NaN`, `Infinity`, `-Infinity`.
    package var valueText: String { MetricPoint.text(of: value) }

    package static func text(of value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        return "\(value)"
    }

    /// A number, or the words that clients write for what is none; nil for anything else.
    package static func value(of text: String) -> Double? {
        switch text.lowercased() {
        case "nan": return .nan
        case "inf", "+inf", "infinity", "+infinity": return .infinity
        case "-inf", "-infinity": return -.infinity
        default: break
        }
        // Of Swift's own notations the hexadecimal one is no number of anybody's log, and of its words for NaN some carry a payload.
        guard let first = text.utf8.first(where: { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }),
            (0x30...0x39).contains(first) || first == UInt8(ascii: "."), !text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "x") })
        else { return nil }
        return Double(text)
    }

    /// Orders points by run, name, dimensions, step and time; equal only where all that is said is equal.
    package static func precedes(_ left: MetricPoint, _ right: MetricPoint) -> Bool {
        let a = left.sortKey
        let b = right.sortKey
        if a != b { return a.lexicographicallyPrecedes(b) }
        if left.step != right.step { return (left.step ?? -1) < (right.step ?? -1) }
        if left.time != right.time { return (left.time?.microseconds ?? 0) < (right.time?.microseconds ?? 0) }
        if left.valueText != right.valueText { return left.valueText < right.valueText }
        return left.quote.location < right.quote.location
    }

    private var sortKey: [String] {
        [(runID ?? "").lowercased(), name, dimensionText, aggregation ?? "", resource ?? ""]
    }

    /// The dimensions as one text, sorted by name: `cluster=a, node=b`.
    package var dimensionText: String {
        dimensions.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
    }

    /// Names the point whatever export it came through: the same point twice has one key.
    package var key: String {
        let parts: [String] = [
            (runID ?? "").lowercased(), resource ?? "", name, step.map { String($0) } ?? "", time.map { String($0.microseconds) } ?? "",
            valueText, aggregation ?? "", dimensionText,
        ]
        return SHA256.hexadecimal(of: parts.joined(separator: "\u{1F}"), digits: 32)
    }
}
