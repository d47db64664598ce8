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
        try entries(Event.self, where: condition, arguments) { entry, place in
            switch entry {
            case .whole(let event): try body(event, place)
            case .filled(let filling):
                let form = try form(filling.form, place)
                guard filling.values.count == form.holes.count else { throw EventReader.misfit }
                try body(
                    form.event(time: filling.time, lineNumber: filling.line, offset: filling.offset, values: filling.values), place)
            }
        }
    }

    /// The same for outlines.
    func readOutlines(where condition: String, _ arguments: StatementArguments, _ body: (EventOutline) throws -> Void) throws {
        try entries(EventOutline.self, where: condition, arguments) { entry, place in
            switch entry {
            case .whole(let outline): try body(outline)
            case .filled(let filling):
                let form = try form(filling.form, place)
                guard filling.values.count == form.holes.count else { throw EventReader.misfit }
                try body(EventOutline(form, time: filling.time, values: filling.values))
            }
        }
    }

    private func entries<Whole: RowReadable>(
        _ type: Whole.Type, where condition: String, _ arguments: StatementArguments, _ body: (EventEntry<Whole>, Place) throws -> Void
    ) throws {
        let sql = "SELECT g.source_id, g.number, g.json FROM event_group g WHERE \(condition)"
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
        while let row = try rows.next() {
            let entries = try decoder.decode(List<EventEntry<Whole>>.self, from: row, at: 2).values
            for (i, entry) in entries.enumerated() { try body(entry, Place(source: row[0], group: row[1], entry: i)) }
        }
    }

    private func form(_ number: Int, _ place: Place) throws -> EventForm {
        try forms.form(number, of: place.source, db: db, decoder: decoder)
    }

    private static let misfit = RowTokens.damaged("an event has not as many values as its form has holes", at: 0)

    /// A list as a value of its own.
    private struct List<Value: RowReadable>: RowReadable {
        let values: [Value]

        init(from row: inout RowReader) throws(RowReader.Unlike) { values = try row.values() }

        init(from decoder: any Decoder) throws { values = try [Value](from: decoder) }
    }
}
