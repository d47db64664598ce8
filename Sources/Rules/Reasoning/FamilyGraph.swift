package import Evidence

/// Who feeds whom within a root run: from the pipeline's graph, and from outputs and inputs that share a place.
package struct FamilyGraph: Sendable {
    package struct Edge: Hashable, Sendable {
        package let from: String
        package let output: String
        package let to: String
        package let input: String
    }

    package let edges: [Edge]
    private let producersOf: [String: [Edge]]

    package init(_ family: RunFamily) {
        var edges: [Edge] = []
        var seen: Set<Edge> = []
        func add(_ edge: Edge) {
            if edge.from != edge.to, seen.insert(edge).inserted { edges.append(edge) }
        }
        for member in family.members where !member.run.edges.isEmpty {
            let children = family.members.filter {
                $0.run.id != member.run.id && ($0.run.parentRunID == member.run.id || member.run.parentRunID == nil)
            }
            let runOfStep = FamilyGraph.resolve(member.run.steps, among: children)
            for edge in member.run.edges {
                guard let from = runOfStep[edge.from.step], let to = runOfStep[edge.to.step] else { continue }
                add(Edge(from: from, output: edge.from.port, to: to, input: edge.to.port))
            }
        }
        for edge in FamilyGraph.sharedPlaces(family) { add(edge) }
        self.edges = edges
        producersOf = Dictionary(grouping: edges, by: \.to)
    }

    /// Edges into a run, in the order of the graph.
    package func producers(of runID: String) -> [Edge] {
        producersOf[runID] ?? []
    }

    /// Everything that a run waits for, nearest first.
    package func upstream(of runID: String) -> [String] {
        var order: [String] = []
        var seen: Set<String> = [runID]
        var queue = [runID]
        while let at = queue.first {
            queue.removeFirst()
            for edge in producers(of: at) where seen.insert(edge.from).inserted {
                order.append(edge.from)
                queue.append(edge.from)
            }
        }
        return order
    }

    /// The run of each step: named by the graph, by its node id, or by its name where that is unique.
    private static func resolve(_ steps: [PipelineStep], among children: [Dossier]) -> [String: String] {
        var result: [String: String] = [:]
        for step in steps {
            let found =
                children.first { step.runID != nil && $0.run.id == step.runID } ?? children.first { $0.run.nodeID == step.id }
                ?? children.first { $0.run.displayName == step.name } ?? children.first { $0.run.stepName == step.name }
            result[step.id] = found?.run.id ?? step.runID
        }
        return result
    }

    /// An input that lies at or below the place of another run's output.
    private static func sharedPlaces(_ family: RunFamily) -> [Edge] {
        var owners: [(prefix: String, run: String, port: String)] = []
        for member in family.members {
            for port in member.run.outputs {
                guard let uri = port.uri?.replacing("${{name}}", with: member.run.id), uri.contains(member.run.id) else { continue }
                owners.append((uri.hasSuffix("/") ? uri : uri + "/", member.run.id, port.name))
            }
        }
        return family.members.flatMap { member in
            member.run.inputs.flatMap { input -> [Edge] in
                guard let uri = input.uri.map({ $0.hasSuffix("/") ? $0 : $0 + "/" }) else { return [] }
                return owners.filter { uri.hasPrefix($0.prefix) && $0.run != member.run.id }
                    .map { Edge(from: $0.run, output: $0.port, to: member.run.id, input: input.name) }
            }
        }
    }
}
