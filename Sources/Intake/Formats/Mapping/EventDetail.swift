import Evidence

/// The fields of a platform record that a rule may ask for beside those that every event has, under one spelling whatever the export's.
enum EventDetail {
    /// A value longer than this is a document, not a field.
    private static let longestValue = 2_000
    /// The widest table has fewer columns than this; a record of more was not made by the service.
    private static let mostFields = 80

    /// Texts are carried: what `normalised` changes and what is too long fills no hole of a form (`HoleValue`).
    static func fields(of fields: RecordFields, without taken: [FieldName]) -> [String: String] {
        var result: [String: String] = [:]
        for member in fields.members where !taken.contains(member.key) && !isDoubled(member.name) {
            let known = names[member.key]
            if case .dropped? = known { continue }
            guard let text = member.node.carriedText, text.utf8.count <= longestValue else { continue }
            let name = if case .canonical(let name)? = known { name } else { lowerCamelCase(member.name) }
            if result[name] == nil { result[name] = normalised(text) }
            if result.count == mostFields { break }
        }
        return result
    }

    /// Bookkeeping of the workspace, and who asked from where: either the same in every record, or nobody's business.
    private static let dropped: [FieldName] = [
        "tablename", "timegenerated", "time", "tenantid", "aadtenantid", "sourcesystem", "type", "resourceid", "subscriptionid",
        "billedsize",
        "isbillable", "identity", "claims", "claimsd", "authorization", "authorizationd", "calleripaddress", "httprequest", "properties",
        "propertiesd", "propertiess", "additionalfields", "customersubscriptionid", "amlworkspaceid", "requestbody",
        "eventprocessedutctime",
        "eventenqueuedutctime", "partitionid", "resource", "resourcetype", "resourceprovider", "operationversion", "operationname",
        "internaloperationname", "hierarchy",
    ]

    /// A column with a type letter is known under its name without it as well; that one is kept.
    private static func isDoubled(_ name: String) -> Bool {
        let ending = name.utf8.suffix(2)
        return name.utf8.count > 2 && ending.first == UInt8(ascii: "_") && ending.last.map { "sdbtg".utf8.contains($0) } == true
    }

    /// Booleans in lower case and whole numbers without a fraction: exports write `True`, `true`, `3.0` and `3`.
    private static func normalised(_ text: String) -> String {
        if text == "True" { return "true" }
        if text == "False" { return "false" }
        if text.hasSuffix(".0"), let whole = Int(text.dropLast(2)) { return String(whole) }
        return text
    }

    private static func lowerCamelCase(_ name: String) -> String {
        // As most are written.
        if let first = name.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) { return name }
        let bare = name.drop { $0 == "_" }
        guard let first = bare.first, first.isUppercase else { return String(bare) }
        if bare.allSatisfy({ !$0.isLowercase }) { return bare.lowercased() }
        return first.lowercased() + bare.dropFirst()
    }

    /// What is known of a name.
    private enum Meaning {
        case dropped
        case canonical(String)
    }

    private static let names = FieldTable(
        dropped.map { ($0, Meaning.dropped) } + canonical.map { (FieldName($0), Meaning.canonical($0)) })

    private static let canonical: [String] = [
        "allocationState", "allocationStateTransitionTime", "clusterErrorCodes", "clusterType", "coreCount", "createdBy",
        "currentNodeCount", "idleNodeCount", "initialNodeCount", "leavingNodeCount", "maximumNodeCount", "minimumNodeCount",
        "preparingNodeCount", "runningNodeCount", "targetNodeCount", "unusableNodeCount", "preemptedNodeCount", "eventType",
        "isResizeGrow", "nodeDeallocationOption", "nodeIdleTimeSecondsBeforeScaleDown", "provisioningState", "quotaAllocated",
        "quotaUtilized", "resultSignature", "scalingType", "subnetId", "vmFamilyName", "vmPriority", "vmSize", "errorDetails",
        "executionState", "experimentId", "experimentName", "jobId", "runInContainer", "workspaceName", "correlationId", "resultType",
        "durationMs", "nodeAllocationTime", "nodeBootTime", "resizeStartTime", "resizeEndTime", "startTaskStartTime",
        "startTaskEndTime", "totalE2ETimeInSeconds", "clusterCreationTime", "clusterId", "clusterName", "utilization", "deviceType",
    ]
}
