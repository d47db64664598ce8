import Evidence

extension Format {
    /// Events that a run reported to the run history: the exact times of its course, and its warnings and errors.
    static let runEvents = Format.records(
        id: "run-events",
        title: "Events of runs (run history's events endpoint)",
        howToGet: "az rest --url https://REGION.api.azureml.ms/history/v1.0/WORKSPACE_ID/experiments/EXPERIMENT/runs/RUN/events",
        tell: { head in head.records.prefix(3).contains { ReportedEvent($0) != nil } ? 94 : 0 },
        decode: { record, context, batch in
            guard let event = ReportedEvent(record)?.event(in: record, context) else { return false }
            batch.events.append(event)
            return true
        })
}

/// `{timestamp, name, data}` with a name like `Microsoft.MachineLearning.Run.Completed`.
private struct ReportedEvent {
    private let fields: RecordFields
    private let data: RecordFields
    private let name: String

    private static let prefix = "microsoft.machinelearning.run."

    init?(_ record: JSONRecord) {
        fields = RecordFields(record.root)
        guard let text = fields.text("name"), text.lowercased().hasPrefix(ReportedEvent.prefix), fields.node("timestamp", "data") != nil
        else { return nil }
        name = String(text.dropFirst(ReportedEvent.prefix.count))
        data = fields.fields("data")
    }

    func event(in record: JSONRecord, _ context: DecoderContext) -> Event? {
        guard let place = fields.node("name") else { return nil }
        let time = fields.time("timestamp")?.value ?? data.time("starttime", "endtime")?.value
        let status = name.lowercased() == "start" ? .running : RunStatus(text: name)
        var event = Event(
            kind: status == nil ? .other : .runStatus, time: time, name: name,
            quote: record.quote(of: place, source: context.source, time: time))
        event.status = status
        let header = RecordFields(JSONNode(value: .object(record.header), offset: record.root.offset, line: record.root.line))
        event.runID = data.carried("runid") ?? fields.carried("runid") ?? header.text("runid") ?? context.options.runID
        let failure = (data.node("errorresponse") ?? data.node("error")).flatMap { ErrorEnvelope($0) }
        event.message = failure?.error.message ?? data.carried("message", "warning")
        event.detail = EventDetail.fields(of: data, without: ["runid", "message"])
        return event
    }
}
