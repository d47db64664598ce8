import Evidence

/// A line without what terminals, launchers and loggers put around the message.
struct NormalizedLine {
    var text: String
    var time: Timestamp?
    var level: String?
    var rank: Int?
    /// A time stamp or logger prefix was stripped.
    var hadPrefix: Bool
}

/// Turns the bytes of a line (or of one segment of it) into the text that patterns and parsers read.
enum LineNormalizer {
    /// Regular expressions see no more than this of a line.
    static let maximumBytes = 8_192
    /// Prefixes nest (`[rank0]: [stderr]2026-... ERROR root: `); more rounds than this are no prefixes.
    private static let maximumRounds = 8

    static func normalize(_ bytes: UnsafeRawBufferPointer, labels: LineLabels? = nil) -> NormalizedLine {
        let capped = UnsafeRawBufferPointer(rebasing: bytes.prefix(maximumBytes))
        let line = LineBytes(capped)
        guard line.first(.escape, in: 0..<line.count) != nil || line.first(8, in: 0..<line.count) != nil else { return strip(line, labels) }
        return withoutEscapes(capped) { strip(LineBytes($0), labels) }
    }

    /// Calls `body` with a copy of the bytes that has no ANSI sequences and no backspaces.
    static func withoutEscapes<Result>(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeTemporaryAllocation(byteCount: max(1, bytes.count), alignment: 1) { copy in
            var count = 0
            var at = 0
            while at < bytes.count {
                let byte = bytes[at]
                if byte == .escape {
                    at = endOfEscape(LineBytes(bytes), at: at)
                } else {
                    if byte != 8 {
                        copy[count] = byte
                        count += 1
                    }
                    at += 1
                }
            }
            return body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(copy)[0..<count]))
        }
    }

    /// Index after the ANSI sequence at `index`; a lone ESC is one byte long.
    private static func endOfEscape(_ line: LineBytes, at index: Int) -> Int {
        var at = index + 2
        switch line.at(index + 1) {
        case UInt8(ascii: "["):
            while (0x20...0x3F).contains(line.at(at)) { at += 1 }
            return (0x40...0x7E).contains(line.at(at)) ? at + 1 : at
        case UInt8(ascii: "]"):
            // A title or a link: ended by BEL or by ESC and a backslash, else by the line.
            while at < line.count, line.at(at) != 7, line.at(at) != .escape { at += 1 }
            return line.at(at) == 7 ? at + 1 : line.at(at) == .escape && line.at(at + 1) == UInt8(ascii: "\\") ? at + 2 : at
        case UInt8(ascii: "("), UInt8(ascii: ")"):
            return min(index + 3, line.count)
        default:
            return index + 1
        }
    }

    private static func strip(_ line: LineBytes, _ labels: LineLabels?) -> NormalizedLine {
        var result = NormalizedLine(text: "", hadPrefix: false)
        var at = 0
        if let found = labels?.read(line, at: 0, limit: line.count) {
            result.rank = found.rank
            at = found.end
        }
        var stamped = false
        for _ in 0..<maximumRounds {
            let start = line.skipBlanks(at)
            if let found = LinePrefix.rank(line, at: start) {
                result.rank = result.rank ?? found.rank
                at = found.end
                stamped = false
            } else if let found = LinePrefix.stamp(line, at: start) {
                result.time = result.time ?? found.time
                result.hadPrefix = true
                stamped = true
                at = LinePrefix.afterSpace(line, line.at(found.end) == UInt8(ascii: ":") ? found.end + 1 : found.end)
            } else if let found = LoggerPrefix.read(line, at: start, stamped: stamped, hasLevel: result.level != nil) {
                result.level = result.level ?? found.level
                if found.end <= start { break }
                result.hadPrefix = true
                stamped = false
                at = found.end
            } else if let end = LinePrefix.gluedBar(line, from: at) {
                at = end
                stamped = false
            } else {
                break
            }
        }
        result.text = line.text(line.trimmedEnd(min(at, line.count)..<line.count), limit: maximumBytes)
        return result
    }
}
