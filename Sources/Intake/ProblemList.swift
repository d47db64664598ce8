import Evidence

/// The problems of one source: the first of them, and how many more there were.
struct ProblemList {
    /// A file of garbage has millions of bad lines; twenty show what is wrong with it.
    static let maximumCount = 20

    private let source: String
    private var waiting: [Problem] = []
    private(set) var count = 0
    private var damaged = 0

    init(source: String) {
        self.source = source
    }

    mutating func add(_ reason: String, line: Int?, offset: Int?, recoveredBytes: Int, isDamage: Bool = true) {
        count += 1
        guard count <= ProblemList.maximumCount else {
            if isDamage { damaged += 1 }
            return
        }
        waiting.append(
            Problem(
                source: source, line: line, offset: offset, reason: reason, recoveredBytes: Int64(recoveredBytes), isDamage: isDamage))
    }

    /// The problems since the last call; at the end also a count of those not listed.
    mutating func take(atEnd: Bool = false) -> [Problem] {
        var taken = waiting
        waiting = []
        let unlisted = count - ProblemList.maximumCount
        if atEnd, unlisted > 0 {
            taken.append(
                Problem(
                    source: source, reason: "\(unlisted) more places of this file could not be read.", recoveredBytes: 0,
                    isDamage: damaged > 0))
            count = ProblemList.maximumCount
        }
        return taken
    }
}
