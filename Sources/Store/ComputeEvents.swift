import Evidence
import GRDB

/// Finds what the platform says of a run's compute around its lifetime.
final class ComputeEvents {
    private let db: Database
    private let decoder = RowDecoder()
    /// Events read before, by their row.
    private var read: [Int64: Event] = [:]

    /// As many events are kept for the next run: those of a night's cluster, some megabytes.
    private static let mostKept = 5_000
    /// Two hours before the run began, for a cluster that was torn down while it waited; an hour after it ended, since the platform
    /// writes some of it late.
    static let before = -7_200.0
    static let after = 3_600.0
    /// A run that still waits may wait for a cluster that was torn down long before it was submitted: a month is as far as exports go.
    static let beforeWaiting = -30 * 86_400.0

    private static let workspaceDeletions: Set<String> = [
        "microsoft.machinelearningservices/workspaces/delete", "microsoft.resources/subscriptions/resourcegroups/delete",
    ]
    private static let workspaceDeletes = workspaceDeletions.sorted().map { "'\($0)'" }.joined(separator: ", ")

    init(db: Database) { self.db = db }

    /// The event is about every run there is.
    static func takesWorkspaceAway(_ event: Event) -> Bool {
        event.kind == .activity && workspaceDeletions.contains(event.name.lowercased())
    }

    /// Cluster, node and activity events of the run's compute, and what took the whole workspace away; one of each key, oldest first.
    func events(of run: Run, dossier: Dossier) throws -> [Event] {
        let told = dossier.logs.compactMap(\.firstTime) + dossier.events.compactMap(\.time)
        guard let begin = run.created ?? run.started ?? told.min(),
            let end = run.ended ?? dossier.now ?? (dossier.logs.compactMap(\.lastTime) + told).max()
        else { return [] }
        let before = run.status?.isWaiting == true ? ComputeEvents.beforeWaiting : ComputeEvents.before
        let first = begin.adding(seconds: before).microseconds
        let last = max(end, begin).adding(seconds: ComputeEvents.after).microseconds
        let sql = """
            SELECT e.key, e.rowid, e.json, s.path, s.key, e.number FROM event e JOIN source s ON s.id = e.source_id
            WHERE e.compute = ?1 AND e.kind IN ('cluster', 'node', 'activity') AND e.time BETWEEN ?2 AND ?3
            UNION ALL
            SELECT e.key, e.rowid, e.json, s.path, s.key, e.number FROM event e JOIN source s ON s.id = e.source_id
            WHERE e.kind = 'activity' AND e.time BETWEEN ?2 AND ?3 AND lower(e.name) IN (\(ComputeEvents.workspaceDeletes))
            ORDER BY 1, 4, 5, 6
            """
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [run.compute?.lowercased(), first, last])
        var keys: Set<String> = []
        var found: [Event] = []
        while let row = try rows.next() {
            guard keys.insert(row[0]).inserted else { continue }
            found.append(try event(row))
        }
        return found.sorted { a, b in
            if a.time != b.time { return (a.time?.microseconds ?? 0) < (b.time?.microseconds ?? 0) }
            return a.key < b.key
        }
    }

    private func event(_ row: Row) throws -> Event {
        let number: Int64 = row[1]
        if let known = read[number] { return known }
        if read.count >= ComputeEvents.mostKept { read.removeAll(keepingCapacity: true) }
        let event = try decoder.decode(Event.self, from: row, at: 2)
        read[number] = event
        return event
    }
}
