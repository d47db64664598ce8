/// Rows of a directed graph: every node stands below all that lead to it.
struct GraphLayout: Sendable {
    let rows: [[String]]
    /// Edges between the nodes, as given.
    let edges: [Cascade.Edge]

    init(nodes: [String], edges: [Cascade.Edge]) {
        let known = Set(nodes)
        let edges = edges.filter { known.contains($0.from) && known.contains($0.to) && $0.from != $0.to }
        var level = Dictionary(nodes.map { ($0, 0) }) { first, _ in first }
        // The longest way to a node has fewer edges than there are nodes; what a cycle would raise further stays where it is.
        for _ in nodes.indices {
            var changed = false
            for edge in edges {
                let next = min((level[edge.from] ?? 0) + 1, nodes.count - 1)
                if next > level[edge.to] ?? 0 {
                    level[edge.to] = next
                    changed = true
                }
            }
            if !changed { break }
        }
        let used = Set(level.values).sorted()
        rows = used.map { row in nodes.filter { level[$0] == row } }
        self.edges = edges
    }
}
