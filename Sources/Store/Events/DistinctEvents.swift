import Evidence
import GRDB

/// Events of which every key is to stay once: the same record may have come with several exports.
///
/// They are put into order here: SQLite would copy every row, JSON and all, into a table for that.
struct DistinctEvents {
    private struct Entry {
        var event: Event
        var place: EventReader.Place
    }

    private var entries: [Entry] = []

    mutating func add(_ event: Event, at place: EventReader.Place) { entries.append(Entry(event: event, place: place)) }

    /// One event of each key, oldest first, those of one time by their keys; of events with one key the first by the source's path and key.
    ///
    /// A key names the time, too, and costs a hash: it is made only where times are the same.
    func sorted(_ names: SourceNames) throws -> [Event] {
        let order = entries.indices.sorted { time(at: $0) < time(at: $1) }
        var result: [Event] = []
        result.reserveCapacity(order.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, time(at: order[end]) == time(at: order[start]) { end += 1 }
            if end == start + 1 { result.append(entries[order[start]].event) } else { result += try distinct(order[start..<end], names) }
            start = end
        }
        return result
    }

    private func time(at index: Int) -> Int64 { entries[index].event.time?.microseconds ?? .min }

    private func distinct(_ indices: ArraySlice<Int>, _ names: SourceNames) throws -> [Event] {
        var best: [String: Int] = [:]
        for at in indices {
            let key = entries[at].event.key
            if let other = best[key], try !precedes(entries[at].place, entries[other].place, names) { continue }
            best[key] = at
        }
        return best.sorted { $0.key < $1.key }.map { entries[$0.value].event }
    }

    private func precedes(_ left: EventReader.Place, _ right: EventReader.Place, _ names: SourceNames) throws -> Bool {
        if left.source == right.source { return (left.group, left.entry) < (right.group, right.entry) }
        let (a, b) = (try names.name(of: left.source), try names.name(of: right.source))
        return a == b ? left.source < right.source : a < b
    }
}
