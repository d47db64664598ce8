import Evidence

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The part of a stream that is held in memory: what is not read yet, and a little before it, so that a record can be quoted with its line.
struct RecordWindow {
    private(set) var bytes: [UInt8] = []
    /// Absolute offset of `bytes[0]`.
    private(set) var base = 0
    /// Index of the next byte to read, its line, and the absolute offset at which that line begins.
    var cursor = 0
    var line = 1
    var lineStart = 0
    /// No bytes will follow.
    var isComplete = false

    /// Bytes kept around a record for quotes: the most that a quote holds.
    static let margin = 2_000

    mutating func append(_ more: UnsafeRawBufferPointer) {
        let unneeded = max(lineStart - base, cursor - RecordWindow.margin)
        // Moving the rest down costs time: worth it once there is more to drop than to keep, or a good piece.
        if unneeded > min(bytes.count / 2, 1 << 18) {
            bytes.removeSubrange(0..<unneeded)
            base += unneeded
            cursor -= unneeded
        }
        bytes.append(contentsOf: more)
    }

    /// Bytes from the cursor to the end of what is held.
    var available: Int { bytes.count - cursor }

    /// Absolute offset of the cursor, and its column from 1.
    var offset: Int { base + cursor }
    var column: Int { offset - lineStart + 1 }

    /// Runs a parser at the cursor and says where it arrived; the cursor stays.
    func parse<Result>(keepsCut: Bool, _ body: (inout JSONParser) -> Result) -> (JSONParser, Result)? {
        bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return nil }
            var parser = JSONParser(
                bytes: start, count: buffer.count, base: base, position: cursor, line: line, lineStart: lineStart - base,
                // A number at a cut may be half a number.
                isComplete: isComplete && !keepsCut)
            parser.keepsCut = keepsCut
            let result = body(&parser)
            return (parser, result)
        }
    }

    /// Takes over where a parser arrived.
    mutating func move(to parser: JSONParser) {
        cursor = parser.position
        line = parser.line
        lineStart = base + parser.lineStart
    }

    /// Moves behind the next line feed; false (and at the end of what is held) if there is none.
    mutating func skipLine() -> Bool {
        let length = available
        let found = bytes.withUnsafeBufferPointer { buffer -> Int? in
            guard length > 0, let start = buffer.baseAddress, let found = memchr(start + cursor, 0x0A, length) else { return nil }
            return UnsafeRawPointer(found) - UnsafeRawPointer(start)
        }
        guard let found else {
            cursor = bytes.count
            return false
        }
        cursor = found + 1
        line += 1
        lineStart = base + cursor
        return true
    }

    /// Everything that a quote from a record that ends at `end` may show is held.
    func holdsMargin(behind end: Int) -> Bool {
        if isComplete || bytes.count - end >= RecordWindow.margin { return true }
        return bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress, end < buffer.count else { return false }
            return memchr(start + end, 0x0A, buffer.count - end) != nil
        }
    }

    /// Number of white-space bytes in front of the cursor on its line; nil if something else stands there.
    var indentation: Int? {
        let first = lineStart - base
        guard first >= 0, first <= cursor else { return nil }
        let isBlank = bytes[first..<cursor].allSatisfy { $0 == 0x20 || $0 == 0x09 }
        return isBlank ? cursor - first : nil
    }

    /// White space at the cursor, which stands at the beginning of a line, and the byte behind it; nil if that byte is not there.
    func lineStartBytes() -> (blanks: Int, byte: UInt8)? {
        var index = cursor
        while index < bytes.count {
            if bytes[index] != 0x20, bytes[index] != 0x09 { return (index - cursor, bytes[index]) }
            index += 1
        }
        return nil
    }

    /// Moves to the next byte that is not white space and returns it, nil at the end of what is held.
    mutating func skipSpace() -> UInt8? {
        while cursor < bytes.count {
            let byte = bytes[cursor]
            guard byte == 0x20 || (0x09...0x0D).contains(byte) && byte != 0x0B && byte != 0x0C else { return byte }
            cursor += 1
            if byte == 0x0A {
                line += 1
                lineStart = base + cursor
            }
        }
        return nil
    }

    /// Moves one byte on; it is no line feed.
    mutating func advance() {
        cursor += 1
    }

    /// Moves behind a record that fits one of the forms; false if it fits none.
    @inline(__always)
    mutating func skipRecord(of forms: inout RecordForms) -> Bool {
        let end = bytes.withUnsafeBufferPointer { forms.fit($0, line: lineStart - base, record: cursor) }
        guard let end else { return false }
        cursor = end
        return true
    }

    /// Adds the event of the record that was skipped last.
    @inline(__always)
    func appendEvent(of forms: RecordForms, to events: inout EventList) {
        bytes.withUnsafeBufferPointer { forms.append(to: &events, $0, lineNumber: line, offset: lineStart) }
    }

    /// Skips a byte order mark at the beginning of the stream; false if it cannot be told yet.
    mutating func skipByteOrderMark() -> Bool {
        guard offset == 0 else { return true }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let seen = bytes[cursor...].prefix(3)
        guard mark.starts(with: seen) else { return true }
        guard seen.count == 3 else { return isComplete }
        cursor = 3
        lineStart = 3
        return true
    }

    /// What lies between the cursor and index `end`, for quoting; shares its memory with the window.
    func raw(to end: Int) -> RawRecord {
        RawRecord(bytes: bytes, base: base, start: offset, end: base + end, lineStart: lineStart)
    }
}
