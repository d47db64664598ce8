/// A traceback on one line inside JSON or a Python literal: `"Traceback (most recent call last):\n  File \"x.py\" ..."`.
enum TracebackEscaped {
    /// JSON in JSON in JSON is the deepest that services produce.
    private static let maximumDepth = 4
    private static let maximumLines = 4_000

    /// Its lines, without the text before the header; nil if no level of unescaping gives lines.
    static func lines(of text: TracebackText) -> [String]? {
        guard let start = text.bytes[...].position(of: "Traceback (most recent call last):") else { return nil }
        var bytes = text.bytes[start...]
        var isComplete = false
        for _ in 0..<maximumDepth {
            guard bytes.dropFirst(34).first == UInt8(ascii: "\\") else { break }
            let inner = unescape(bytes)
            isComplete = isComplete || inner.isComplete
            bytes = inner.bytes[...]
        }
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")), end > bytes.startIndex else { return nil }
        var lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: maximumLines, omittingEmptySubsequences: false).map {
            String(decoding: withoutColors($0), as: UTF8.self)
        }
        // Half a line after a blank one: the beginning of a chain marker, or of nothing that can be told.
        if !isComplete, lines.count > 2, lines[lines.count - 2].isEmpty { lines.removeLast() }
        return lines
    }

    /// Escape sequences that were themselves escaped: `\u001b[0;31m`.
    private static func withoutColors(_ line: ArraySlice<UInt8>) -> [UInt8] {
        guard line.contains(0x1B) else { return Array(line) }
        var result: [UInt8] = []
        var index = line.startIndex
        while index < line.endIndex {
            guard line[index] == 0x1B, index + 1 < line.endIndex, line[index + 1] == UInt8(ascii: "[") else {
                result.append(line[index])
                index += 1
                continue
            }
            index += 2
            while index < line.endIndex, (0x20...0x3F).contains(line[index]) { index += 1 }
            index += 1
        }
        return result
    }

    /// One level of `\n`, `\"`, `\\`, `\u0041`, up to the end of the literal.
    private static func unescape(_ bytes: ArraySlice<UInt8>) -> (bytes: [UInt8], isComplete: Bool) {
        // In JSON the quotes of `File "x.py"` are escaped, so that a plain one ends the literal; in a Python literal an apostrophe does.
        let isPlain = bytes.position(of: "File \"").map { bytes[..<$0].position(of: "File \\") == nil } ?? false
        let end = isPlain ? UInt8(ascii: "'") : UInt8(ascii: "\"")
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == end { return (result, true) }
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                index += 1
                continue
            }
            guard index + 1 < bytes.endIndex else { break }
            index += 2
            switch bytes[index - 1] {
            case UInt8(ascii: "n"): result.append(UInt8(ascii: "\n"))
            case UInt8(ascii: "r"): break
            case UInt8(ascii: "t"): result.append(UInt8(ascii: "\t"))
            case UInt8(ascii: "u"):
                let digits = bytes[index...].prefix(4)
                if digits.count == 4, let code = UInt32(digits.text, radix: 16), let scalar = Unicode.Scalar(code) {
                    result.append(contentsOf: Array(String(Character(scalar)).utf8))
                    index += 4
                }
            case let other: result.append(other)
            }
        }
        return (result, false)
    }
}
