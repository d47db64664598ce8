import Evidence

extension Format {
    /// The activity log as the portal exports it: operations under the names that it shows.
    static let activityLogCSV = Format.table(
        id: "activity-log-csv",
        title: "Activity log as CSV (portal export)",
        howToGet: "Monitor -> Activity log -> Download as CSV in the portal",
        hasRowLimit: true,
        tell: { header in
            let names = Set(header.columns.map { FieldName(ActivityTable.bare($0)) })
            let isOne = names.contains("operationname") && !names.isDisjoint(with: ["eventinitiatedby", "eventcategory", "correlationid"])
            return isOne && !names.isDisjoint(with: ["time", "timestamp"]) && !names.contains("timegenerated") ? 84 : 0
        },
        naming: ActivityTable.name,
        decode: { record, context, batch in
            guard let event = ActivityTable.event(of: record, source: context.source) else { return false }
            batch.events.append(event)
            return true
        })
}

private enum ActivityTable {
    static func bare(_ column: String) -> String { column.filter { $0 != " " } }

    /// Columns under the names of the command line's records.
    static func name(_ column: String) -> String {
        let bare = bare(column)
        let known: [FieldName: String] = [
            "time": "eventTimestamp", "timestamp": "eventTimestamp", "eventinitiatedby": "caller", "eventcategory": "category",
            "resource": "resourceId",
        ]
        return known[FieldName(bare)] ?? bare
    }

    static func event(of record: JSONRecord, source: String) -> Event? {
        let fields = RecordFields(record.root)
        guard fields.time("eventtimestamp") != nil, var event = ActivityOperation(fields).event(in: record, source: source) else {
            return nil
        }
        if let known = operations[event.name.lowercased()] {
            event.detail["shownName"] = event.name
            event.name = known
        }
        // The portal shows `workspace/compute`, not the id.
        if event.compute == nil, let type = fields.text("resourcetype")?.lowercased(), let resource = fields.text("resourceid"),
            type.hasSuffix("/computes") || event.name.lowercased().contains("/computes/")
        {
            event.compute = ResourceName.compute(resource)?.lowercased()
        }
        return event
    }

    /// The English names of operations that end runs or take their compute away. Others keep the name that is shown.
    private static let operations: [String: String] = [
        "deletes the compute resources": "Microsoft.MachineLearningServices/workspaces/computes/delete",
        "creates or updates the compute resources": "Microsoft.MachineLearningServices/workspaces/computes/write",
        "stops the compute resources": "Microsoft.MachineLearningServices/workspaces/computes/stop/action",
        "delete resource group": "Microsoft.Resources/subscriptions/resourceGroups/delete",
        "deletes the machine learning services workspace(s)": "Microsoft.MachineLearningServices/workspaces/delete",
    ]
}
