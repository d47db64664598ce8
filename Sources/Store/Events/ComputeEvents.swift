import Evidence
import GRDB
import Synchronization

/// Finds what the platform says of a run's compute around its lifetime.
///
/// Its events speak of all runs of a cluster: each is read once for all families of a diagnosis.
final class ComputeEvents: Sendable {
    /// Events of one compute target, one of each key, oldest first; nil where there are too many to keep.
    private typealias Shelf = [Event]?

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
    /// What took the whole workspace away is kept under this name; no compute target has it.
    static let wholeWorkspace = "*"

    private static let workspaceDeletions: Set<String> = [
        "microsoft.machinelearningservices/workspaces/delete", "microsoft.resources/subscriptions/resourcegroups/delete",
    ]

    /// The event is about every run there is.
    static func takesWorkspaceAway(_ event: Event) -> Bool {
        event.kind == .activity && workspaceDeletions.contains(event.name.lowercased())
    }

    /// Cluster, node and activity events of the run's compute, and what took the whole workspace away; one of each key, oldest first.
    func events(of run: Run, dossier: Dossier, reader: EventReader) throws -> [Event] {
        let told = dossier.logs.compactMap(\.firstTime) + dossier.events.compactMap(\.time)
        guard let begin = run.created ?? run.started ?? told.min(),
            let end = run.ended ?? dossier.now ?? (dossier.logs.compactMap(\.lastTime) + told).max()
        else { return [] }
        let before = run.status?.isWaiting == true ? ComputeEvents.beforeWaiting : ComputeEvents.before
        let first = begin.adding(seconds: before)
        let last = max(end, begin).adding(seconds: ComputeEvents.after)
        let deletions = try events(ComputeEvents.wholeWorkspace, first, last, reader)
        let own = try run.compute.map { try events($0.lowercased(), first, last, reader) } ?? []
        if deletions.isEmpty { return Array(own) }
        let others = deletions.filter { deletion in !own.contains { $0.time == deletion.time && $0.key == deletion.key } }
        return (own + others).sorted(by: ComputeEvents.precedes)
    }

    private func events(_ name: String, _ first: Timestamp, _ last: Timestamp, _ reader: EventReader) throws -> ArraySlice<Event> {
        guard let shelf = try shelf(name, reader) else { return try read(name, first, last, reader)[...] }
        let begin = ComputeEvents.place(in: shelf) { $0 >= first }
        let end = ComputeEvents.place(in: shelf) { $0 > last }
        return begin < end ? shelf[begin..<end] : []
    }

    /// Oldest first; those of one time by what they say.
    private static func precedes(_ left: Event, _ right: Event) -> Bool {
        let (a, b) = (left.time?.microseconds ?? 0, right.time?.microseconds ?? 0)
        return a != b ? a < b : left.key < right.key
    }

    /// Reads outside the lock: two tasks may read the same thing, and get the same.
    private func shelf(_ name: String, _ reader: EventReader) throws -> Shelf {
        if let known = state.withLock({ $0.shelves[name] }) { return known }
        let shelf: Shelf =
            try count(name, reader) > ComputeEvents.mostOfOne
            ? nil : read(name, Timestamp(microseconds: .min), Timestamp(microseconds: .max), reader)
        state.withLock { state in
            if state.kept >= ComputeEvents.mostKept { state = State() }
            if state.shelves.updateValue(shelf, forKey: name) == nil { state.kept += shelf?.count ?? 0 }
        }
        return shelf
    }

    private func count(_ name: String, _ reader: EventReader) throws -> Int {
        let sql = "SELECT coalesce(sum(count), 0) FROM event_group WHERE compute = ?"
        return try Int.fetchOne(reader.db.cachedStatement(sql: sql), arguments: [name]) ?? 0
    }

    /// One event of each key between two times, oldest first.
    private func read(_ name: String, _ first: Timestamp, _ last: Timestamp, _ reader: EventReader) throws -> [Event] {
        var events = DistinctEvents()
        let arguments: StatementArguments = [name, first.microseconds, last.microseconds]
        try reader.read(where: "g.compute = ? AND g.last >= ? AND g.first <= ?", arguments) { event, place in
            if let time = event.time, time >= first, time <= last { events.add(event, at: place) }
        }
        return try events.sorted(SourceNames(db: reader.db))
    }

    /// The first event whose time fits, by bisection.
    private static func place(in events: [Event], _ fits: (Timestamp) -> Bool) -> Int {
        var (low, high) = (0, events.count)
        while low < high {
            let middle = (low + high) / 2
            if let time = events[middle].time, fits(time) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
