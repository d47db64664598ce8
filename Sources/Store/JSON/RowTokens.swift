/// One value of a JSON text, or the key before one.
struct RowToken {
    enum Kind: UInt8 { case object, array, string, escaped, number, yes, no, null }
    var kind: Kind
    /// The value's bytes; of a string what stands between the quotes.
    var start: UInt32
    var end: UInt32
    /// The token behind the value and all that is in it.
    var next: UInt32
    /// Of an object: the key at which the next search begins, since keys are mostly asked for in order.
    var hint: UInt32
}

/// Where the values of a JSON text stand: one flat list, so that a decoder finds keys and skips values without reading the text again.
///
/// Rows of the store are the program's own writing: what is not JSON is refused, what is lax about numbers is not looked for.
final class RowTokens {
    // Exclusive access is not checked at run time: one loader on one thread uses a list, and no method calls back.
    @exclusivity(unchecked) private(set) var tokens: [RowToken] = []
    @exclusivity(unchecked) private(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    @exclusivity(unchecked) private var at = 0

    /// Deeper nesting is no row of ours.
    private static let mostDepth = 512

    /// Lists the values of `text`, which must stay in place as long as they are read.
    func read(_ text: UnsafeRawBufferPointer) throws {
        guard text.count < UInt32.max else { throw RowTokens.damaged("the text is too long", at: 0) }
        bytes = text
        at = 0
        tokens.removeAll(keepingCapacity: true)
        try value(depth: 0)
        skipBlanks()
        guard at == text.count else { throw RowTokens.damaged("text follows the value", at: at) }
    }

    /// Forgets the text.
    func end() { bytes = UnsafeRawBufferPointer(start: nil, count: 0) }

    static func damaged(_ why: String, at offset: Int) -> DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: "a row of the store cannot be read: \(why), at byte \(offset)"))
    }

    func setHint(_ hint: Int, of object: Int) { tokens[object].hint = UInt32(hint) }

    // MARK: Reading

    private func value(depth: Int) throws {
        guard depth < RowTokens.mostDepth else { throw RowTokens.damaged("it is nested too deeply", at: at) }
        skipBlanks()
        guard at < bytes.count else { throw RowTokens.damaged("it ends early", at: at) }
        switch bytes[at] {
        case UInt8(ascii: "{"): try object(depth: depth)
        case UInt8(ascii: "["): try array(depth: depth)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true", .yes)
        case UInt8(ascii: "f"): try word("false", .no)
        case UInt8(ascii: "n"): try word("null", .null)
        case UInt8(ascii: "-"), 0x30...0x39: number()
        default: throw RowTokens.damaged("no value begins like this", at: at)
        }
    }

    private func object(depth: Int) throws {
        let token = open(.object)
        tokens[token].hint = UInt32(token + 1)
        at += 1
        skipBlanks()
        if at < bytes.count, bytes[at] == UInt8(ascii: "}") { return close(token) }
        while true {
            skipBlanks()
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw RowTokens.damaged("a key is missing", at: at) }
            try string()
            skipBlanks()
            guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { throw RowTokens.damaged("a colon is missing", at: at) }
            at += 1
            try value(depth: depth + 1)
            if try isLast(UInt8(ascii: "}")) { return close(token) }
        }
    }

    private func array(depth: Int) throws {
        let token = open(.array)
        at += 1
        skipBlanks()
        if at < bytes.count, bytes[at] == UInt8(ascii: "]") { return close(token) }
        while true {
            try value(depth: depth + 1)
            if try isLast(UInt8(ascii: "]")) { return close(token) }
        }
    }

    /// Goes over a comma; true where the list ends instead.
    private func isLast(_ end: UInt8) throws -> Bool {
        skipBlanks()
        guard at < bytes.count else { throw RowTokens.damaged("it ends early", at: at) }
        if bytes[at] == end { return true }
        guard bytes[at] == UInt8(ascii: ",") else { throw RowTokens.damaged("a comma is missing", at: at) }
        at += 1
        return false
    }

    private func string() throws {
        at += 1
        let start = at
        var kind = RowToken.Kind.string
        while true {
            skipPlain()
            guard at < bytes.count else { throw RowTokens.damaged("a string has no end", at: start) }
            if bytes[at] == UInt8(ascii: "\"") { break }
            if bytes[at] == UInt8(ascii: "\\") {
                kind = .escaped
                at += 1
                guard at < bytes.count else { throw RowTokens.damaged("a string has no end", at: start) }
            }
            at += 1
        }
        append(kind, start, at)
        at += 1
    }

    /// Goes to the next quote or backslash, eight bytes at a time: a byte equal to the one looked for is zero after the exclusive or, and
    /// `(x - 1) & ~x` has the high bit of a byte only where it was zero or stands behind one that was, which the loop below decides.
    private func skipPlain() {
        let low: UInt64 = 0x0101_0101_0101_0101
        let high: UInt64 = 0x8080_8080_8080_8080
        while at + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            let quote = word ^ (low &* 0x22)
            let slash = word ^ (low &* 0x5C)
            if ((quote &- low) & ~quote | (slash &- low) & ~slash) & high != 0 { break }
            at += 8
        }
        while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\") { at += 1 }
    }

    private func number() {
        let start = at
        while at < bytes.count {
            switch bytes[at] {
            case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): at += 1
            default: return append(.number, start, at)
            }
        }
        append(.number, start, at)
    }

    private func word(_ text: StaticString, _ kind: RowToken.Kind) throws {
        let count = text.utf8CodeUnitCount
        guard at + count <= bytes.count, (0..<count).allSatisfy({ bytes[at + $0] == text.utf8Start[$0] }) else {
            throw RowTokens.damaged("no value begins like this", at: at)
        }
        append(kind, at, at + count)
        at += count
    }

    private func skipBlanks() {
        while at < bytes.count, bytes[at] <= 0x20, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[at]) { at += 1 }
    }

    private func open(_ kind: RowToken.Kind) -> Int {
        append(kind, at, at)
        return tokens.count - 1
    }

    private func close(_ token: Int) {
        at += 1
        tokens[token].end = UInt32(at)
        tokens[token].next = UInt32(tokens.count)
    }

    private func append(_ kind: RowToken.Kind, _ start: Int, _ end: Int) {
        tokens.append(
            RowToken(kind: kind, start: UInt32(start), end: UInt32(end), next: UInt32(tokens.count + 1), hint: 0))
    }
}
