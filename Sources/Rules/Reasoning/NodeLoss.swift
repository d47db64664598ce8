import Evidence

/// A cluster or node event that tells of a lost node at the moment at which a run broke off.
struct NodeLoss: Sendable {
    let event: Event
    /// The event names the node that the run was on, or the cluster had no other.
    let isOwnNode: Bool

    /// Ten minutes before the run's last word to half an hour after it: the platform notices late, and a run may have been silent before.
    private static let before = -600.0
    private static let after = 1_800.0

    /// Words of events that tell of an unusable node, and the count beside them.
    static let unusable = ["unusable", "nodelost", "leftpool"]
    static let unusableCount = "unusableNodeCount"

    /// `names` are parts of event names in lower case, `counter` the node count that tells of it.
    init?(_ file: CaseFile, names: [String], counter: String) {
        let lost = file.dossier.time(of: .notResponding)
        guard let word = file.lastOutputTime ?? lost ?? file.run.ended else { return nil }
        let latest = [lost, file.run.ended, word].compactMap { $0 }.max() ?? word
        let told = file.dossier.computeEvents.filter { event in
            guard event.kind == .cluster || event.kind == .node, let time = event.time else { return false }
            guard time >= word.adding(seconds: NodeLoss.before), time <= latest.adding(seconds: NodeLoss.after) else { return false }
            let name = event.name.lowercased()
            return names.contains { name.contains($0) } || (event.kind == .cluster && (event.detail[counter].flatMap(Int.init) ?? 0) > 0)
        }
        let nodes = Set(file.dossier.events.compactMap { $0.kind == .job ? $0.nodeID?.lowercased() : nil })
        let own = told.last { $0.kind == .node && $0.nodeID.map { nodes.contains($0.lowercased()) } ?? false }
        let foreign = told.filter {
            $0.kind == .node && $0.nodeID != nil && !nodes.isEmpty && !nodes.contains($0.nodeID?.lowercased() ?? "")
        }
        let clusterWide = told.last { $0.kind == .cluster }
        // A node event about another node, and nothing else, is another run's misfortune.
        guard let event = own ?? clusterWide ?? told.last(where: { !foreign.contains($0) }) else { return nil }
        if own == nil, !foreign.isEmpty, foreign.count >= told.filter({ $0.kind == .node }).count,
            clusterWide.map({ ($0.detail["currentNodeCount"].flatMap(Int.init) ?? 0) > 1 }) ?? true
        {
            return nil
        }
        self.event = event
        isOwnNode = own != nil || clusterWide.map { ($0.detail["currentNodeCount"].flatMap(Int.init) ?? 2) <= 1 } ?? false
    }
}
