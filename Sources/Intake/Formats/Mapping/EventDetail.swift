import Evidence

/// The fields of a platform record that a rule may ask for beside those that every event has, under one spelling whatever the export's.
enum EventDetail {
    /// A value longer than this is a document, not a field.
    private static let longestValue = 2_000
    /// The widest table has fewer columns than this; a record of more was not made by the service.
    private static let mostFields = 80

    static func fields(of fields: RecordFields, without taken: Set<String>) -> [String: String] {
        var result: [String: String] = [:]
        for (key, member) in fields.members.sorted(by: { $0.key < $1.key }) where !taken.contains(key) && !dropped.contains(key) {
            guard let text = member.node.plainText, text.utf8.count <= longestValue else { continue }
            let name = canonical[key] ?? lowerCamelCase(member.name)
            if !isDoubled(key, in: fields) { result[name] = normalised(text) }
            if result.count == mostFields { break }
        }
        return result
    }

    /// Bookkeeping of the workspace, and who asked from where: either the same in every record, or nobody's business.
    private static let dropped: Set<String> = [
        "tablename", "timegenerated", "time", "tenantid", "aadtenantid", "sourcesystem", "type", "resourceid", "subscriptionid",
        "billedsize",
        "isbillable", "identity", "claims", "claimsd", "authorization", "authorizationd", "calleripaddress", "httprequest", "properties",
        "propertiesd", "propertiess", "additionalfields", "customersubscriptionid", "amlworkspaceid", "requestbody",
        "eventprocessedutctime",
        "eventenqueuedutctime", "partitionid", "resource", "resourcetype", "resourceprovider", "operationversion", "operationname",
        "internaloperationname", "hierarchy",
    ]

    /// A column of AzureDiagnostics is known under its name and under the name without its type letter; the latter is kept.
    private static func isDoubled(_ key: String, in fields: RecordFields) -> Bool {
        guard let last = key.last, "sdbtg".contains(last), let member = fields.members[key], member.name.dropLast().hasSuffix("_") else {
            return false
        }
        return true
    }

    /// Booleans in lower case and whole numbers without a fraction: exports write `True`, `true`, `3.0` and `3`.
    private static func normalised(_ text: String) -> String {
        if text == "True" { return "true" }
        if text == "False" { return "false" }
        if text.hasSuffix(".0"), let whole = Int(text.dropLast(2)) { return String(whole) }
        return text
    }

    private static func lowerCamelCase(_ name: String) -> String {
        let bare = name.drop { $0 == "_" }
        guard let first = bare.first, first.isUppercase else { return String(bare) }
        if bare.allSatisfy({ !$0.isLowercase }) { return bare.lowercased() }
        return first.lowercased() + bare.dropFirst()
    }

    private static let canonical: [String: String] = {
        let names = [
            "allocationState", "allocationStateTransitionTime", "clusterErrorCodes", "clusterType", "coreCount", "createdBy",
            "currentNodeCount", "idleNodeCount", "initialNodeCount", "leavingNodeCount", "maximumNodeCount", "minimumNodeCount",
            "preparingNodeCount", "runningNodeCount", "targetNodeCount", "unusableNodeCount", "preemptedNodeCount", "eventType",
            "isResizeGrow", "nodeDeallocationOption", "nodeIdleTimeSecondsBeforeScaleDown", "provisioningState", "quotaAllocated",
            "quotaUtilized", "resultSignature", "scalingType", "subnetId", "vmFamilyName", "vmPriority", "vmSize", "errorDetails",
            "executionState", "experimentId", "experimentName", "jobId", "runInContainer", "workspaceName", "correlationId", "resultType",
            "durationMs", "nodeAllocationTime", "nodeBootTime", "resizeStartTime", "resizeEndTime", "startTaskStartTime",
            "startTaskEndTime", "totalE2ETimeInSeconds", "clusterCreationTime", "clusterId", "clusterName", "utilization", "deviceType",
        ]
        return Dictionary(names.map { (RecordFields.folded($0), $0) }, uniquingKeysWith: { first, _ in first })
    }()
}
