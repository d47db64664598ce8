import Evidence

/// Finds the form of a record: decodes it once more with its values watched and sees which of them came into the event as they are.
///
/// What it finds is believed only if it gives the very event that the record was decoded to.
struct FormLearner {
    private let record: JSONRecord
    /// The line from its beginning to its line feed, and where the bytes of `raw` lie in the file.
    private let line: ArraySlice<UInt8>
    private let prefix: Int
    private let suffix: Int
    private let number: Int

    /// What else stands on a record's line is the same for many records only if it is hardly anything: a bracket, a comma, blanks, the
    /// beginning of an envelope.
    private static let longestMargin = 32
    /// A record of more values is no row of a log.
    private static let mostHoles = 100

    /// Nil unless the record stands on one line, alone, and is quoted with all of it. `number` is that of its form in the source.
    init?(_ record: JSONRecord, number: Int) {
        let raw = record.raw
        // A row of a table that was read whole is a part of that record.
        guard record.root.offset == raw.start, raw.start - raw.lineStart <= FormLearner.longestMargin, raw.lineStart >= raw.base,
            raw.end - raw.lineStart <= RawRecord.longestWholeLine
        else { return nil }
        let start = raw.lineStart - raw.base
        let end = raw.end - raw.base
        let behind = raw.bytes[end...].prefix(FormLearner.longestMargin + 1)
        guard let feed = behind.firstIndex(of: 0x0A), feed - start <= RawRecord.longestWholeLine,
            !raw.bytes[start..<end].contains(0x0A),
            raw.bytes[raw.start - raw.base] == UInt8(ascii: "{")
                || raw.bytes[raw.start - raw.base] == UInt8(ascii: "[")
        else { return nil }
        self.record = record
        self.number = number
        line = raw.bytes[start...feed]
        prefix = raw.start - raw.lineStart
        suffix = feed + 1 - end
    }

    /// The form of the record, which `decode` makes `event` of and nothing else.
    func form(of event: Event, decode: (JSONRecord) -> EvidenceBatch) -> RecordForm? {
        var leaves: [WatchedLeaf] = []
        var watched = record
        watched.root = record.root.watched(in: record.raw, &leaves)
        guard let carried = decode(watched).onlyEvent else { return nil }
        let destinations = LeafDestinations(of: leaves, in: carried)
        guard destinations.restored == event else { return nil }
        let numbers = leaves.indices.filter { number in
            let leaf = leaves[number]
            return !leaf.isRead && !destinations.isBroken[number] && leaf.isTime == (leaf.moment == carried.time)
        }.sorted { leaves[$0].offset < leaves[$1].offset }
        guard numbers.count <= FormLearner.mostHoles else { return nil }
        let carriers = numbers.map { leaves[$0] }
        let holes = numbers.map { (leaves[$0].isTime ? [.time] : []) + destinations.members[$0] }
        let pieces = pieces(without: carriers)
        let form = EventForm(number: number, sample: event, holes: holes, line: quotedPieces(pieces))
        let location = event.quote.location
        guard form.event(time: event.time, lineNumber: location.line, offset: location.offset, values: carriers.map(\.text)) == event else {
            return nil
        }
        return RecordForm(
            form, pieces: pieces, holes: carriers.map { $0.isNumber ? .number : .text }, prefix: prefix, suffix: suffix)
    }

    /// What stands in the line between the leaves.
    private func pieces(without leaves: [WatchedLeaf]) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = line.startIndex
        for leaf in leaves {
            let first = leaf.offset - record.raw.base
            pieces.append(line[start..<first])
            start = first + leaf.text.utf8.count
        }
        pieces.append(line[start...])
        return pieces
    }

    /// The pieces as a quote shows them: without the line's end. The carriage return is the last piece's, for it stands in no value.
    private func quotedPieces(_ pieces: [ArraySlice<UInt8>]) -> [String] {
        var pieces = pieces
        var last = pieces.removeLast().dropLast()
        if last.last == 0x0D { last = last.dropLast() }
        pieces.append(last)
        return pieces.map { String(decoding: $0, as: UTF8.self) }
    }
}

extension EvidenceBatch {
    /// The event, if it is all that the batch holds.
    var onlyEvent: Event? {
        count == 1 && events.count == 1 && problems.isEmpty ? events[0] : nil
    }
}
