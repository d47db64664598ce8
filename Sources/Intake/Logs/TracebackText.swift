import Evidence

/// The bytes of a normalised line, and the questions that every reader of tracebacks asks of them.
///
/// Slices keep `bytes`' indices. Trailing white space is cut: rich pads its lines, Windows ends them with `\r`.
struct TracebackText {
    let bytes: [UInt8]
    /// Leading spaces and tabs.
    let indent: Int

    init(_ text: String) {
        self.init(bytes: Array(text.utf8))
    }

    init(bytes: [UInt8]) {
        var end = bytes.count
        while end > 0, bytes[end - 1].isTracebackSpace { end -= 1 }
        self.bytes = end == bytes.count ? bytes : Array(bytes[..<end])
        var start = 0
        while start < end, bytes[start] == UInt8(ascii: " ") || bytes[start] == UInt8(ascii: "\t") { start += 1 }
        indent = start
    }

    var isBlank: Bool { bytes.isEmpty }
    /// What follows the indentation.
    var body: ArraySlice<UInt8> { bytes[indent...] }
    var string: String { String(decoding: bytes, as: UTF8.self) }
    var startsWithTab: Bool { bytes.first == UInt8(ascii: "\t") }

    func contains(_ needle: StaticString) -> Bool {
        bytes[...].position(of: needle) != nil
    }

    /// Only carets, tildes and spaces: the marks under a source line.
    var isCarets: Bool {
        !isBlank && body.allSatisfy { $0 == UInt8(ascii: "^") || $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: " ") }
    }

    /// One character, repeated `count` times or more: a rule across the page.
    func isRule(of character: UInt8, atLeast count: Int) -> Bool {
        body.count >= count && body.allSatisfy { $0 == character }
    }

    /// `During handling of the above exception ...` and its sister.
    var chainLink: TracebackBlock.Link? {
        if contains("During handling of the above exception, another exception occurred") { return .context }
        if contains("The above exception was the direct cause of the following exception") { return .cause }
        return nil
    }

    /// The line without the gutter of an exception group (`  | `).
    var withoutGutter: TracebackText {
        guard body.first == UInt8(ascii: "|") else { return self }
        var rest = body.dropFirst()
        if rest.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
        return TracebackText(bytes: Array(rest))
    }
}

extension UInt8 {
    /// A space, tab, carriage return, form feed or vertical tab.
    fileprivate var isTracebackSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

    var isTracebackDigit: Bool { (0x30...0x39).contains(self) }
}

extension ArraySlice<UInt8> {
    func starts(with needle: StaticString) -> Bool {
        needle.withUTF8Buffer { self.starts(with: $0) }
    }

    func ends(with needle: StaticString) -> Bool {
        needle.withUTF8Buffer { $0.count <= count && self[(endIndex - $0.count)...].elementsEqual($0) }
    }

    /// Index of the first occurrence.
    func position(of needle: StaticString) -> Int? {
        needle.withUTF8Buffer { wanted in
            guard let first = wanted.first, wanted.count <= count else { return nil }
            var index = startIndex
            let last = endIndex - wanted.count
            while index <= last {
                if self[index] == first, self[index..<(index + wanted.count)].elementsEqual(wanted) { return index }
                index += 1
            }
            return nil
        }
    }

    /// Index of the last occurrence.
    func lastPosition(of needle: StaticString) -> Int? {
        needle.withUTF8Buffer { wanted in
            guard let first = wanted.first, wanted.count <= count else { return nil }
            var index = endIndex - wanted.count
            while index >= startIndex {
                if self[index] == first, self[index..<(index + wanted.count)].elementsEqual(wanted) { return index }
                index -= 1
            }
            return nil
        }
    }

    /// A decimal number of at most nine digits at the start, and what follows it.
    func leadingNumber() -> (value: Int, rest: ArraySlice<UInt8>)? {
        var value = 0
        var index = startIndex
        while index < endIndex, self[index].isTracebackDigit, index - startIndex < 9 {
            value = value * 10 + Int(self[index] - 0x30)
            index += 1
        }
        return index == startIndex ? nil : (value, self[index...])
    }

    var trimmed: ArraySlice<UInt8> {
        var slice = self
        while let last = slice.last, last == 0x20 || (0x09...0x0D).contains(last) { slice = slice.dropLast() }
        while let first = slice.first, first == 0x20 || (0x09...0x0D).contains(first) { slice = slice.dropFirst() }
        return slice
    }

    var text: String { String(decoding: self, as: UTF8.self) }
}

extension String {
    /// The first `limit` bytes, cut at a character's border.
    func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var bytes = Array(utf8.prefix(limit + 1))
        // Continuation bytes carry 10 in their upper bits: step back to the lead byte of the character that does not fit.
        while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
        if !bytes.isEmpty { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
