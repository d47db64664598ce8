import Evidence
import GRDB
import Synchronization

/// Finds what the platform says of a run's compute around its lifetime.
///
/// Its events speak of all runs of a cluster: each is read once for all families of a diagnosis.
final class ComputeEvents: Sendable {
    /// Events of one compute target, one of each key, oldest first; nil where there are too many to keep.
    private typealias Shelf = [DistinctEvents.Keyed]?

    private struct State {
        var shelves: [String: Shelf] = [:]
        var kept = 0
    }

    private let state = Mutex(State())

    /// As many events of one compute target are kept, and of all of them: those of a busy month, some megabytes.
    private static let mostOfOne = 5_000
    private static let mostKept = 20_000
    /// Two hours before the run began, for a cluster that was torn down while it waited; an hour after it ended, since the platform
    /// writes some of it late.
    static let before = -7_200.0
    static let after = 3_600.0
    /// A run that still waits may wait for a cluster that was torn down long before it was submitted: a month is as far as exports go.
    static let beforeWaiting = -30 * 86_400.0
    /// Names the shelf of what took the whole workspace away; no compute target has this name.
    private static let deletions = "\u{0}workspace"

    private static let workspaceDeletions: Set<String> = [
        "microsoft.machinelearningservices/workspaces/delete", "microsoft.resources/subscriptions/resourcegroups/delete",
    ]

    /// The event is about every run there is.
    static func takesWorkspaceAway(_ event: Event) -> Bool {
        event.kind == .activity && workspaceDeletions.contains(event.name.lowercased())
    }

    /// Cluster, node and activity events of the run's compute, and what took the whole workspace away; one of each key, oldest first.
    func events(of run: Run, dossier: Dossier, db: Database, decoder: RowDecoder) throws -> [Event] {
        let told = dossier.logs.compactMap(\.firstTime) + dossier.events.compactMap(\.time)
        guard let begin = run.created ?? run.started ?? told.min(),
            let end = run.ended ?? dossier.now ?? (dossier.logs.compactMap(\.lastTime) + told).max()
        else { return [] }
        let before = run.status?.isWaiting == true ? ComputeEvents.beforeWaiting : ComputeEvents.before
        let first = begin.adding(seconds: before)
        let last = max(end, begin).adding(seconds: ComputeEvents.after)
        let reader = Reader(db: db, decoder: decoder)
        let deletions = try events(ComputeEvents.deletions, first, last, reader)
        let own = try run.compute.map { try events($0.lowercased(), first, last, reader) } ?? []
        if deletions.isEmpty { return own.map(\.event) }
        var keys: Set<String> = []
        return ComputeEvents.sorted((own + deletions).filter { keys.insert($0.key).inserted }).map(\.event)
    }

    private func events(_ name: String, _ first: Timestamp, _ last: Timestamp, _ reader: Reader) throws -> ArraySlice<DistinctEvents.Keyed>
    {
        guard let shelf = try shelf(name, reader) else { return try reader.events(name, first, last, most: nil)?[...] ?? [] }
        let begin = ComputeEvents.place(in: shelf) { $0 >= first }
        let end = ComputeEvents.place(in: shelf) { $0 > last }
        return begin < end ? shelf[begin..<end] : []
    }

    /// Oldest first; those of one time by what they say.
    private static func sorted(_ events: [DistinctEvents.Keyed]) -> [DistinctEvents.Keyed] {
        events.sorted { a, b in
            let (left, right) = (a.event.time?.microseconds ?? 0, b.event.time?.microseconds ?? 0)
            return left != right ? left < right : a.event.key < b.event.key
        }
    }

    /// Reads outside the lock: two tasks may read the same thing, and get the same.
    private func shelf(_ name: String, _ reader: Reader) throws -> Shelf {
        if let known = state.withLock({ $0.shelves[name] }) { return known }
        let shelf = try reader.events(name, Timestamp(microseconds: .min), Timestamp(microseconds: .max), most: ComputeEvents.mostOfOne)
        state.withLock { state in
            if state.kept >= ComputeEvents.mostKept { state = State() }
            if state.shelves.updateValue(shelf, forKey: name) == nil { state.kept += shelf?.count ?? 0 }
        }
        return shelf
    }

    /// The first event whose time fits, by bisection.
    private static func place(in events: [DistinctEvents.Keyed], _ fits: (Timestamp) -> Bool) -> Int {
        var (low, high) = (0, events.count)
        while low < high {
            let middle = (low + high) / 2
            if let time = events[middle].event.time, fits(time) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Reads the events of one compute target.
    private struct Reader {
        let db: Database
        let decoder: RowDecoder

        private static let ofCompute = "e.compute = ?1 AND e.kind IN ('cluster', 'node', 'activity')"
        private static let ofWorkspace: String = {
            let names = ComputeEvents.workspaceDeletions.sorted().map { "'\($0)'" }.joined(separator: ", ")
            return "e.kind = 'activity' AND lower(e.name) IN (\(names)) AND ?1 IS NOT NULL"
        }()

        /// One event of each key between two times, oldest first; nil where there are more than `most`.
        func events(_ name: String, _ first: Timestamp, _ last: Timestamp, most: Int?) throws -> [DistinctEvents.Keyed]? {
            let condition = name == ComputeEvents.deletions ? Reader.ofWorkspace : Reader.ofCompute
            let sql = """
                SELECT e.key, e.time, e.source_id, e.number, e.json FROM event e WHERE \(condition) AND e.time BETWEEN ?2 AND ?3 LIMIT ?4
                """
            let limit = most.map { $0 + 1 } ?? -1
            let arguments: StatementArguments = [name, first.microseconds, last.microseconds, limit]
            let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
            var events = DistinctEvents()
            while let row = try rows.next() {
                if events.count == most { return nil }
                try events.add(row, decoder)
            }
            return ComputeEvents.sorted(try events.sorted(SourceNames(db: db)))
        }
    }
}
