import Evidence

/// An operation of the activity log, in the form of the command line, of a diagnostic setting or of the table AzureActivity.
struct ActivityOperation {
    private let fields: RecordFields

    init(_ fields: RecordFields) {
        self.fields = fields
    }

    func event(in record: JSONRecord, source: String) -> Event? {
        guard let name = fields.text("operationnamevalue", "operationname") else { return nil }
        let time = fields.time("eventtimestamp", "timegenerated", "time", "submissiontimestamp")?.value
        let resource = fields.text("resourceid", "entity") ?? fields.fields("authorization", "authorizationd").text("scope")
        guard let place = fields.node("resourceid", "entity", "authorization", "operationnamevalue", "operationname") else { return nil }
        var event = Event(kind: .activity, time: time, name: name, quote: record.quote(of: place, source: source, time: time))
        event.result = fields.text("activitystatusvalue", "activitystatus", "status", "resulttype").map(ActivityOperation.result)
        event.caller = fields.carried("caller") ?? claimedCaller
        event.correlationID = fields.carried("correlationid")
        event.compute = ResourceName.computeComponent(ofResourceID: resource)?.lowercased()
        event.message = failure ?? fields.carried("description", "resultdescription")
        event.detail = detail
        if let resource { event.detail["resourceId"] = resource }
        return event
    }

    /// One vocabulary for the three exports, which write `Start`, `Started`; `Success`, `Succeeded`: else one operation would be two events.
    private static func result(_ text: String) -> String {
        switch text.lowercased() {
        case "start", "started": "Started"
        case "accept", "accepted": "Accepted"
        case "success", "succeeded": "Succeeded"
        case "failure", "failed": "Failed"
        default: text
        }
    }

    /// The diagnostic form has no `caller`, only claims; of them the name is read, nothing else is kept.
    private var claimedCaller: String? {
        let claims = fields.fields("identity").fields("claims")
        let names = ["/upn", "/emailaddress", "/name"]
        for suffix in names {
            for member in claims.members.sorted(by: { $0.name < $1.name }) where member.name.hasSuffix(suffix) {
                if let text = member.node.carriedText { return text }
            }
        }
        return claims.carried("upn", "name", "appid")
    }

    /// What the service answered where the operation failed: JSON text with an error envelope in it, or plain text.
    private var failure: String? {
        guard let node = fields.node("statusmessage") ?? fields.fields("properties").node("statusmessage") else { return nil }
        return ErrorEnvelope(node)?.error.message
    }

    private static let kept: [(String, [FieldName])] = [
        ("level", ["level"]), ("subStatus", ["substatus", "activitysubstatusvalue", "activitysubstatus", "resultsignature"]),
        ("statusCode", ["statuscode"]), ("category", ["categoryvalue", "category"]), ("eventName", ["eventname"]),
        ("eventDataId", ["eventdataid"]), ("operationId", ["operationid"]), ("resourceGroup", ["resourcegroupname", "resourcegroup"]),
        ("description", ["description", "resultdescription"]),
    ]

    private var detail: [String: String] {
        var result: [String: String] = [:]
        let properties = fields.fields("properties")
        for (name, keys) in ActivityOperation.kept {
            for key in keys {
                guard let text = fields.carried(key) ?? properties.carried(key) else { continue }
                result[name] = text
                break
            }
        }
        return result
    }
}
