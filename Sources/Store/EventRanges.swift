import Evidence
import GRDB

/// Times between which the store holds platform events.
struct EventRanges: Sendable {
    var status: ClosedRange<Timestamp>?
    var job: ClosedRange<Timestamp>?
    var activity: ClosedRange<Timestamp>?
    var cluster: ClosedRange<Timestamp>?

    init(_ db: Database) throws {
        status = try EventRanges.range(db, "kind = 'runStatus'")
        job = try EventRanges.range(db, "kind = 'job'")
        activity = try EventRanges.range(db, "kind = 'activity'")
        cluster = try EventRanges.range(db, "kind IN ('cluster', 'node')")
    }

    private static func range(_ db: Database, _ condition: String) throws -> ClosedRange<Timestamp>? {
        // Asked one by one: SQLite takes either end from the index, but both at once from a walk over all of it.
        let sql = { (end: String) in "SELECT \(end)(time) FROM event WHERE \(condition)" }
        guard let first = try Int64.fetchOne(db, sql: sql("min")), let last = try Int64.fetchOne(db, sql: sql("max")) else { return nil }
        return Timestamp(microseconds: first)...Timestamp(microseconds: last)
    }
}
