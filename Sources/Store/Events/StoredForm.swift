import Evidence

/// A form as `event_form` holds it.
struct StoredForm: Codable {
    /// For members of the event, which value of an entry they take over; those of `detail` under `detail.NAME`.
    var holes: [String: Int]
    /// The event that all of its entries are, but for these.
    var event: Event
    /// What stands in the raw line in front of each value and, last, behind all of them.
    var line: [String]

    /// In an entry of `event_group`, values stand behind the number of the form, time, line and offset.
    static let firstValue = 4
    private static let detail = "detail."

    private static let names: [(EventForm.Member, String)] = [
        (.runID, "runID"), (.parentRunID, "parentRunID"), (.rootRunID, "rootRunID"), (.nodeID, "nodeID"), (.result, "result"),
        (.message, "message"), (.caller, "caller"), (.correlationID, "correlationID"),
    ]

    init(_ form: EventForm) {
        event = form.sample
        // It is the quote of one record; the lines of all are in `line`.
        event.quote.text = ""
        line = form.line
        holes = [:]
        for (i, members) in form.holes.enumerated() {
            for member in members {
                if case .detail(let name) = member { holes[StoredForm.detail + name] = StoredForm.firstValue + i }
                if let name = StoredForm.names.first(where: { $0.0 == member })?.1 { holes[name] = StoredForm.firstValue + i }
            }
        }
    }

    func form(number: Int) -> EventForm? {
        guard !line.isEmpty else { return nil }
        var members: [[EventForm.Member]] = Array(repeating: [], count: line.count - 1)
        for (name, at) in holes {
            guard members.indices.contains(at - StoredForm.firstValue) else { return nil }
            if let member = StoredForm.names.first(where: { $0.1 == name })?.0 {
                members[at - StoredForm.firstValue].append(member)
            } else if name.hasPrefix(StoredForm.detail) {
                members[at - StoredForm.firstValue].append(.detail(String(name.dropFirst(StoredForm.detail.count))))
            }
        }
        return EventForm(number: number, sample: event, holes: members, line: line)
    }
}
