import Evidence

/// Who is what to whom in a family, worked out for the run that asks.
///
/// A pipeline of thousands of steps has millions of pairs of siblings: they are never held all at once.
final class Kinship: Sendable {
    /// What the others may know of a run.
    final class Member: Sendable {
        let runID: String
        let parentRunID: String?
        let label: String
        let status: RunStatus?
        let compute: String?
        let ended: Timestamp?
        let trouble: Conclusion?
        let failed: Bool

        init(
            runID: String, parentRunID: String?, label: String, status: RunStatus?, compute: String?, ended: Timestamp?,
            trouble: Conclusion?, failed: Bool
        ) {
            self.runID = runID
            self.parentRunID = parentRunID
            self.label = label
            self.status = status
            self.compute = compute
            self.ended = ended
            self.trouble = trouble
            self.failed = failed
        }
    }

    /// By id.
    private let members: [Member]
    private let place: [String: Int]
    /// Places of the runs directly below a run, ascending.
    private let below: [String: [Int]]
    private let graph: FamilyGraph

    init(_ members: [Member], _ graph: FamilyGraph) {
        let sorted = members.sorted { $0.runID < $1.runID }
        self.members = sorted
        self.graph = graph
        place = Dictionary(sorted.enumerated().map { ($1.runID, $0) }, uniquingKeysWith: { first, _ in first })
        below = Dictionary(grouping: sorted.indices.filter { sorted[$0].parentRunID != nil }, by: { sorted[$0].parentRunID ?? "" })
    }

    /// What the run reads from, nearest first; then what is below, beside and above it, by id.
    func relatives(of runID: String) -> [Relative] {
        let own = place[runID]
        let descendants = descendants(of: runID)
        var seen: Set<Int> = []
        var relatives: [Relative] = []
        for at in graph.upstream(of: runID).compactMap({ place[$0] }) where at != own && seen.insert(at).inserted {
            relatives.append(Relative(relation: descendants.contains(at) ? .descendant : .upstream, member: members[at]))
        }
        let parent = own.flatMap { members[$0].parentRunID }
        var others = descendants.isEmpty ? [] : descendants.sorted()
        if let parent {
            others += (below[parent] ?? []).filter { !descendants.contains($0) }
            if let at = place[parent], !descendants.contains(at), members[at].parentRunID != parent { others.append(at) }
            others.sort()
        }
        for at in others where at != own && !seen.contains(at) {
            let relation: Relative.Relation =
                descendants.contains(at) ? .descendant : members[at].parentRunID == parent && parent != nil ? .sibling : .ancestor
            relatives.append(Relative(relation: relation, member: members[at]))
        }
        return relatives
    }

    private func descendants(of root: String) -> Set<Int> {
        var found: Set<Int> = []
        var frontier = [root]
        while let at = frontier.popLast() {
            for member in below[at] ?? [] where found.insert(member).inserted { frontier.append(members[member].runID) }
        }
        return found
    }
}
