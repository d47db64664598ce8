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
        var next = 0
        while next < queue.count {
            let at = queue[next]
            next += 1
            for edge in producers(of: at) where seen.insert(edge.from).inserted {
                order.append(edge.from)
                queue.append(edge.from)
            }
        }
        return order
    }

    /// The run of each step: named by the graph, by its node id, or by its name where that is unique.
    private static func resolve(_ steps: [PipelineStep], among children: [Dossier]) -> [String: String] {
        func index(_ name: (Run) -> String?) -> [String: String] {
            var index: [String: String] = [:]
            for child in children {
                if let name = name(child.run), index[name] == nil { index[name] = child.run.id }
            }
            return index
        }
        let ids = Set(children.map(\.run.id))
        let (nodes, displayNames, stepNames) = (index { $0.nodeID }, index { $0.displayName }, index { $0.stepName })
        var result: [String: String] = [:]
        for step in steps {
            let named = step.runID.flatMap { ids.contains($0) ? $0 : nil }
            result[step.id] = named ?? nodes[step.id] ?? displayNames[step.name] ?? stepNames[step.name] ?? step.runID
        }
        return result
    }

    /// An input that lies at or below the place of another run's output.
    private static func sharedPlaces(_ family: RunFamily) -> [Edge] {
        var owners: [(run: String, port: String)] = []
        var ownersOf: [String: [Int]] = [:]
        for member in family.members {
            for port in member.run.outputs {
                guard var uri = port.uri else { continue }
                if uri.contains("${{name}}") { uri = uri.replacing("${{name}}", with: member.run.id) }
                guard uri.contains(member.run.id) else { continue }
                ownersOf[uri.hasSuffix("/") ? uri : uri + "/", default: []].append(owners.count)
                owners.append((member.run.id, port.name))
            }
        }
        return family.members.flatMap { member in
            member.run.inputs.flatMap { input -> [Edge] in
                guard let uri = input.uri.map({ $0.hasSuffix("/") ? $0 : $0 + "/" }) else { return [] }
                // Every place above it, and it itself.
                let slashes = uri.utf8.indices.filter { uri.utf8[$0] == UInt8(ascii: "/") }
                return slashes.flatMap { ownersOf[String(uri[...$0])] ?? [] }.sorted().map { owners[$0] }
                    .filter { $0.run != member.run.id }
                    .map { Edge(from: $0.run, output: $0.port, to: member.run.id, input: input.name) }
            }
        }
    }
}
