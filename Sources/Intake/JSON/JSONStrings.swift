#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension JSONParser {
    /// The string at the cursor, unescaped. Bytes that are no UTF-8 and lone surrogates become U+FFFD: a log message that was cut in the
    /// middle of a character is still a message.
    mutating func string() throws(Failure) -> String {
        let start = position + 1
        var index = start
        var hasEscapes = false
        scan: while true {
            // Eight bytes at a time while none is a quote, a backslash or a control character.
            while index + 8 <= end {
                let word = UnsafeRawPointer(bytes + index).loadUnaligned(as: UInt64.self).littleEndian
                let special = JSONParser.specialBytes(of: word)
                if special == 0 {
                    index += 8
                } else {
                    index += special.trailingZeroBitCount / 8
                    break
                }
            }
            guard index < end else {
                position = index
                throw .endsEarly
            }
            switch bytes[index] {
            case UInt8(ascii: "\""): break scan
            case UInt8(ascii: "\\"):
                hasEscapes = true
                index = try afterEscape(at: index)
            case 0..<0x20:
                position = index
                throw .controlCharacter
            default: index += 1
            }
        }
        position = index + 1
        let raw = UnsafeBufferPointer(start: bytes + start, count: index - start)
        guard hasEscapes else { return String(decoding: raw, as: UTF8.self) }
        return String(unsafeUninitializedCapacity: raw.count) { JSONParser.unescape(raw, into: $0) }
    }

    /// High bits are set at bytes that end a run of plain string bytes; those above the first such byte may be wrong.
    @inline(__always)
    private static func specialBytes(of word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let found = ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- ones &* 0x20) & ~word)
        return found & (ones &* 0x80)
    }

    /// The index behind the escape at `index`.
    private mutating func afterEscape(at index: Int) throws(Failure) -> Int {
        guard index + 1 < end else { throw .endsEarly }
        switch bytes[index + 1] {
        case UInt8(ascii: "u"):
            for digit in index + 2..<index + 6 {
                guard digit < end else { throw .endsEarly }
                guard JSONParser.hexadecimal(bytes[digit]) != nil else {
                    position = index
                    throw .badEscape
                }
            }
            return index + 6
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            return index + 2
        default:
            position = index
            throw .badEscape
        }
    }

    /// Writes `raw`, whose escapes were checked, to `target`, which is as long; returns the number of bytes written.
    private static func unescape(_ raw: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>) -> Int {
        guard let from = raw.baseAddress, let to = target.baseAddress else { return 0 }
        var read = 0
        var written = 0
        while read < raw.count {
            guard let found = memchr(from + read, 0x5C, raw.count - read) else {
                memcpy(to + written, from + read, raw.count - read)
                return written + raw.count - read
            }
            let run = UnsafeRawPointer(found) - UnsafeRawPointer(from + read)
            memcpy(to + written, from + read, run)
            read += run + 2
            written += run
            let letter = from[read - 1]
            guard letter == UInt8(ascii: "u") else {
                to[written] = plainEscape(letter)
                written += 1
                continue
            }
            var code = codeUnit(from + read)
            read += 4
            if code & 0xFC00 == 0xD800, read + 6 <= raw.count, from[read] == UInt8(ascii: "\\"), from[read + 1] == UInt8(ascii: "u") {
                let low = codeUnit(from + read + 2)
                if low & 0xFC00 == 0xDC00 {
                    code = 0x10000 + ((code & 0x3FF) << 10) + (low & 0x3FF)
                    read += 6
                }
            }
            for byte in UTF8.encode(Unicode.Scalar(code) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter {
                to[written] = byte
                written += 1
            }
        }
        return written
    }

    private static func plainEscape(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }

    private static func codeUnit(_ digits: UnsafePointer<UInt8>) -> UInt32 {
        var code: UInt32 = 0
        for index in 0..<4 { code = code << 4 | UInt32(hexadecimal(digits[index]) ?? 0) }
        return code
    }

    static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
