import Evidence

/// Where a line, or a part of a long one, stands; enough to read it again while it is in memory.
struct LineReference {
    var number: Int
    /// Of the line in the unpacked stream.
    var offset: Int
    /// Of a byte in the line that must be seen, for lines that are too long to show.
    var focus: Int
    var time: Timestamp?
}

/// The bytes in memory: lines already read, which later quotes need, then the lines of this block.
struct BlockView {
    let bytes: LineBytes
    /// Place in the unpacked stream of the first byte in memory.
    let base: Int
    /// The stream ends here: no more lines will follow.
    let isLast: Bool

    /// Lines before and after a quote.
    static let context = 3

    /// The place of the line that matters is in memory.
    func holds(_ line: LineReference) -> Bool {
        let focus = line.focus - base
        return focus >= 0 && (focus < bytes.count || line.offset == line.focus)
    }

    /// What to show of the line: from its start, or from near the place that matters where that lies too far in.
    func shown(_ line: LineReference) -> (start: Int, text: String)? {
        var start = line.offset - base
        let focus = line.focus - base
        guard holds(line) else { return nil }
        if start < 0 || focus - start > Quote.maximumBytes * 3 / 4 {
            let earliest = max(0, max(start, focus - Quote.maximumBytes / 2))
            start = bytes.last(.carriageReturn, in: earliest..<focus).map { $0 + 1 } ?? characterStart(earliest)
        }
        let end = bytes.first(.newline, in: start..<min(bytes.count, start + Quote.maximumBytes + 4)) ?? bytes.count
        return (start, bytes.text(withoutReturns(start..<min(end, start + Quote.maximumBytes + 4))))
    }

    /// The quote of a line with the lines around it; nil as long as lines after it are to come.
    func quote(_ line: LineReference, source: String, force: Bool) -> Quote? {
        guard let shown = shown(line) else {
            return force
                ? Quote(location: Location(source: source, line: line.number, offset: line.offset), time: line.time, text: "") : nil
        }
        var after: [String] = []
        var at = bytes.first(.newline, in: max(0, line.focus - base)..<bytes.count).map { $0 + 1 } ?? bytes.count
        while after.count < Self.context, at < bytes.count {
            let end = bytes.first(.newline, in: at..<bytes.count)
            if end == nil, !isLast { break }
            after.append(bytes.text(withoutReturns(at..<(end ?? bytes.count))))
            at = (end ?? bytes.count) + 1
        }
        guard after.count == Self.context || isLast || force else { return nil }
        return Quote(
            location: Location(source: source, line: line.number, offset: base + shown.start), time: line.time, text: shown.text,
            before: before(line), after: after)
    }

    private func before(_ line: LineReference) -> [String] {
        precedingLines(of: line.offset - base, most: Self.context).map { bytes.text(withoutReturns($0)) }
    }

    /// Ranges of up to `most` lines before the line that starts at `index`, oldest first.
    func precedingLines(of index: Int, most: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var end = index - 1
        while ranges.count < most, end >= 0 {
            // A line that began before the memory is shown as far as it is there.
            let start = bytes.last(.newline, in: 0..<end).map { $0 + 1 } ?? 0
            ranges.append(start..<end)
            end = start - 1
        }
        return ranges.reversed()
    }

    /// The line as a value; nil if it is no longer in memory.
    func logLine(_ line: LineReference, isWrapper: Bool = false) -> LogLine? {
        shown(line).map { LogLine(number: line.number, offset: base + $0.start, time: line.time, text: $0.text, isWrapper: isWrapper) }
    }

    @inline(__always)
    func withoutReturns(_ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound, bytes.at(end - 1) == .carriageReturn { end -= 1 }
        return range.lowerBound..<end
    }

    private func characterStart(_ index: Int) -> Int {
        var index = index
        while index < bytes.count, bytes.at(index) & 0xC0 == 0x80 { index += 1 }
        return index
    }
}
