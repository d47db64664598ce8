import Evidence
import GRDB

/// Reads the events of groups.
struct EventReader {
    let db: Database
    let decoder: RowDecoder
    let forms: EventForms

    /// Where an event stands among those of the store.
    struct Place {
        let source: Int64
        let group: Int
        let entry: Int
    }

    /// Hands over every event of the groups for which `condition` holds (of `event_group g`), source by source in no other order.
    func read(where condition: String, _ arguments: StatementArguments, _ body: (Event, Place) throws -> Void) throws {
        let sql = "SELECT g.source_id, g.number, g.json FROM event_group g WHERE \(condition)"
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
        while let row = try rows.next() {
            let (source, group): (Int64, Int) = (row[0], row[1])
            var number = 0
            try RowDecoder.text(of: row, at: 2) { json in
                try read(json, of: source) { event in
                    try body(event, Place(source: source, group: group, entry: number))
                    number += 1
                }
            }
        }
    }

    /// Hands over every event of a row of a source.
    func read(_ json: UnsafeRawBufferPointer, of source: Int64, _ body: (Event) throws -> Void) throws {
        for entry in try decoder.decode(EventEntries.self, from: json).entries {
            switch entry {
            case .whole(let event): try body(event)
            case .filled(let filling): try body(event(of: filling, source))
            }
        }
    }

    private func event(of filling: EventEntry.Filling, _ source: Int64) throws -> Event {
        let form = try forms.form(filling.form, of: source, db: db, decoder: decoder)
        let values = zip(filling.values, form.holes.indices).compactMap { value, hole in value ?? form.sampleValue(ofHole: hole) }
        guard filling.values.count == form.holes.count, values.count == form.holes.count else {
            throw RowTokens.damaged("an event has not as many values as its form has holes", at: 0)
        }
        return form.event(time: filling.time, lineNumber: filling.line, offset: filling.offset, values: values)
    }
}
