import Evidence

// Entries of `event_group`: a whole event is `[null, time, {...}]`; one that fills a form is `[form, time, line, offset, "value", ...]`, a
// tenth as long.

extension RowMaker {
    mutating func add(_ events: EventList) throws {
        var forms = try events.forms.map { try FormInUse($0, maker: &self) }
        for i in events.indices {
            switch events.entry(at: i) {
            case .whole(let event): try add(event)
            case .filled(let event):
                // One that might hold a secret is looked at whole, with the names of its values.
                if !add(event, of: events, by: &forms[event.form]) { try add(events.event(of: event)) }
            }
        }
        for form in forms { form.cover(&rows.covered) }
    }

    private mutating func add(_ event: Event) throws {
        let kind = CoveredTimes.Kind(of: event)
        let subject = EventSubject(runKey: event.runID.map(key(of:)), compute: compute(of: kind))
        rows.covered.add(kind, event.time)
        let entry = entry
        entry.clear()
        entry.write("[null," as StaticString)
        entry.write(time: event.time)
        entry.append(UInt8(ascii: ","))
        try withJSON(of: event) { entry.append($0) }
        entry.append(UInt8(ascii: "]"))
        rows.add(event: entry.bytes, of: subject, at: event.time)
    }

    /// False, and nothing is added, where the event cannot be stored by its form.
    private mutating func add(_ event: EventList.FilledEvent, of events: EventList, by form: inout FormInUse) -> Bool {
        guard form.isStorable, learned.values.isEmpty else { return false }
        return events.withValues(of: event) { values in
            entry.clear()
            entry.append(UInt8(ascii: "["))
            entry.write(integer: form.number)
            entry.append(UInt8(ascii: ","))
            entry.write(time: event.time)
            entry.append(UInt8(ascii: ","))
            entry.write(integer: event.line)
            entry.append(UInt8(ascii: ","))
            entry.write(integer: event.offset)
            for value in values {
                entry.write(",\"" as StaticString)
                entry.append(value)
                entry.append(UInt8(ascii: "\""))
            }
            entry.append(UInt8(ascii: "]"))
            guard !redactor.rules.isOn || !SecretMarks.mayStand(in: entry.bytes) else { return false }
            var subject = form.subject
            if let hole = form.runHole { subject.runKey = key(of: String(decoding: values[hole], as: UTF8.self)) }
            rows.add(event: entry.bytes, of: subject, at: event.time)
            form.note(event.time)
            return true
        }
    }

    fileprivate func compute(of kind: CoveredTimes.Kind) -> String? { kind.compute.isEmpty ? nil : redactor.redact(kind.compute) }

    /// The form as JSON; nil where its events have to be stored whole: it has a secret, or a place that makes its value one.
    fileprivate mutating func storable(_ form: EventForm) throws -> String? {
        guard redactor.looksOnlyForMarks else { return nil }
        for sample in [form.sample, form.baited] {
            let text = try encoder.bytes(of: sample)
            var found = LearnedSecrets()
            if redactor.redacted(text, as: .json, learned: &found) != nil || !found.values.isEmpty { return nil }
        }
        return String(decoding: try encoder.bytes(of: StoredForm(form)), as: UTF8.self)
    }
}

/// A form as far as its events of a batch have something in common.
private struct FormInUse {
    let number: Int
    let isStorable: Bool
    /// Which value is the run's id; nil where all speak of one run or of none.
    let runHole: Int?
    let subject: EventSubject
    private let kind: CoveredTimes.Kind
    private var isUsed = false
    private var times: ClosedRange<Timestamp>?

    init(_ form: EventForm, maker: inout RowMaker) throws {
        number = form.number
        let json = try maker.storable(form)
        isStorable = json != nil
        if let json { maker.rows.add(form: form.number, json) }
        runHole = form.holes.firstIndex { $0.contains(.runID) }
        kind = CoveredTimes.Kind(of: form.sample)
        subject = EventSubject(
            runKey: runHole == nil ? form.sample.runID.map(maker.key(of:)) : nil, compute: maker.compute(of: kind))
    }

    mutating func note(_ time: Timestamp?) {
        isUsed = true
        guard let time else { return }
        times = times.map { min($0.lowerBound, time)...max($0.upperBound, time) } ?? time...time
    }

    func cover(_ covered: inout CoveredTimes) {
        if isUsed { covered.add(kind, times?.lowerBound, times?.upperBound) }
    }
}

extension EventForm {
    /// The sample with values in its holes that pass for secrets wherever a name promises one.
    fileprivate var baited: Event {
        event(
            time: sample.time, lineNumber: sample.quote.location.line, offset: sample.quote.location.offset,
            values: holes.indices.map { "Wq7Rt9pLm4Xb\($0)Vz2" })
    }
}

extension RowText {
    fileprivate func write(time: Timestamp?) {
        if let time { write(integer: time.microseconds) } else { write("null" as StaticString) }
    }
}
