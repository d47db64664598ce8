/// A metric that a log prints, as far as the lines that were looked at tell.
package struct PrintedMetric: Hashable, Sendable, Codable {
    package var name: String
    /// In the order of the log: all values of a short series; of a long one the last, the first that were no numbers, and some spread evenly.
    package var points: [PrintedPoint]
    /// The line that carries the last value.
    package var lastLine: LogLine
    /// The first line on which it was no number, or infinite.
    package var firstNonfinite: LogLine?

    package init(name: String, points: [PrintedPoint], lastLine: LogLine, firstNonfinite: LogLine? = nil) {
        self.name = name
        self.points = points
        self.lastLine = lastLine
        self.firstNonfinite = firstNonfinite
    }
}

/// One printed value and the line on which it stands.
package struct PrintedPoint: Hashable, Sendable, Codable {
    package var line: Int
    package var value: Double

    package init(line: Int, value: Double) {
        self.line = line
        self.value = value
    }

    /// A pair; JSON knows no NaN, so the value is text.
    package init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        line = try container.decode(Int.self)
        value = MetricPoint.value(of: try container.decode(String.self)) ?? .nan
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encode(line)
        try container.encode(MetricPoint.text(of: value))
    }
}
