import Evidence

/// Members of a run's record that no mapping reads and no document names: kept as text under `extra.NAME`, so that a newer service loses nothing.
enum UnknownMembers {
    /// What a record of the run history or a job is known to hold, in lower case without underscores. Addresses and tokens are among them and
    /// are not kept anywhere.
    private static let known: Set<String> = [
        "runid", "runuuid", "parentrunuuid", "rootrunuuid", "parentrunid", "rootrunid", "runnumber", "experimentid", "experimentname",
        "experiment",
        "name", "displayname", "description", "status", "statusrevision", "revision", "createdutc", "createdtimeutc", "createdtime",
        "starttimeutc",
        "starttime", "endtimeutc", "endtime", "effectivestarttimeutc", "laststarttimeutc", "lastmodifiedutc", "lastmodifiedby", "createdby",
        "createdfrom", "submittedby", "userid", "token", "tokenexpirytimeutc", "heartbeatenabled", "options", "datacontainerid", "hidden",
        "runtype",
        "runtypev2", "properties", "parameters", "scriptname", "target", "tags", "rundefinition", "jobspecification", "primarymetricname",
        "canceluri",
        "completeuri", "diagnosticsuri", "actionuris", "error", "warnings", "queueinginfo", "inputdatasets", "outputdatasets", "inputs",
        "outputs",
        "logfiles", "services", "settings", "compute", "computerequest", "computeduration", "currentcomputetime", "duration",
        "hasvirtualparent",
        "isvirtual", "uniquechildruncomputetargets", "retainforlifetimeofworkspace", "activechildrunid", "cancelationreason",
        "cancellationreason",
        "jobcost", "currentattemptid", "stdout", "stderr", "joblog", "creationcontext", "id", "type", "jobtype", "parentjobname", "command",
        "code",
        "environment", "environmentvariables", "resources", "distribution", "queuesettings", "limits", "identity", "jobs", "resourcegroup",
        "systemdata", "metrics", "runmetadata", "componentid", "timeout", "schema", "$schema", "objective", "sampling",
        "trial",
        "searchspace", "earlytermination", "data", "dataset", "training", "featurization", "taskdetails", "component",
    ]
    /// Longer texts are data that got into a record.
    private static let maximumLength = 300
    /// More unknown members than this are a record of another kind.
    private static let maximumCount = 40

    static func kept(of root: JSONNode) -> [String: String] {
        var result: [String: String] = [:]
        for member in root.object ?? [] where result.count < maximumCount {
            let name = member.key.lowercased().filter { $0 != "_" }
            guard !known.contains(name), !member.value.isNull else { continue }
            result["extra." + String(member.key.prefix(80))] = String(text(of: member.value, depth: 0).prefix(maximumLength))
        }
        return result
    }

    private static func text(of node: JSONNode, depth: Int) -> String {
        if node.isNull { return "null" }
        if let scalar = node.string { return scalar }
        guard depth < 3 else { return "…" }
        if let array = node.array { return "[" + array.prefix(20).map { text(of: $0, depth: depth + 1) }.joined(separator: ", ") + "]" }
        let members = node.object?.prefix(20).map { $0.key + ": " + text(of: $0.value, depth: depth + 1) } ?? []
        return "{" + members.joined(separator: ", ") + "}"
    }
}
