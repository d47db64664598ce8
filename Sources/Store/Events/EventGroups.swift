/// Brings together what a source says of one subject, however far apart it stands: a run's events are then one row of the store, not ten
/// in ten places.
///
/// An export of a quarter of a million events that speak of 20,000 runs in turn is written as 20,000 rows instead of a quarter of a million.
struct EventGroups {
    /// A row of `event_group`.
    struct Group {
        let subject: EventSubject
        /// A list of entries, without its end.
        var json: [UInt8] = []
        var count = 0
        var first: Int64?
        var last: Int64?
    }

    /// More than this is not gathered, so that memory stays flat.
    private static let most = 24 << 20
    /// A row of more than this is closed.
    private static let mostOfOne = 256 << 10

    private var groups: [Group] = []
    private var open: [EventSubject: Int] = [:]
    private var weight = 0

    var isFull: Bool { weight > EventGroups.most }

    mutating func add(_ rows: SourceRows) {
        guard !rows.entries.isEmpty else { return }
        var places = rows.subjects.map { open[$0] ?? begin($0) }
        rows.text.withUnsafeBufferPointer { text in
            for entry in rows.entries {
                if groups[places[entry.subject]].json.count > EventGroups.mostOfOne {
                    places[entry.subject] = begin(rows.subjects[entry.subject])
                }
                groups[places[entry.subject]].add(text[entry.start..<entry.start + entry.count], at: entry.time)
            }
        }
        weight += rows.text.count
    }

    private mutating func begin(_ subject: EventSubject) -> Int {
        groups.append(Group(subject: subject))
        open[subject] = groups.count - 1
        return groups.count - 1
    }

    /// What was gathered, in the order in which the source first speaks of the subjects.
    mutating func take() -> [Group] {
        defer { self = EventGroups() }
        return groups
    }
}

extension EventGroups.Group {
    fileprivate mutating func add(_ entry: Slice<UnsafeBufferPointer<UInt8>>, at time: Int64?) {
        json.append(json.isEmpty ? UInt8(ascii: "[") : UInt8(ascii: ","))
        json.append(contentsOf: entry)
        count += 1
        guard let time else { return }
        first = first.map { min($0, time) } ?? time
        last = last.map { max($0, time) } ?? time
    }
}
