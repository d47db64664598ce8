import Evidence

/// The times of which a source speaks, by kind of evidence: a few rows where the evidence itself may be a million.
struct CoveredTimes: Sendable {
    struct Kind: Hashable, Sendable {
        var name: String
        /// Of platform events, whose compute they are about; `*` where the whole workspace went away. Empty for what belongs to runs.
        var compute = ""

        static let statement = Kind(name: "run history")
        static let userLog = Kind(name: "user logs")
        static let systemLog = Kind(name: "system logs")
        static let code = Kind(name: "code")
        static let runMetric = Kind(name: "run metrics")
        static let platformMetric = Kind(name: "platform metrics")
        static let output = Kind(name: "output listings")

        /// The events go by names of their own: those of `EventKind`.
        init(of event: Event) {
            name = event.kind.rawValue
            guard Kind.platform.contains(event.kind) else { return }
            compute = ComputeEvents.takesWorkspaceAway(event) ? ComputeEvents.wholeWorkspace : event.compute?.lowercased() ?? ""
        }

        private init(name: String) { self.name = name }

        /// Events that speak of compute, not of runs.
        private static let platform: Set<EventKind> = [.cluster, .node, .activity]
    }

    /// First and last moment in microseconds; nil where nothing of the kind has a time.
    private(set) var times: [Kind: ClosedRange<Int64>?] = [:]

    mutating func add(_ kind: Kind, _ moments: Timestamp?...) {
        var range = times[kind] ?? nil
        for moment in moments.lazy.compactMap({ $0?.microseconds }) {
            range = range.map { min($0.lowerBound, moment)...max($0.upperBound, moment) } ?? moment...moment
        }
        times.updateValue(range, forKey: kind)
    }

    mutating func add(_ other: CoveredTimes) {
        for (kind, range) in other.times {
            add(kind, range.map { Timestamp(microseconds: $0.lowerBound) }, range.map { Timestamp(microseconds: $0.upperBound) })
        }
    }
}
