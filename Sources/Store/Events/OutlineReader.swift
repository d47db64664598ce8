import Evidence
import GRDB

/// Reads what a run's events say of its life: after an ingest of diagnostics, of every run that they name.
///
/// Of an entry's values only those are made into texts that an outline has a place for; lines are never put together.
final class OutlineReader {
    /// A form as far as outlines go.
    private struct Form {
        var sample: EventOutline
        /// For each value of an entry, where it goes.
        var members: [[EventForm.Member]]
    }

    private struct Name: Hashable {
        var source: Int64
        var number: Int
    }

    private let db: Database
    private let decoder: RowDecoder
    private let groups: RepeatedStatement
    private var forms: [Name: Form] = [:]

    init(db: Database, decoder: RowDecoder) throws {
        self.db = db
        self.decoder = decoder
        groups = try RepeatedStatement(db, sql: "SELECT source_id, json FROM event_group WHERE run_key = ?")
    }

    /// The outlines of all events that name the run, in no order; of a record that came twice there are two.
    func outlines(ofRun key: String) throws -> [EventOutline] {
        var outlines: [EventOutline] = []
        groups.bind(key, at: 1)
        try groups.rows { row in outlines += try self.outlines(in: row.text(1), source: row.integer(0)) }
        return outlines
    }

    private func outlines(in json: UnsafeRawBufferPointer, source: Int64) throws -> [EventOutline] {
        let quick = decoder.read(from: json) { (row) throws(RowReader.Unlike) in
            try row.list { (row) throws(RowReader.Unlike) in try self.outline(&row, source: source) }
        }
        if let quick { return quick }
        // Whatever is unlike or missing is read, or told, by the reader of whole events.
        var outlines: [EventOutline] = []
        let reader = EventReader(db: db, decoder: decoder, forms: EventForms())
        try reader.read(json, of: source) { outlines.append(EventOutline($0)) }
        return outlines
    }

    private func outline(_ row: inout RowReader, source: Int64) throws(RowReader.Unlike) -> EventOutline {
        try row.take(UInt8(ascii: "["))
        var outline: EventOutline
        if row.has(word: "null,") {
            try row.skipValue()
            try row.take(UInt8(ascii: ","))
            outline = try row.value()
        } else {
            guard let form = try? form(try row.integer(), of: source) else { throw RowReader.Unlike() }
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

    private func form(_ number: Int, of source: Int64) throws -> Form {
        let name = Name(source: source, number: number)
        if let form = forms[name] { return form }
        let whole = try EventForms().form(number, of: source, db: db, decoder: RowDecoder())
        var outline = EventOutline(whole.sample)
        let sample = outline
        let form = Form(sample: sample, members: whole.holes.map { $0.filter { outline.set($0, "") } })
        forms[name] = form
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
