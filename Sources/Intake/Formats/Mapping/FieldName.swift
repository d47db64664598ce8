/// A member's name without regard to case and underscores: `run_id`, `RunId` and `runId` are one.
///
/// Only a hash of 64 bits is kept (FNV-1a), so that nothing is allocated for the dozens of names of every row; two names of the few that
/// are asked for cannot meet, and whoever forges a third name to meet one of them reads his own value.
struct FieldName: Hashable, Sendable, ExpressibleByStringLiteral {
    private let hash: UInt64

    init(_ name: String) {
        var name = name
        hash = name.withUTF8 { FieldName.hash(of: $0) }
    }

    init(stringLiteral name: StaticString) {
        hash = name.withUTF8Buffer { FieldName.hash(of: $0) }
    }

    private static func hash(of name: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name where byte != UInt8(ascii: "_") {
            hash = (hash ^ UInt64(byte.asciiLowercased)) &* 0x100_0000_01B3
        }
        return hash
    }

    /// A place among `count`, a power of two.
    fileprivate func place(among count: Int) -> Int { Int(truncatingIfNeeded: hash ^ hash >> 32) & (count - 1) }
}

/// What fixed names stand for. A name is a hash already: the library's own on top of it costs more than the look-up.
struct FieldTable<Value: Sendable>: Sendable {
    private var slots: [(name: FieldName, value: Value)?]

    /// Of two values of one name the first counts.
    init(_ values: [(FieldName, Value)]) {
        // At least half of them stay empty, so that every look ends soon.
        var count = 2
        while count < 2 * values.count { count *= 2 }
        slots = Array(repeating: nil, count: count)
        for (name, value) in values {
            var at = name.place(among: count)
            while let other = slots[at], other.name != name { at = (at + 1) & (count - 1) }
            if slots[at] == nil { slots[at] = (name, value) }
        }
    }

    subscript(name: FieldName) -> Value? {
        var at = name.place(among: slots.count)
        while let slot = slots[at] {
            if slot.name == name { return slot.value }
            at = (at + 1) & (slots.count - 1)
        }
        return nil
    }
}

extension UInt8 {
    /// The small letter of an ASCII capital, everything else as it is.
    var asciiLowercased: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }
}

extension String {
    /// Holds `needle`, whatever the case of ASCII letters.
    func containsIgnoringASCIICase(_ needle: StaticString) -> Bool {
        needle.withUTF8Buffer { containsIgnoringASCIICase($0) }
    }

    func containsIgnoringASCIICase(_ needle: String) -> Bool {
        var needle = needle
        return needle.withUTF8 { containsIgnoringASCIICase($0) }
    }

    private func containsIgnoringASCIICase(_ needle: UnsafeBufferPointer<UInt8>) -> Bool {
        var text = self
        return text.withUTF8 { bytes in
            guard !needle.isEmpty, bytes.count >= needle.count else { return needle.isEmpty }
            for start in 0...(bytes.count - needle.count) {
                var length = 0
                while length < needle.count, bytes[start + length].asciiLowercased == needle[length].asciiLowercased { length += 1 }
                if length == needle.count { return true }
            }
            return false
        }
    }
}
