extension RowText {
    /// Writes the text as it stands within a string of JSON and returns where that ends. There is room for six bytes of each and for a word.
    ///
    /// A line of a log that is JSON has a quote to escape in every ten bytes: eight bytes are moved at a time, and those that count are kept.
    static func escape(_ text: UnsafeBufferPointer<UInt8>, to start: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        guard let from = text.baseAddress else { return start }
        var to = start
        var at = 0
        while at + 8 <= text.count {
            let word = UnsafeRawPointer(from + at).loadUnaligned(as: UInt64.self)
            UnsafeMutableRawPointer(to).storeBytes(of: word, as: UInt64.self)
            let special = specialBytes(of: word.littleEndian)
            guard special != 0 else {
                at += 8
                to += 8
                continue
            }
            let plain = special.trailingZeroBitCount / 8
            to = escape(from[at + plain], to: to + plain)
            at += plain + 1
        }
        while at < text.count {
            let byte = from[at]
            at += 1
            if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                to.pointee = byte
                to += 1
            } else {
                to = escape(byte, to: to)
            }
        }
        return to
    }

    /// High bits are set at quotes, backslashes and control characters; those above the first such byte may be wrong.
    private static func specialBytes(of word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let found = ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- ones &* 0x20) & ~word)
        return found & (ones &* 0x80)
    }

    private static func escape(_ byte: UInt8, to: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        let letter: UInt8
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): letter = byte
        case 0x08: letter = UInt8(ascii: "b")
        case 0x0C: letter = UInt8(ascii: "f")
        case 0x0A: letter = UInt8(ascii: "n")
        case 0x0D: letter = UInt8(ascii: "r")
        case 0x09: letter = UInt8(ascii: "t")
        default:
            to[0] = UInt8(ascii: "\\")
            to[1] = UInt8(ascii: "u")
            to[2] = 0x30
            to[3] = 0x30
            to[4] = 0x30 + byte >> 4
            to[5] = byte & 15 < 10 ? 0x30 + byte & 15 : 0x61 + byte & 15 - 10
            return to + 6
        }
        to[0] = UInt8(ascii: "\\")
        to[1] = letter
        return to + 2
    }
}
