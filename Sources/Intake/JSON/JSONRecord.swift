import Evidence

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// One record of a file, with the raw bytes around it for quoting.
struct JSONRecord: Sendable {
    var root: JSONNode
    /// Name of the array it came from (`records`, `value`, `tables`, `runs`, `responses`), nil at top level.
    var envelope: String?
    /// Members of the envelope that stand before its array (`timespan`, `interval`, `namespace` ...).
    var header: [JSONMember] = []
    /// Name of the REST table whose row this is.
    var table: String?
    /// Columns of that table, shared by its rows.
    var columns: [JSONColumn] = []
    /// Where its bytes are.
    var raw = RawRecord()

    /// The raw line of `node` as a quote; of a line too long, a window that holds the node.
    func quote(of node: JSONNode, source: String, time: Timestamp? = nil) -> Quote {
        let (lineStart, text) = raw.line(at: node.offset)
        return Quote(location: Location(source: source, line: node.line, offset: lineStart), time: time, text: text)
    }
}

extension JSONRecord {
    /// The line of `node` as a short quote, for evidence of which a record may hold many thousands.
    func shortQuote(of node: JSONNode, source: String, time: Timestamp? = nil) -> Quote {
        // Of a record in one line the line need not be looked for: that would cost the record's length for each of its points.
        let (lineStart, text) = raw.excerpt(at: node.offset, isInFirstLine: node.line == root.line)
        return Quote(location: Location(source: source, line: node.line, offset: lineStart), time: time, text: text)
    }
}

/// The bytes of a record and a margin around them, shared with the reader that cut it out.
struct RawRecord: Sendable {
    var bytes: [UInt8] = []
    /// Absolute offset of `bytes[0]`, of the record's first byte, of the byte behind it, and of the line in which it begins.
    var base = 0
    var start = 0
    var end = 0
    var lineStart = 0

    /// Offset and text of the line that holds the byte at `offset`.
    ///
    /// Only bytes of the record and `RecordWindow.margin` bytes on either side are looked at, so that the text does not depend on how the
    /// file was cut into blocks.
    func line(at offset: Int) -> (offset: Int, text: String) {
        guard offset >= start, offset < end, start >= base, end - base <= bytes.count else { return (offset, "") }
        return bytes.withUnsafeBufferPointer { buffer in
            guard let here = buffer.baseAddress else { return (offset, "") }
            var first = offset
            while first > start, here[first - 1 - base] != 0x0A { first -= 1 }
            if first == start { first = lineStart }
            let limit = min(base + bytes.count, end + RecordWindow.margin, offset + Quote.maximumBytes)
            var last = limit
            if let found = memchr(here + (offset - base), 0x0A, limit - offset) {
                last = base + (UnsafeRawPointer(found) - UnsafeRawPointer(here))
            }
            return (first, text(of: buffer, from: windowStart(of: first, for: offset), lineStart: first, to: last))
        }
    }

    /// Offset of the line that holds the byte at `offset`, and the line if it is short, else what stands around the byte.
    func excerpt(at offset: Int, isInFirstLine: Bool) -> (offset: Int, text: String) {
        guard offset >= start, offset < end, start >= base, end - base <= bytes.count else { return (offset, "") }
        return bytes.withUnsafeBufferPointer { buffer in
            guard let here = buffer.baseAddress else { return (offset, "") }
            var first = lineStart
            if !isInFirstLine {
                first = offset
                while first > start, here[first - 1 - base] != 0x0A { first -= 1 }
                if first == start { first = lineStart }
            }
            let limit = min(base + bytes.count, end + RecordWindow.margin, offset + RawRecord.shortLine)
            var last = limit
            if let found = memchr(here + (offset - base), 0x0A, limit - offset) {
                last = base + (UnsafeRawPointer(found) - UnsafeRawPointer(here))
            }
            let isNear = offset - first <= RawRecord.shortLine && first >= base
            let from = isNear ? first : max(start, offset - RawRecord.shortLine / 2)
            return (first, text(of: buffer, from: from, lineStart: first, to: last))
        }
    }

    /// Enough to see a value with its key and its time.
    private static let shortLine = 160

    /// Where the text begins: at the line if the node then still stands in it with something of its value, else at the record, else a
    /// little before the node, so that its key is seen.
    private func windowStart(of line: Int, for offset: Int) -> Int {
        let seen = offset + RawRecord.shownOfNode
        if seen - line <= Quote.maximumBytes, line >= base { return line }
        if line < start, seen - start <= Quote.maximumBytes { return start }
        return max(start, offset - RawRecord.shownOfNode)
    }

    private static let shownOfNode = 256

    /// A line no longer than this is quoted with all of it, whatever node the quote is of.
    static let longestWholeLine = Quote.maximumBytes - shownOfNode

    /// The bytes of the record at `offset` are those of `text`.
    func holds(_ text: String, at offset: Int) -> Bool {
        guard offset >= start, offset + text.utf8.count <= end, start >= base, end - base <= bytes.count else { return false }
        return bytes[offset - base..<offset - base + text.utf8.count].elementsEqual(text.utf8)
    }

    /// The bytes as text, at most `Quote.maximumBytes`, cut at the borders of characters and without a carriage return at the end.
    private func text(of buffer: UnsafeBufferPointer<UInt8>, from first: Int, lineStart: Int, to last: Int) -> String {
        var from = first - base
        let lineEnd = last - base
        var to = min(lineEnd, from + Quote.maximumBytes)
        func isInsideCharacter(_ index: Int) -> Bool { index < buffer.count && buffer[index] & 0xC0 == 0x80 }
        if first != lineStart { while from < to, isInsideCharacter(from) { from += 1 } }
        while to > from, isInsideCharacter(to) { to -= 1 }
        if to > from, buffer[to - 1] == 0x0D { to -= 1 }
        return String(decoding: buffer[from..<to], as: UTF8.self)
    }
}
