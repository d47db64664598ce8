import Evidence

extension Format {
    /// Operations of the activity log as the command line and the REST API list them.
    static let activityLog = Format.records(
        id: "activity-log",
        title: "Activity log (command line, REST)",
        howToGet: "az monitor activity-log list --offset 30d -g GROUP --max-events 10000 -o json",
        tell: { head in head.records.prefix(5).contains { ActivityRecord.isOne($0.root) } ? 92 : 0 },
        decode: { record, context, batch in
            guard ActivityRecord.isOne(record.root), let event = ActivityRecord.event(of: record, source: context.source) else {
                return false
            }
            batch.events.append(event)
            return true
        })
}

private enum ActivityRecord {
    static func isOne(_ root: JSONNode) -> Bool {
        root.member("eventTimestamp") != nil && root.member("operationName") != nil
            && ["status", "resourceId", "authorization", "correlationId"].contains { root.member($0) != nil }
    }

    static func event(of record: JSONRecord, source: String) -> Event? {
        ActivityOperation(RecordFields(record.root)).event(in: record, source: source)
    }
}
