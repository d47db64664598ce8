import Evidence

extension Format {
    /// Events that the workspace published to Event Grid, as a subscriber received them.
    static let eventGrid = Format.records(
        id: "event-grid",
        title: "Event Grid deliveries of the workspace",
        howToGet: "save what an Event Grid subscription of the workspace delivers (Logic App, function, storage queue) as JSON",
        tell: { head in head.records.prefix(3).contains { !Delivery.all(in: $0.root).isEmpty } ? 95 : 0 },
        decode: { record, context, batch in
            let deliveries = Delivery.all(in: record.root)
            for delivery in deliveries { delivery.add(to: &batch, record, source: context.source) }
            return !deliveries.isEmpty
        })
}

/// One event, in the Event Grid or the CloudEvents schema, or its data alone.
private struct Delivery {
    private let outer: RecordFields
    private let data: RecordFields
    /// `RunStatusChanged`, `RunCompleted`, `ModelRegistered` ...
    private let name: String

    /// A Logic App's recording has the event in `body`, beside the headers of the delivery.
    static func all(in root: JSONNode) -> [Delivery] {
        guard root.member("headers") != nil, let body = root.member("body") else { return Delivery(root).map { [$0] } ?? [] }
        return (body.array ?? [body]).compactMap { Delivery($0) }
    }

    private init?(_ node: JSONNode) {
        outer = RecordFields(node)
        if let type = outer.text("eventtype", "type"), type.containsIgnoringASCIICase("microsoft.machinelearningservices."),
            outer.node("data")?.object != nil
        {
            data = outer.fields("data")
            name = type.split(separator: ".").last.map(String.init) ?? type
        } else if outer.carried("runstatus") != nil, outer.carried("runid") != nil, outer.carried("experimentid") != nil {
            data = outer
            name = "RunStatusChanged"
        } else {
            return nil
        }
    }

    func add(to batch: inout EvidenceBatch, _ record: JSONRecord, source: String) {
        guard let place = data.node("runstatus", "runid") ?? outer.node("subject", "eventtype", "type") else { return }
        let time = outer.time("eventtime", "time")?.value
        let status = data.text("runstatus").map { RunStatus(text: $0) ?? .unknown } ?? (name == "RunCompleted" ? .completed : nil)
        let kind: EventKind = status == nil ? .other : .runStatus
        var event = Event(kind: kind, time: time, name: name, quote: record.quote(of: place, source: source, time: time))
        event.status = status
        event.runID = data.carried("runid") ?? ResourceName.component(after: "runs", in: outer.text("subject"))
        event.parentRunID = data.fields("runproperties").carried("azureml.pipelinerunid")
        event.detail = EventDetail.fields(of: data, without: ["runid", "runstatus"])
        batch.events.append(event)
        // What a data drift monitor found is a value over time.
        if let node = data.node("driftcoefficient"), let value = node.plainText.flatMap(MetricPoint.value) {
            batch.metrics.append(
                MetricPoint(
                    runID: event.runID, name: "driftCoefficient", time: data.time("endtime")?.value ?? time, value: value,
                    quote: record.shortQuote(of: node, source: source, time: time)))
        }
    }
}
