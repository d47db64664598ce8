/// A member's name without regard to case and underscores: `run_id`, `RunId` and `runId` are one.
///
/// Only a hash of 64 bits is kept (FNV-1a), so that nothing is allocated for the dozens of names of every row; two names of the few that
/// are asked for cannot meet, and whoever forges a third name to meet one of them reads his own value.
struct FieldName: Hashable, Sendable, ExpressibleByStringLiteral {
    private let hash: UInt64

    init(_ name: String) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 where byte != UInt8(ascii: "_") {
            hash = (hash ^ UInt64(byte.asciiLowercased)) &* 0x100_0000_01B3
        }
        self.hash = hash
    }

    init(stringLiteral name: String) {
        self.init(name)
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
