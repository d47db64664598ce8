import Evidence

extension Format {
    /// The graph of a v1 pipeline: its modules and the edges between their ports.
    static let pipelineGraph = Format.records(
        id: "pipeline-graph",
        title: "Graph of a v1 pipeline (ModuleNodes, Edges)",
        howToGet: "the pipeline run's graph from the SDK or the REST API, saved as JSON",
        tell: { head in
            head.records.prefix(3).contains { $0.root.object != nil && GraphRecord.isGraph(RecordFields($0.root)) } ? 92 : 0
        },
        decode: { record, context, batch in
            guard let graph = GraphRecord(record, source: context.source) else { return false }
            batch.statements.append(graph.statement)
            return true
        })
}

/// A graph entity, with the run that it belongs to beside it or around it.
private struct GraphRecord {
    private(set) var statement: RunStatement

    static func isGraph(_ fields: RecordFields) -> Bool {
        let graph = entity(fields)
        return graph.node("modulenodes")?.array != nil && graph.node("edges", "datasetnodes", "subgraphnodes")?.array != nil
    }

    /// A graph that names no run cannot be tied to anything, and a file name alone proves nothing.
    init?(_ record: JSONRecord, source: String) {
        let fields = RecordFields(record.root)
        let graph = GraphRecord.entity(fields)
        guard GraphRecord.isGraph(fields),
            let idNode = fields.node("pipelinerunid", "runid", "rootrunid") ?? graph.node("pipelinerunid", "runid", "rootrunid"),
            let runID = idNode.plainText
        else { return nil }
        statement = RunStatement(runID: runID)
        statement.kind = .pipeline
        statement.displayName = fields.text("displayname", "pipelinename")
        statement.experiment = fields.text("experimentname")
        statement.citations[.record] = record.quote(of: idNode, source: source)
        for list: FieldName in ["modulenodes", "subgraphnodes"] {
            for node in graph.node(list)?.array ?? [] {
                if let step = GraphRecord.step(RecordFields(node)) { statement.steps.append(step) }
            }
        }
        let known = Set(statement.steps.map(\.id))
        for node in graph.node("edges")?.array ?? [] {
            guard let edge = GraphRecord.edge(RecordFields(node)), known.contains(edge.from.step), known.contains(edge.to.step) else {
                continue
            }
            statement.edges.append(edge)
        }
    }

    /// The fields that hold the nodes: some answers wrap them in `graph`.
    private static func entity(_ fields: RecordFields) -> RecordFields {
        fields.node("modulenodes") != nil ? fields : fields.fields("graph", "graphentity")
    }

    private static func step(_ node: RecordFields) -> PipelineStep? {
        guard let id = node.text("nodeid", "id") else { return nil }
        let name = node.text("name", "modulename", "displayname") ?? node.text("moduleid") ?? id
        let compute = node.text("computetarget", "computename", "compute")
        return PipelineStep(id: id, name: name, runID: node.text("runid"), compute: ResourceName.compute(compute))
    }

    /// Edges that begin at a data set have no step behind them; they are left out by the caller.
    private static func edge(_ node: RecordFields) -> PipelineEdge? {
        guard let from = port(node.fields("sourceoutputport")), let to = port(node.fields("destinationinputport")) else { return nil }
        return PipelineEdge(from: from, to: to)
    }

    private static func port(_ fields: RecordFields) -> PortReference? {
        guard let step = fields.text("nodeid", "graphnodeid") else { return nil }
        return PortReference(step: step, port: fields.text("portname", "graphportname", "name") ?? "")
    }
}
