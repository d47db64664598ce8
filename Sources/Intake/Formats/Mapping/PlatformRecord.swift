import Evidence

/// One record of a log table or of a diagnostic category, whatever export it came through: its fields, and which table it is of.
struct PlatformRecord {
    var fields: RecordFields
    var table: PlatformTable
    /// Table or category as written.
    var tableName: String?

    /// A row of Log Analytics: columns are members. `tableName` is the name of the REST table, mostly `PrimaryResult`.
    init?(row: JSONNode, tableName: String?) {
        guard row.object != nil else { return nil }
        let isText = row.member("TableName") != nil
        var fields = RecordFields(row, readsNoneAsNull: isText)
        fields.mergeWithoutTypeSuffixes(row)
        let wrappers: [FieldName] = ["Properties", "Properties_d", "properties_s", "AdditionalFields"]
        for name in wrappers {
            if let node = fields.node(name)?.embedded { fields.merge(node) }
        }
        let names = [fields.text("type"), fields.text("category"), fields.text("sourcetable"), fields.text("tablename"), tableName]
        self.init(fields: fields, names: names)
    }

    /// A record of a diagnostic setting: its own members first, then those of `properties`.
    init?(diagnostic root: JSONNode) {
        guard root.object != nil else { return nil }
        var fields = RecordFields(root)
        if let node = fields.node("properties") { fields.merge(node) }
        self.init(fields: fields, names: [fields.text("category"), fields.text("type")])
    }

    private init(fields: RecordFields, names: [String?]) {
        self.fields = fields
        // What the service calls every answer names no table.
        let names = names.compactMap { $0 }.filter { !$0.equalsIgnoringASCIICase("PrimaryResult") }
        tableName = names.first
        // Stage updates lie in tables of other names, so they are told first.
        if StageUpdate.isOne(fields) {
            table = .stage
        } else if let known = names.lazy.compactMap({ PlatformTable(name: $0, fields: fields) }).first {
            table = known
        } else {
            table = PlatformRecord.mayBeTold(byColumnsOf: fields, names: names) ? PlatformTable(columns: fields) ?? .other : .other
        }
    }

    /// Other services have runs with a status as well (Data Factory, Databricks): columns tell only where no foreign table is named.
    private static func mayBeTold(byColumnsOf fields: RecordFields, names: [String]) -> Bool {
        // What has no time and counts something is a sum over events, not an event; what only lost its time is kept, undated.
        if fields.time(PlatformRecord.timeNames) == nil, isSum(fields) { return false }
        if names.isEmpty { return true }
        let resource = fields.text("resourceprovider") ?? fields.text("resourceid")
        if let resource, resource.containsIgnoringASCIICase("machinelearningservices") { return true }
        // Custom tables, which people fill themselves.
        return names.contains { $0.lowercased().hasSuffix("_cl") }
    }

    /// Columns that `summarize` makes: `count_`, `dcount_RunId`, `max_TimeGenerated`, or a name of that kind.
    private static func isSum(_ fields: RecordFields) -> Bool {
        fields.members.contains { member in
            let name = member.name.lowercased()
            return name.hasSuffix("_")
                || ["count", "dcount", "sum_", "avg_", "min_", "max_", "percentile_", "total", "runs", "n"].contains {
                    name == $0 || ($0.count > 3 && name.hasPrefix($0))
                }
        }
    }

    private static let timeNames: [FieldName] = ["timegenerated", "time", "eventtimestamp", "timestamp", "eventtime"]
    private static let computeNames: [FieldName] = ["clustername", "computename", "amlcomputeinstancename"]

    var time: (value: Timestamp, node: JSONNode)? {
        fields.time(PlatformRecord.timeNames)
    }

    /// The compute target that the record names, or its resource id does.
    var compute: String? {
        if let name = ResourceName.compute(fields.text(PlatformRecord.computeNames)) { return name.lowercased() }
        return ResourceName.computeComponent(ofResourceID: fields.text("resourceid"))?.lowercased()
    }
}

/// The families of records that are told apart; the rest is `other`.
enum PlatformTable {
    case runStatus, job, cluster, node, activity, stage, metric, other

    /// Early documents write some of these names with an s at the end.
    private static let tables: FieldTable<PlatformTable> = {
        let names: [(String, PlatformTable)] = [
            ("AmlRunStatusChangedEvent", .runStatus), ("AmlComputeJobEvent", .job), ("AmlComputeClusterEvent", .cluster),
            ("AmlComputeClusterNodeEvent", .node), ("AzureActivity", .activity), ("AzureMetrics", .metric),
        ]
        return FieldTable(names.flatMap { [(FieldName($0.0), $0.1), (FieldName($0.0 + "s"), $0.1)] })
    }()

    /// Categories of the activity log in its diagnostic form. The documentation's own samples show the last part of the operation instead.
    private static let activityCategories: Set<FieldName> = [
        "Administrative", "Write", "Delete", "Action", "Security", "Policy", "ServiceHealth", "ResourceHealth", "Alert", "Autoscale",
        "Recommendation",
    ]

    /// Told by the name of a table or category; nil for names that say nothing.
    init?(name: String, fields: RecordFields) {
        let key = FieldName(name)
        if let table = PlatformTable.tables[key] {
            self = table
        } else if PlatformTable.activityCategories.contains(key), fields.text("operationname")?.utf8.contains(UInt8(ascii: "/")) == true {
            self = .activity
        } else {
            return nil
        }
    }

    /// Told by columns, for queries that dropped the table's name.
    init?(columns fields: RecordFields) {
        if fields.node("operationnamevalue", "activitystatusvalue", "activitystatus") != nil {
            self = .activity
        } else if fields.carried("runid") != nil, fields.text("status").flatMap({ RunStatus(text: $0) }) != nil {
            self = .runStatus
        } else if fields.carried("jobname") != nil, fields.node("eventtype", "executionstate", "joberrormessage") != nil {
            self = .job
        } else if fields.carried("clustername") != nil,
            fields.node("currentnodecount", "targetnodecount", "runningnodecount", "allocationstate", "isresizegrow") != nil
        {
            self = .cluster
        } else if fields.carried("nodeid") != nil, fields.node("nodeallocationtime", "nodeboottime", "starttaskstarttime") != nil {
            self = .node
        } else if fields.carried("metricname") != nil, fields.node("timegrain", "unitname") != nil {
            self = .metric
        } else {
            return nil
        }
    }
}
