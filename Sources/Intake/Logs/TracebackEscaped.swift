/// A traceback on one line inside JSON or a Python literal: `"Traceback (most recent call last):\n  File \"x.py\" ..."`.
enum TracebackEscaped {
    /// JSON in JSON in JSON is the deepest that services produce.
    private static let maximumDepth = 4
    private static let maximumLines = 4_000

    /// Its lines, without the text before the header; nil if no level of unescaping gives lines.
    static func lines(of text: TracebackText) -> [String]? {
        guard let start = text.bytes[...].position(of: "Traceback (most recent call last):") else { return nil }
        var bytes = text.bytes[start...]
        for _ in 0..<maximumDepth {
            guard bytes.dropFirst(34).first == UInt8(ascii: "\\") else { break }
            bytes = unescape(bytes)[...]
        }
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")), end > bytes.startIndex else { return nil }
        return bytes.split(separator: UInt8(ascii: "\n"), maxSplits: maximumLines, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// One level of `\n`, `\"`, `\\`, `\u0041`, up to the end of the literal.
    private static func unescape(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        // In JSON the quotes of `File "x.py"` are escaped, so that a plain one ends the literal; in a Python literal an apostrophe does.
        let isPlain = bytes.position(of: "File \"").map { bytes[..<$0].position(of: "File \\") == nil } ?? false
        let end = isPlain ? UInt8(ascii: "'") : UInt8(ascii: "\"")
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == end { break }
            guard byte == UInt8(ascii: "\\"), index + 1 < bytes.endIndex else {
                result.append(byte)
                index += 1
                continue
            }
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
        return result
    }
}
