import Evidence

/// The runs of a group that a failure touched, and how it went from one to the next.
struct Cascade: Sendable {
    struct Edge: Hashable, Sendable {
        var from: String
        var to: String
    }
    /// Run ids, in the group's order.
    let runs: [RunReport]
    /// Runs whose failure was the first.
    let roots: Set<String>
    /// Caused by.
    let causes: [Edge]
    /// Data flow between the runs shown, where no cause already joins them.
    let flows: [Edge]

    init(group: RunGroup) {
        let known = Set(group.members.map(\.run.id))
        let causes = Cascade.causes(of: group).filter { known.contains($0.from) && known.contains($0.to) }
        let roots = Set(group.rootCauses.map(\.runID))
        let touched = Set(causes.flatMap { [$0.from, $0.to] })
        runs = group.members.filter { touched.contains($0.run.id) || $0.verdict.isTrouble || roots.contains($0.run.id) }
        let shown = Set(runs.map(\.run.id))
        let joined = Set(causes)
        flows = Cascade.flows(of: group).filter { shown.contains($0.from) && shown.contains($0.to) && !joined.contains($0) }
        self.roots = roots
        self.causes = causes
    }

    private static func causes(of group: RunGroup) -> [Edge] {
        var edges: [Edge] = []
        for member in group.members {
            let links = group.findings(of: member.run.id).compactMap(\.causedBy).map(\.runID)
            let sources = links.isEmpty ? [member.rootCauseRunID].compactMap { $0 } : links
            for source in sources where source != member.run.id {
                let edge = Edge(from: source, to: member.run.id)
                if !edges.contains(edge) { edges.append(edge) }
            }
        }
        return edges
    }

    /// Data flow between the runs of a pipeline, as its graph tells it.
    static func flows(of group: RunGroup) -> [Edge] {
        var edges: [Edge] = []
        for pipeline in group.members {
            var runOfStep: [String: String] = [:]
            for step in pipeline.run.steps {
                let run = step.runID ?? group.members.first { $0.run.nodeID == step.id || $0.run.label == step.name }?.run.id
                if let run { runOfStep[step.id] = run }
            }
            for edge in pipeline.run.edges {
                guard let from = runOfStep[edge.from.step], let to = runOfStep[edge.to.step], from != to else { continue }
                let flow = Edge(from: from, to: to)
                if !edges.contains(flow) { edges.append(flow) }
            }
        }
        return edges
    }
}
