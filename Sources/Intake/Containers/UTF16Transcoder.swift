/// Turns a stream of UTF-16 into UTF-8: what `>` of Windows PowerShell 5 writes.
struct UTF16Transcoder {
    private let isBigEndian: Bool
    private var isAtMark = true
    /// First byte of a unit whose second has not come.
    private var half: UInt8?
    /// High surrogate whose partner has not come.
    private var high: UInt32?
    private var output: [UInt8] = []

    /// Nil unless `head` begins with a byte order mark of UTF-16.
    init?(head: UnsafeRawBufferPointer) {
        guard head.count >= 2 else { return nil }
        switch (head[0], head[1]) {
        case (0xFF, 0xFE): isBigEndian = false
        case (0xFE, 0xFF): isBigEndian = true
        default: return nil
        }
    }

    /// The next bytes as UTF-8; what is no UTF-16 becomes U+FFFD.
    mutating func transcode(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        output.removeAll(keepingCapacity: true)
        for byte in bytes {
            guard let first = half else {
                half = byte
                continue
            }
            half = nil
            take(isBigEndian ? UInt32(first) << 8 | UInt32(byte) : UInt32(byte) << 8 | UInt32(first))
        }
        return output
    }

    /// What is left at the end: half a character.
    mutating func finish() -> [UInt8] {
        output.removeAll()
        if half != nil || high != nil { append(0xFFFD) }
        return output
    }

    private mutating func take(_ unit: UInt32) {
        if isAtMark {
            isAtMark = false
            return
        }
        let waiting = high
        high = nil
        if let waiting, unit & 0xFC00 == 0xDC00 {
            append(0x10000 + ((waiting & 0x3FF) << 10) + (unit & 0x3FF))
            return
        }
        if waiting != nil { append(0xFFFD) }
        if unit & 0xFC00 == 0xD800 { high = unit } else { append(unit) }
    }

    private mutating func append(_ code: UInt32) {
        if code < 0x80 {
            output.append(UInt8(code))
        } else {
            output += UTF8.encode(Unicode.Scalar(code) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter
        }
    }
}
