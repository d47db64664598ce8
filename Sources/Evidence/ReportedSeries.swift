/// A stretch of time in which a run's own log says nothing.
package struct ReportedSilence: Hashable, Sendable {
    package var from: Timestamp
    package var to: Timestamp
    /// The last line before it.
    package var quote: Quote

    package init(from: Timestamp, to: Timestamp, quote: Quote) {
        self.from = from
        self.to = to
        self.quote = quote
    }

    package var seconds: Double { to.seconds(since: from) }
}

/// The values of a metric that a finding speaks of, in the order in which they were logged.
package struct ReportedSeries: Hashable, Sendable {
    package struct Point: Hashable, Sendable {
        package var step: Int64?
        package var time: Timestamp?
        package var value: Double
        /// A finding cites it.
        package var isCited: Bool

        package init(step: Int64? = nil, time: Timestamp? = nil, value: Double, isCited: Bool = false) {
            self.step = step
            self.time = time
            self.value = value
            self.isCited = isCited
        }
    }
    package var name: String
    package var points: [Point]
    /// The findings that cite it.
    package var findings: [String]

    package init(name: String, points: [Point], findings: [String] = []) {
        self.name = name
        self.points = points
        self.findings = findings
    }
}
