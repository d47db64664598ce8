import Evidence

/// The ways along which failures went on, from a root cause to what it took down.
struct CauseChains: Sendable {
    private let byID: [String: Finding]
    private let effects: [String: [Finding]]

    /// One cause may have taken down hundreds of steps; so many ways tell enough.
    private static let maximumFlows = 20

    init(_ findings: [Finding]) {
        byID = Dictionary(findings.map { ($0.id, $0) }) { first, _ in first }
        var effects: [String: [Finding]] = [:]
        for finding in findings {
            if let cause = finding.causedBy?.finding { effects[cause, default: []].append(finding) }
        }
        self.effects = effects
    }

    /// For a victim the way from the root cause to it; for a root cause the ways to what it took down directly.
    func flows(through finding: Finding) -> [[Finding]] {
        let way = causes(of: finding)
        if way.count > 1 { return [way] }
        return (effects[finding.id] ?? []).filter { $0.id != finding.id }.prefix(CauseChains.maximumFlows).map { [finding, $0] }
    }

    /// The root cause first, the finding itself last.
    private func causes(of finding: Finding) -> [Finding] {
        var way = [finding]
        var visited: Set<String> = [finding.id]
        var current = finding
        while let id = current.causedBy?.finding, visited.insert(id).inserted, let cause = byID[id] {
            way.insert(cause, at: 0)
            current = cause
        }
        return way
    }
}
