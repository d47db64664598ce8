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
    @exclusivity(unchecked) private var room = UnsafeMutablePointer<UInt8>.allocate(capacity: 4_096)
    @exclusivity(unchecked) private var capacity = 4_096
    @exclusivity(unchecked) private(set) var count = 0
    @exclusivity(unchecked) private(set) var shape = Shape.none
    /// Parts of all objects that are open, innermost last.
    @exclusivity(unchecked) private var parts: [Part] = []
    private var swap: [UInt8] = []

    deinit { room.deallocate() }

    /// What was written so far, good until more is written.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: room, count: count) }

    /// Begins anew.
    func clear() {
        count = 0
        parts.removeAll(keepingCapacity: true)
        shape = .none
    }

    /// Writes a value of whatever type.
    func write(_ value: some Encodable) throws {
        if isWrittenByHand(value) { return }
        let (outer, firstPart, start) = (shape, parts.count, count)
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

    /// Closes a container that began at `start`: the comma of its first part becomes its bracket.
    func end(_ start: Int, _ open: UInt8, _ close: UInt8) {
        if count == start { append(open) } else { room[start] = open }
        append(close)
    }

    /// The value at hand is a list or an object.
    func begin(_ shape: Shape) {
        precondition(self.shape == .none || self.shape == shape, "a value is written as a list and as an object")
        self.shape = shape
    }

    /// Begins the next part of a list.
    func part() { append(UInt8(ascii: ",")) }

    /// Begins the next part of an object.
    func part(_ key: String) {
        parts.append(Part(key: key, start: count))
        append(UInt8(ascii: ","))
        write(key)
        append(UInt8(ascii: ":"))
    }

    /// Brings the parts of the innermost object, which reach to the end, into order.
    private func sort(from first: Int) {
        defer { parts.removeSubrange(first...) }
        guard parts.count > first + 1 else { return }
        var isSorted = true
        for i in first + 1..<parts.count where !ByteOrder.precedes(parts[i - 1].key, parts[i].key) { isSorted = false }
        if isSorted { return }
        let begin = parts[first].start
        var ranges: [(key: String, range: Range<Int>)] = []
        ranges.reserveCapacity(parts.count - first)
        for i in first..<parts.count {
            ranges.append((parts[i].key, parts[i].start..<(i + 1 < parts.count ? parts[i + 1].start : count)))
        }
        ranges.sort { ByteOrder.precedes($0.key, $1.key) }
        swap.removeAll(keepingCapacity: true)
        for (_, range) in ranges { swap.append(contentsOf: bytes[range]) }
        swap.withUnsafeBufferPointer { sorted in
            guard let from = sorted.baseAddress else { return }
            (room + begin).update(from: from, count: sorted.count)
        }
    }

    // MARK: Bytes

    private func reserve(_ more: Int) {
        if count + more > capacity { grow(to: count + more) }
    }

    private func grow(to least: Int) {
        capacity = max(least, 2 * capacity)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: room, count: count)
        room.deallocate()
        room = larger
    }

    func append(_ byte: UInt8) {
        reserve(1)
        room[count] = byte
        count += 1
    }

    func append(_ more: UnsafeBufferPointer<UInt8>) {
        guard let from = more.baseAddress else { return }
        reserve(more.count)
        (room + count).update(from: from, count: more.count)
        count += more.count
    }

    /// Makes room for so many bytes; `body` writes them from the address on and returns the one behind them.
    func append(upTo most: Int, _ body: (UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>) {
        reserve(most)
        count = body(room + count) - room
    }

    // MARK: Values

    func write(_ value: StaticString) {
        append(UnsafeBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
    }

    func write(_ value: Bool) { write(value ? "true" : "false" as StaticString) }

    func write<Number: FixedWidthInteger>(integer value: Number) {
        append(upTo: RowText.mostDigits) { RowText.write(integer: value, to: $0) }
    }

    /// Twenty digits, or nineteen and a sign.
    static let mostDigits = 20

    /// Writes the digits, and returns the address behind them.
    static func write<Number: FixedWidthInteger>(integer value: Number, to start: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<
        UInt8
    > {
        var rest = UInt64(truncatingIfNeeded: value.magnitude)
        var count = value < 0 ? 1 : 0
        if value < 0 { start.pointee = UInt8(ascii: "-") }
        var left = rest
        repeat {
            count += 1
            left /= 10
        } while left != 0
        let end = start + count
        var at = end
        repeat {
            at -= 1
            at.pointee = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest != 0
        return end
    }

    func write(_ value: Double) throws {
        guard value.isFinite else {
            throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "JSON knows no \(value)"))
        }
        var text = value.description
        text.withUTF8 { digits in
            let isWhole = digits.suffix(2).elementsEqual(".0".utf8)
            append(UnsafeBufferPointer(rebasing: digits.dropLast(isWhole ? 2 : 0)))
        }
    }

    func write(_ value: String) {
        var value = value
        value.withUTF8 { text in
            // The longest escape of a byte has six letters; a word is stored whole, whatever of it counts.
            reserve(6 * text.count + 16)
            room[count] = UInt8(ascii: "\"")
            let end = RowText.escape(text, to: room + count + 1)
            end.pointee = UInt8(ascii: "\"")
            count = end + 1 - room
        }
    }
}
