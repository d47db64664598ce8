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

    /// How many different events there are: one that came with two exports counts once.
    func count() throws -> Int {
        var count = 0
        for row in try Row.fetchAll(db, sql: "SELECT DISTINCT run_key, compute FROM event_group") {
            let (run, compute): (String?, String?) = (row[0], row[1])
            // Written so that an index serves where there is one.
            let condition = "g.run_key \(run == nil ? "IS" : "=") ?1 AND g.compute \(compute == nil ? "IS" : "=") ?2"
            var keys: Set<Int> = []
            try read(where: condition, [run, compute]) { event, _ in keys.insert(event.key.hashValue) }
            count += keys.count
        }
        return count
    }

    private func event(of filling: EventEntry.Filling, _ source: Int64) throws -> Event {
        let form = try forms.form(filling.form, of: source, db: db, decoder: decoder)
        let values = zip(filling.values, form.sampleValues).compactMap { $0 ?? $1 }
        guard filling.values.count == form.holes.count, values.count == form.holes.count else {
            throw RowTokens.damaged("an event has not as many values as its form has holes", at: 0)
        }
        return form.event(time: filling.time, lineNumber: filling.line, offset: filling.offset, values: values)
    }
}
