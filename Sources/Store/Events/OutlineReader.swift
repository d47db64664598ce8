import Evidence
import GRDB

/// Reads what a run's events say of its life: after an ingest of diagnostics, of every run that they name.
///
/// Of an entry's values only those are made into texts that an outline has a place for; lines are never put together.
final class OutlineReader {
    /// A form as far as outlines go.
    private final class Form {
        let sample: EventOutline
        /// For each value of an entry, where it goes.
        let members: [[EventForm.Member]]

        init(_ form: EventForm) {
            var outline = EventOutline(form.sample)
            sample = outline
            members = form.holes.map { $0.filter { outline.set($0, "") } }
        }
    }

    private let db: Database
    private let decoder: RowDecoder
    private let groups: RepeatedStatement
    /// The forms of a source, by number: groups of one source mostly follow each other.
    private var forms: [Form?] = []
    private var source: Int64?
    /// `[0,null,1,0]`
    private static let shortestEntry = 12
    /// More than any source has.
    private static let mostForms = 1 << 16

    init(db: Database, decoder: RowDecoder) throws {
        self.db = db
        self.decoder = decoder
        groups = try RepeatedStatement(db, sql: "SELECT source_id, count, json FROM event_group WHERE run_key = ? ORDER BY rowid")
    }

    /// The outlines of all events that name the run, in no order; of a record that came twice there are two.
    func outlines(ofRun key: String) throws -> [EventOutline] {
        var outlines: [EventOutline] = []
        groups.bind(key, at: 1)
        try groups.rows { row in
            if source != row.integer(0) {
                source = row.integer(0)
                forms = []
            }
            let json = row.text(2)
            // No entry is shorter, whatever the row says.
            outlines.reserveCapacity(outlines.count + min(Int(row.integer(1)), json.count / OutlineReader.shortestEntry))
            try read(json, to: &outlines)
        }
        return outlines
    }

    private func read(_ json: UnsafeRawBufferPointer, to outlines: inout [EventOutline]) throws {
        let known = outlines.count
        let isRead: Void? = decoder.read(from: json) { (row) throws(RowReader.Unlike) in
            try row.take(UInt8(ascii: "["))
            repeat { outlines.append(try self.outline(&row)) } while row.has(byte: UInt8(ascii: ","))
            try row.take(UInt8(ascii: "]"))
        }
        if isRead != nil { return }
        // Whatever is unlike or missing is read, or told, by the reader of whole events.
        outlines.removeSubrange(known...)
        let reader = EventReader(db: db, decoder: decoder, forms: EventForms())
        try reader.read(json, of: source ?? 0) { outlines.append(EventOutline($0)) }
    }

    private func outline(_ row: inout RowReader) throws(RowReader.Unlike) -> EventOutline {
        try row.take(UInt8(ascii: "["))
        var outline: EventOutline
        if row.has(word: "null,") {
            try row.skipValue()
            try row.take(UInt8(ascii: ","))
            outline = try row.value()
        } else {
            let form = try form(try row.integer())
            outline = form.sample
            try row.take(UInt8(ascii: ","))
            outline.time = row.has(word: "null") ? nil : try row.time()
            // Line and offset.
            for _ in 0..<2 {
                try row.take(UInt8(ascii: ","))
                try row.skipValue()
            }
            for members in form.members {
                try row.take(UInt8(ascii: ","))
                if row.has(word: "null") {
                    // As in the form.
                } else if members.isEmpty {
                    try row.skipValue()
                } else {
                    let value = try row.string()
                    for member in members { outline.set(member, value) }
                }
            }
        }
        try row.take(UInt8(ascii: "]"))
        return outline
    }

    private func form(_ number: Int) throws(RowReader.Unlike) -> Form {
        if forms.indices.contains(number), let form = forms[number] { return form }
        guard number < OutlineReader.mostForms, let source,
            let whole = try? EventForms().form(number, of: source, db: db, decoder: RowDecoder())
        else {
            throw RowReader.Unlike()
        }
        while forms.count <= number { forms.append(nil) }
        let form = Form(whole)
        forms[number] = form
        return form
    }
}

extension EventOutline {
    /// Sets what a member of an event says; false where an outline has no place for it.
    @discardableResult
    fileprivate mutating func set(_ member: EventForm.Member, _ value: String) -> Bool {
        switch member {
        case .runID: runID = value
        case .parentRunID: parentRunID = value
        case .rootRunID: rootRunID = value
        case .detail("displayName"): detail.displayName = value
        case .detail("experiment"): detail.experiment = value
        case .detail("experimentName"): detail.experimentName = value
        case .detail("jobName"): detail.jobName = value
        case .time, .nodeID, .result, .message, .caller, .correlationID, .detail: return false
        }
        return true
    }
}
