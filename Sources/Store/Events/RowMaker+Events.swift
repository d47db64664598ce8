import Evidence
import Foundation

// Entries of `event_group`: a whole event is `[null, time, {...}]`; one that fills a form is `[form, time, line, offset, "value", ...]`, a
// tenth as long. Of values most are those that the record had from which the form was learned: they are `null`.

extension RowMaker {
    mutating func add(_ events: EventList) throws {
        var forms = try events.forms.map { try FormInUse($0, maker: &self) }
        for i in events.indices {
            // One that might hold a secret is looked at whole, with the names of its values.
            if let filled = events.filled(at: i), add(filled, of: events, by: &forms[filled.form]) { continue }
            try add(events[i])
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
        let (entry, redactor, runHole, samples, number) = (entry, redactor, form.runHole, form.samples, form.number)
        var subject = form.subject
        var isStorable = true
        events.withValues(of: event) { values in
            entry.clear()
            let begin = entry.append(event, of: number, values, samples: samples)
            let text = UnsafeBufferPointer(rebasing: entry.bytes[begin...])
            isStorable = !redactor.rules.isOn || !SecretMarks.mayStand(in: text)
            if isStorable, let runHole { subject.runKey = RowMaker.key(ofPlain: values[runHole], redactor) }
        }
        guard isStorable else { return false }
        rows.add(event: entry.bytes, of: subject, at: event.time)
        form.note(event.time)
        return true
    }

    /// The key of a run whose id is plain and bears no mark of a secret.
    private static func key(ofPlain runID: UnsafeBufferPointer<UInt8>, _ redactor: Redactor) -> String {
        if runID.count >= SecretScan.shortestBareLine { return RunKey.of(redactor.redact(String(decoding: runID, as: UTF8.self))) }
        return RunKey.of(ascii: runID)
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
    /// For each value that of the form's sample, where the event says it.
    let samples: [[UInt8]?]
    private let kind: CoveredTimes.Kind
    private var isUsed = false
    private var times: ClosedRange<Timestamp>?

    init(_ form: EventForm, maker: inout RowMaker) throws {
        number = form.number
        let json = try maker.storable(form)
        isStorable = json != nil
        if let json { maker.rows.add(form: form.number, json) }
        samples = form.sampleValues.map { $0.map { Array($0.utf8) } }
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

    /// Adds the entry of an event that fills a form, and returns where its values begin.
    fileprivate func append(_ event: EventList.FilledEvent, of form: Int, _ values: EventList.Values, samples: [[UInt8]?]) -> Int {
        // Four numbers, and of each value a comma, two quotes and its bytes, or `,null`.
        let most = 4 * (RowText.mostDigits + 1) + 2 + values.byteCount + 5 * samples.count
        var begin = 0
        append(upTo: most) { start in
            var at = start
            func put(_ byte: UInt8) {
                at.pointee = byte
                at += 1
            }
            func put(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
                at.update(from: bytes, count: count)
                at += count
            }
            let null: StaticString = "null"
            put(UInt8(ascii: "["))
            at = RowText.write(integer: form, to: at)
            put(UInt8(ascii: ","))
            if let time = event.time { at = RowText.write(integer: time.microseconds, to: at) } else { put(null.utf8Start, 4) }
            put(UInt8(ascii: ","))
            at = RowText.write(integer: event.line, to: at)
            put(UInt8(ascii: ","))
            at = RowText.write(integer: event.offset, to: at)
            begin = count + (at - start)
            for hole in samples.indices {
                let value = values[hole]
                put(UInt8(ascii: ","))
                if let sample = samples[hole], sample.count == value.count, let start = value.baseAddress,
                    memcmp(sample, start, sample.count) == 0
                {
                    put(null.utf8Start, 4)
                } else {
                    put(UInt8(ascii: "\""))
                    if let start = value.baseAddress { put(start, value.count) }
                    put(UInt8(ascii: "\""))
                }
            }
            put(UInt8(ascii: "]"))
            return at
        }
        return begin
    }
}
