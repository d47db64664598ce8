import Evidence

/// Reads the stamp and the rank at the start of a line; this runs on every line, and says no quickly.
enum LineStart {
    @inline(__always)
    static func read(_ bytes: LineBytes, _ line: inout LineReader.Line, _ stamps: inout StampReader, from start: Int) {
        let first = bytes.at(start)
        // Most lines start with a stamp or with an ordinary letter.
        if first.isDigit || first == UInt8(ascii: "[") {
            if let found = stamps.read(bytes, at: start) {
                line.stamp = found.time
                line.message = min(LinePrefix.afterSpace(bytes, found.end), line.range.upperBound)
                return
            }
        } else if first != .escape, first != UInt8(ascii: "("), first != UInt8(ascii: "s"), !first.isUpper {
            return
        }
        readSlowly(bytes, &line, &stamps, from: start)
    }

    /// Ranks, streams, colours and level words before the stamp.
    private static func readSlowly(_ bytes: LineBytes, _ line: inout LineReader.Line, _ stamps: inout StampReader, from start: Int) {
        var at = start
        let end = line.range.upperBound
        for _ in 0..<4 {
            if bytes.at(at) == .escape {
                at = colourEnd(bytes, at)
            } else if let found = LinePrefix.rank(bytes, at: at) {
                line.rank = line.rank ?? found.rank
                at = found.end
            } else if let next = levelEnd(bytes, at) {
                at = next
            } else {
                break
            }
            if at >= end { break }
            if let found = stamps.read(bytes, at: at), found.end <= end {
                line.stamp = found.time
                at = LinePrefix.afterSpace(bytes, found.end)
                break
            }
        }
        line.message = min(at, end)
    }

    private static func colourEnd(_ bytes: LineBytes, _ start: Int) -> Int {
        var at = start + 1
        guard bytes.at(at) == UInt8(ascii: "[") else { return at }
        at += 1
        while (0x20...0x3F).contains(bytes.at(at)) { at += 1 }
        return at + 1
    }

    /// `INFO ` before a digit: the stamp stands second.
    private static func levelEnd(_ bytes: LineBytes, _ start: Int) -> Int? {
        var at = start
        while bytes.at(at).isUpper, at - start < 9 { at += 1 }
        guard at - start >= 4, bytes.at(at) == 32 else { return nil }
        let next = bytes.skipBlanks(at)
        return bytes.at(next).isDigit && bytes.at(next + 1).isDigit ? next : nil
    }
}
