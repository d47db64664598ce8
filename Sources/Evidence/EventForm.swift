/// What the events of many like records have in common: one of them, and the holes in it that every record fills with values of its own.
///
/// An export of diagnostics repeats a handful of records with other run ids and times. Told once and filled often, they cost a fraction of
/// what they would cost one by one: to decode, to keep and to read again.
package final class EventForm: Sendable {
    /// A member of an event that takes over the value of a hole as it stands in the record.
    package enum Member: Hashable, Sendable {
        /// The value is a time stamp. What moment it names is told with every event, so that it is read once.
        case time
        case runID, parentRunID, rootRunID, nodeID, result, message, caller, correlationID
        case detail(String)
    }

    /// Names the form among those of its source, from 0.
    package let number: Int
    /// The event of the record from which the form was learned: right in all that is no hole.
    package let sample: Event
    /// For each hole the members that hold its value; none where the value stands only in the line.
    package let holes: [[Member]]
    /// What stands in the raw line in front of each hole and, last, behind all of them.
    package let line: [String]
    /// For each hole what the record from which the form was learned has in it, if all of its members say that.
    package let sampleValues: [String?]

    package init(number: Int, sample: Event, holes: [[Member]], line: [String]) {
        precondition(line.count == holes.count + 1, "the line of a form has one piece more than holes")
        self.number = number
        self.sample = sample
        self.holes = holes
        self.line = line
        sampleValues = holes.map { members in
            let texts = Set(members.lazy.filter { $0 != .time }.map { sample.text(of: $0) })
            return texts.count == 1 ? texts.first ?? nil : nil
        }
    }

    /// The event of a record of this time that fills the holes with these values; `lineNumber` and `offset` say where its line stands.
    package func event(time: Timestamp?, lineNumber: Int?, offset: Int?, values: [String]) -> Event {
        var event = sample
        event.time = time
        var text = line[0]
        for (i, value) in values.enumerated() {
            for member in holes[i] { event.set(member, value) }
            text += value
            text += line[i + 1]
        }
        event.quote.time = time
        event.quote.location.line = lineNumber
        event.quote.location.offset = offset
        event.quote.text = text
        return event
    }
}

extension Event {
    fileprivate func text(of member: EventForm.Member) -> String? {
        switch member {
        case .time: nil
        case .runID: runID
        case .parentRunID: parentRunID
        case .rootRunID: rootRunID
        case .nodeID: nodeID
        case .result: result
        case .message: message
        case .caller: caller
        case .correlationID: correlationID
        case .detail(let name): detail[name]
        }
    }

    fileprivate mutating func set(_ member: EventForm.Member, _ value: String) {
        switch member {
        case .time: break
        case .runID: runID = value
        case .parentRunID: parentRunID = value
        case .rootRunID: rootRunID = value
        case .nodeID: nodeID = value
        case .result: result = value
        case .message: message = value
        case .caller: caller = value
        case .correlationID: correlationID = value
        case .detail(let name): detail[name] = value
        }
    }
}
