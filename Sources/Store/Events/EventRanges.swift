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
        let row = try Row.fetchOne(db, sql: "SELECT min(first), max(last) FROM covered WHERE \(condition)")
        guard let first = row?[0] as Int64?, let last = row?[1] as Int64? else { return nil }
        return Timestamp(microseconds: first)...Timestamp(microseconds: last)
    }
}
