import Foundation

extension RowTokens {
    /// The string at a token; nil where no string stands there.
    func string(at token: Int) -> String? {
        let value = tokens[token]
        let text = UnsafeRawBufferPointer(rebasing: bytes[Int(value.start)..<Int(value.end)])
        switch value.kind {
        case .string: return String(decoding: text, as: UTF8.self)
        case .escaped: return RowTokens.unescaped(text)
        default: return nil
        }
    }

    func isNull(at token: Int) -> Bool { tokens[token].kind == .null }

    func bool(at token: Int) -> Bool? {
        switch tokens[token].kind {
        case .yes: true
        case .no: false
        default: nil
        }
    }

    /// A whole number; nil where none stands there, or a larger one.
    func integer<Number: FixedWidthInteger>(at token: Int, as type: Number.Type) -> Number? {
        let value = tokens[token]
        guard value.kind == .number else { return nil }
        var p = Int(value.start)
        let end = Int(value.end)
        let isNegative = bytes[p] == UInt8(ascii: "-")
        if isNegative { p += 1 }
        guard p < end, end - p <= 18 else { return whole(at: token) }
        var sum: Int64 = 0
        while p < end {
            let digit = bytes[p] &- 0x30
            guard digit <= 9 else { return whole(at: token) }
            sum = sum &* 10 &+ Int64(digit)
            p += 1
        }
        return Number(exactly: isNegative ? -sum : sum)
    }

    /// `1e3` and `3.0` are whole numbers too, and nineteen digits may fit.
    private func whole<Number: FixedWidthInteger>(at token: Int) -> Number? {
        let text = String(decoding: bytes[Int(tokens[token].start)..<Int(tokens[token].end)], as: UTF8.self)
        return Number(text) ?? Double(text).flatMap(Number.init(exactly:))
    }

    func double(at token: Int) -> Double? {
        let value = tokens[token]
        guard value.kind == .number else { return nil }
        return Double(String(decoding: bytes[Int(value.start)..<Int(value.end)], as: UTF8.self))
    }

    /// The value of `key` in the object at a token.
    func value(of key: String, in object: Int) -> Int? {
        let first = object + 1
        let behind = Int(tokens[object].next)
        guard first < behind else { return nil }
        var key = key
        return key.withUTF8 { wanted -> Int? in
            let begin = Int(tokens[object].hint)
            var at = begin < behind ? begin : first
            let stop = at
            repeat {
                let value = at + 1
                let next = Int(tokens[value].next)
                if matches(wanted, key: at) {
                    setHint(next < behind ? next : first, of: object)
                    return value
                }
                at = next < behind ? next : first
            } while at != stop
            return nil
        }
    }

    private func matches(_ wanted: UnsafeBufferPointer<UInt8>, key: Int) -> Bool {
        let token = tokens[key]
        if token.kind == .escaped { return RowTokens.unescaped(text(token)).utf8.elementsEqual(wanted) }
        guard Int(token.end - token.start) == wanted.count else { return false }
        let start = Int(token.start)
        for i in 0..<wanted.count where bytes[start + i] != wanted[i] { return false }
        return true
    }

    private func text(_ token: RowToken) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[Int(token.start)..<Int(token.end)])
    }

    // MARK: Escapes

    /// The text with its escapes resolved: never longer than before. Half of a pair of surrogates becomes U+FFFD; what is no escape loses
    /// its backslash.
    static func unescaped(_ text: UnsafeRawBufferPointer) -> String {
        guard let start = text.baseAddress else { return "" }
        // Half of a pair, `\ud800`, has six bytes, U+FFFD three.
        return String(unsafeUninitializedCapacity: text.count) { room in
            guard let target = room.baseAddress else { return 0 }
            var (from, to) = (0, 0)
            func append(_ byte: UInt8) {
                target[to] = byte
                to += 1
            }
            while from < text.count {
                // A backslash at the very end escapes nothing.
                let slash = memchr(start + from, Int32(UInt8(ascii: "\\")), text.count - from).map { UnsafeRawPointer($0) - start }
                let plain = slash.map { $0 + 1 < text.count ? $0 : text.count } ?? text.count
                memcpy(target + to, start + from, plain - from)
                to += plain - from
                guard plain < text.count else { break }
                let escape = text[plain + 1]
                from = plain + 2
                if escape == UInt8(ascii: "u"), let first = unit(text, from) {
                    for unit in String(scalar(first, text, &from)).utf8 { append(unit) }
                } else {
                    append(RowTokens.plain(escape))
                }
            }
            return to
        }
    }

    private static func plain(_ escape: UInt8) -> UInt8 {
        switch escape {
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        default: escape
        }
    }

    /// The character of `\uXXXX`, whose digits begin at `from`, together with the second half of a pair behind it.
    private static func scalar(_ first: UInt32, _ text: UnsafeRawBufferPointer, _ from: inout Int) -> Unicode.Scalar {
        from += 4
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, from + 1 < text.count, text[from] == UInt8(ascii: "\\"), text[from + 1] == UInt8(ascii: "u"),
            let second = unit(text, from + 2), (0xDC00...0xDFFF).contains(second)
        else { return "\u{FFFD}" }
        from += 6
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private static func unit(_ text: UnsafeRawBufferPointer, _ start: Int) -> UInt32? {
        guard start + 4 <= text.count else { return nil }
        return UInt32(String(decoding: text[start..<start + 4], as: UTF8.self), radix: 16)
    }
}
