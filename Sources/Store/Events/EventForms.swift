import Evidence
import GRDB
import Synchronization

/// The forms by which a store's events are read, each read once.
final class EventForms: Sendable {
    private struct Name: Hashable {
        var source: Int64
        var number: Int
    }

    private let known = Mutex<[Name: EventForm]>([:])

    /// Reads outside the lock: two tasks may read the same thing, and get the same.
    func form(_ number: Int, of source: Int64, db: Database, decoder: RowDecoder) throws -> EventForm {
        let name = Name(source: source, number: number)
        if let form = known.withLock({ $0[name] }) { return form }
        let sql = "SELECT json FROM event_form WHERE source_id = ? AND number = ?"
        let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [source, number])
        guard let row, let form = try decoder.decode(StoredForm.self, from: row, at: 0).form(number: number) else {
            throw RowTokens.damaged("it names a form of events that is not there", at: 0)
        }
        known.withLock { $0[name] = form }
        return form
    }
}
