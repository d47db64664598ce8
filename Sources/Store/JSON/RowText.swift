/// JSON under construction.
///
/// A list or an object begins where the encoder first puts something into it, and ends when the value's `encode(to:)` has returned. Its
/// parts are written one after another, each behind a comma; at the end the parts of an object are brought into the order of their keys, and
/// the first comma becomes the bracket.
final class RowText {
    struct Part {
        var key: String
        /// Where its comma stands.
        var start: Int
    }

    /// What the value at hand turned out to be.
    enum Shape { case none, object, array }

    // Exclusive access is not checked at run time: one maker on one thread uses a text; what a value writes while it is written is the point.
    @exclusivity(unchecked) private(set) var bytes: [UInt8] = []
    @exclusivity(unchecked) private(set) var shape = Shape.none
    /// Parts of all objects that are open, innermost last.
    @exclusivity(unchecked) private var parts: [Part] = []
    private var swap: [UInt8] = []

    /// Begins anew.
    func clear() {
        bytes.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
        shape = .none
    }

    /// Writes a value of whatever type.
    func write(_ value: some Encodable) throws {
        let (outer, firstPart, start) = (shape, parts.count, bytes.count)
        shape = .none
        try value.encode(to: RowValueEncoder(text: self))
        switch shape {
        case .none: break
        case .array: end(start, UInt8(ascii: "["), UInt8(ascii: "]"))
        case .object:
            sort(from: firstPart)
            end(start, UInt8(ascii: "{"), UInt8(ascii: "}"))
        }
        shape = outer
    }

    private func end(_ start: Int, _ open: UInt8, _ close: UInt8) {
        if bytes.count == start { bytes.append(open) } else { bytes[start] = open }
        bytes.append(close)
    }

    /// The value at hand is a list or an object.
    func begin(_ shape: Shape) {
        precondition(self.shape == .none || self.shape == shape, "a value is written as a list and as an object")
        self.shape = shape
    }

    /// Begins the next part of a list.
    func part() { bytes.append(UInt8(ascii: ",")) }

    /// Begins the next part of an object.
    func part(_ key: String) {
        parts.append(Part(key: key, start: bytes.count))
        bytes.append(UInt8(ascii: ","))
        write(key)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Brings the parts of the innermost object, which reach to the end, into order.
    private func sort(from first: Int) {
        defer { parts.removeSubrange(first...) }
        guard parts.count > first + 1 else { return }
        var isSorted = true
        for i in first + 1..<parts.count where !RowText.precedes(parts[i - 1].key, parts[i].key) { isSorted = false }
        if isSorted { return }
        let begin = parts[first].start
        var ranges: [(key: String, range: Range<Int>)] = []
        ranges.reserveCapacity(parts.count - first)
        for i in first..<parts.count {
            ranges.append((parts[i].key, parts[i].start..<(i + 1 < parts.count ? parts[i + 1].start : bytes.count)))
        }
        ranges.sort { RowText.precedes($0.key, $1.key) }
        swap.removeAll(keepingCapacity: true)
        for (_, range) in ranges { swap.append(contentsOf: bytes[range]) }
        bytes.replaceSubrange(begin..., with: swap)
    }

    /// In the order of the bytes, as Foundation sorts keys; Swift's own order puts characters that look alike side by side.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        var (left, right) = (left, right)
        return left.withUTF8 { left in
            right.withUTF8 { right in
                for (a, b) in zip(left, right) where a != b { return a < b }
                return left.count < right.count
            }
        }
    }

    // MARK: Values

    func write(_ value: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
    }

    func write(_ value: Bool) { write(value ? "true" : "false" as StaticString) }

    func write<Number: FixedWidthInteger>(integer value: Number) {
        var value = value
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        let isNegative = value < 0
        withUnsafeMutableBytes(of: &digits) { room in
            // Twenty digits and a sign are the most.
            var at = room.count
            repeat {
                let (rest, digit) = value.quotientAndRemainder(dividingBy: 10)
                at -= 1
                room[at] = 0x30 + UInt8(truncatingIfNeeded: digit.magnitude)
                value = rest
            } while value != 0
            if isNegative {
                at -= 1
                room[at] = UInt8(ascii: "-")
            }
            bytes.append(contentsOf: room[at...])
        }
    }

    func write(_ value: Double) throws {
        guard value.isFinite else {
            throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "JSON knows no \(value)"))
        }
        let text = value.description
        bytes.append(contentsOf: text.hasSuffix(".0") ? text.utf8.dropLast(2) : text.utf8[...])
    }

    func write(_ value: String) {
        bytes.append(UInt8(ascii: "\""))
        var value = value
        value.withUTF8 { text in
            var plain = 0
            for at in text.indices where RowText.isEscaped(text[at]) {
                bytes.append(contentsOf: text[plain..<at])
                escape(text[at])
                plain = at + 1
            }
            bytes.append(contentsOf: text[plain...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool { byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") }

    private func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): write("\\\"" as StaticString)
        case UInt8(ascii: "\\"): write("\\\\" as StaticString)
        case 0x08: write("\\b" as StaticString)
        case 0x0C: write("\\f" as StaticString)
        case 0x0A: write("\\n" as StaticString)
        case 0x0D: write("\\r" as StaticString)
        case 0x09: write("\\t" as StaticString)
        default:
            write("\\u00" as StaticString)
            bytes.append(0x30 + byte >> 4)
            bytes.append(byte & 15 < 10 ? 0x30 + byte & 15 : 0x61 + byte & 15 - 10)
        }
    }
}
