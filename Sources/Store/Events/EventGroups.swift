/// Brings together what a source says of one subject, however far apart it stands: a run's events are then one row of the store, not ten
/// in ten places.
///
/// An export of a quarter of a million events that speak of 20,000 runs in turn is written as 20,000 rows instead of a quarter of a million.
struct EventGroups {
    /// What is to be a row of `event_group`.
    struct Group {
        let subject: EventSubject
        var count = 0
        var first: Int64?
        var last: Int64?
        /// Its first and its last entry, and the bytes of all.
        fileprivate var head: Int32 = -1
        fileprivate var tail: Int32 = -1
        fileprivate var bytes = 0
    }

    /// An entry, and the next one of its group: a list of its own for each of 20,000 groups would be twice the memory.
    private struct Entry {
        /// Which of `texts`, and where in it.
        let text: Int32
        let start: Int32
        let count: Int32
        var next: Int32 = -1
    }

    /// More than this is not gathered, so that memory stays flat.
    private static let most = 16 << 20
    /// A row of more than this is closed.
    private static let mostOfOne = 256 << 10

    private var groups: [Group] = []
    private var open: [EventSubject: Int] = [:]
    private var entries: [Entry] = []
    /// The texts of the rows that were added, as they came.
    private var texts: [[UInt8]] = []
    private var weight = 0

    var isFull: Bool { weight > EventGroups.most }
    var isEmpty: Bool { groups.isEmpty }

    mutating func add(_ rows: SourceRows) {
        guard !rows.entries.isEmpty else { return }
        for row in rows.entries {
            var place = open[row.subject] ?? begin(row.subject)
            if groups[place].bytes > EventGroups.mostOfOne { place = begin(row.subject) }
            let number = Int32(entries.count)
            if groups[place].count == 0 { groups[place].head = number } else { entries[Int(groups[place].tail)].next = number }
            groups[place].tail = number
            groups[place].count += 1
            groups[place].bytes += row.count
            if let time = row.time {
                groups[place].first = min(groups[place].first ?? time, time)
                groups[place].last = max(groups[place].last ?? time, time)
            }
            entries.append(Entry(text: Int32(texts.count), start: Int32(row.start), count: Int32(row.count)))
        }
        texts.append(rows.text)
        weight += rows.text.count
    }

    private mutating func begin(_ subject: EventSubject) -> Int {
        groups.append(Group(subject: subject))
        open[subject] = groups.count - 1
        return groups.count - 1
    }

    /// The groups in the order of the runs, in which they are asked for again; of one subject in that of the source.
    var sorted: [Group] {
        let keys = groups.map { $0.subject.runKey ?? "" }
        return groups.indices.sorted { keys[$0] == keys[$1] ? $0 < $1 : keys[$0] < keys[$1] }.map { groups[$0] }
    }

    /// The entries of a group as a list.
    func write(_ group: Group, to json: inout [UInt8]) {
        json.removeAll(keepingCapacity: true)
        var at = group.head
        while at >= 0 {
            let entry = entries[Int(at)]
            json.append(json.isEmpty ? UInt8(ascii: "[") : UInt8(ascii: ","))
            texts[Int(entry.text)].withUnsafeBufferPointer { text in
                json.append(contentsOf: UnsafeBufferPointer(rebasing: text[Int(entry.start)..<Int(entry.start) + Int(entry.count)]))
            }
            at = entry.next
        }
        json.append(UInt8(ascii: "]"))
    }
}
