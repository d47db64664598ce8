/// The part of a line that is read as one line: progress bars redraw with `\r`, and some lines are megabytes long.
enum LineSegment {
    /// The range around `index` that ends at `\r` or the line's end, at most what an expression may see.
    static func around(_ index: Int, lineStart: Int, in bytes: LineBytes) -> Range<Int> {
        let floor = max(0, max(lineStart, index - LineNormalizer.maximumBytes / 2))
        let start = bytes.last(.carriageReturn, in: floor..<min(max(index, floor), bytes.count)).map { $0 + 1 } ?? floor
        let ceiling = min(bytes.count, start + LineNormalizer.maximumBytes)
        var end = ceiling
        if let newline = bytes.first(.newline, in: min(start, ceiling)..<ceiling) { end = newline }
        if let mark = bytes.first(.carriageReturn, in: min(max(start, index), end)..<end) { end = mark }
        return min(start, end)..<end
    }

    /// The last segment of a line that holds more than white space.
    static func last(of line: Range<Int>, in bytes: LineBytes) -> Range<Int> {
        let trimmed = bytes.trimmedEnd(line)
        guard !trimmed.isEmpty else { return trimmed }
        return around(trimmed.upperBound - 1, lineStart: line.lowerBound, in: bytes)
    }
}
