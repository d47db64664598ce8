import Evidence
import GRDB

/// Events as rows give them, of which every key is to stay once: the same record may have come with several exports.
///
/// They are put into order here: SQLite would copy every row, JSON and all, into a table for that.
struct DistinctEvents {
    /// An event with the key of its row: what was redacted since does not change that.
    struct Keyed {
        var key: String
        var event: Event
    }

    private struct Entry {
        var key: String
        var time: Int64?
        var source: Int64
        var number: Int
        var event: Event
    }

    private var entries: [Entry] = []

    var count: Int { entries.count }

    /// Takes a row of key, time, source, number and JSON.
    mutating func add(_ row: Row, _ decoder: RowDecoder) throws {
        entries.append(
            Entry(key: row[0], time: row[1], source: row[2], number: row[3], event: try decoder.decode(Event.self, from: row, at: 4)))
    }

    /// One event of each key, oldest first, those of one time by their keys.
    func sorted(_ names: SourceNames) throws -> [Keyed] {
        try distinct(names).sorted { a, b in
            let (left, right) = (a.time ?? .min, b.time ?? .min)
            return left != right ? left < right : a.key < b.key
        }.map { Keyed(key: $0.key, event: $0.event) }
    }

    /// One of each key, in no order: of rows with one key the first by the source's path and key.
    private func distinct(_ names: SourceNames) throws -> [Entry] {
        var best: [String: Int] = [:]
        for at in entries.indices {
            if let other = best[entries[at].key], try !precedes(entries[at], entries[other], names) { continue }
            best[entries[at].key] = at
        }
        return best.count == entries.count ? entries : best.values.map { entries[$0] }
    }

    private func precedes(_ left: Entry, _ right: Entry, _ names: SourceNames) throws -> Bool {
        if left.source == right.source { return left.number < right.number }
        let (a, b) = (try names.name(of: left.source), try names.name(of: right.source))
        return a == b ? left.number < right.number : a < b
    }
}
