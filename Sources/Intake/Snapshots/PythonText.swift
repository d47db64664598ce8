/// The text of string literals: escapes undone, f-strings taken apart.
enum PythonText {
    /// Of one literal longer texts are cut: help texts and SQL of such a size are no messages.
    private static let maximumBytes = 4_096
    private static let maximumHoles = 64

    static func parts(of token: PythonToken, in source: PythonSource, depth: Int) -> [PythonTextPart] {
        let body = source.bytes[token.bodyStart..<max(token.bodyStart, min(token.bodyEnd, token.bodyStart + maximumBytes))]
        guard token.isFormatted else { return [.constant(decode(body, isRaw: token.isRaw))] }
        var parts: [PythonTextPart] = []
        var constant: [UInt8] = []
        var index = body.startIndex
        var holes = 0
        func flush() {
            if !constant.isEmpty { parts.append(.constant(decode(constant[...], isRaw: token.isRaw))) }
            constant = []
        }
        while index < body.endIndex {
            let byte = body[index]
            let isDouble = index + 1 < body.endIndex && body[index + 1] == byte
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}"), isDouble {
                constant.append(byte)
                index += 2
            } else if byte == UInt8(ascii: "{"), holes < maximumHoles, let end = endOfHole(body, from: index) {
                flush()
                holes += 1
                parts.append(.hole(hole(body[(index + 1)..<end], line: token.line, depth: depth)))
                index = end + 1
            } else {
                constant.append(byte)
                index += 1
            }
        }
        flush()
        return parts
    }

    /// Index of the brace that closes the hole.
    private static func endOfHole(_ body: ArraySlice<UInt8>, from start: Int) -> Int? {
        var open = 0
        var quote: UInt8?
        var isSpecification = false
        for index in start..<body.endIndex {
            let byte = body[index]
            if let current = quote {
                if byte == current { quote = nil }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): if !isSpecification { quote = byte }
            case UInt8(ascii: ":") where open == 1: isSpecification = true
            case UInt8(ascii: "{"): open += 1
            case UInt8(ascii: "["), UInt8(ascii: "("): if !isSpecification { open += 1 }
            case UInt8(ascii: "]"), UInt8(ascii: ")"): if !isSpecification { open -= 1 }
            case UInt8(ascii: "}"):
                open -= 1
                if open <= 0 { return index }
            default: break
            }
        }
        return nil
    }

    /// The expression in a hole; a file of its own, because its tokens were one string of the outer one.
    private static func hole(_ bytes: ArraySlice<UInt8>, line: Int, depth: Int) -> PythonExpression {
        // Holes in holes are rare and short; deeper ones are not read.
        guard depth < 4, bytes.count <= 500 else { return .other([]) }
        var text = bytes
        var open = 0
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): open += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): open -= 1
            case UInt8(ascii: ":"), UInt8(ascii: "!"):
                if open == 0, text.count == bytes.count { text = bytes[..<index] }
            default: break
            }
        }
        let inner = PythonSource(Array(text), firstLine: line)
        return PythonExpressionParser.parse(inner, inner.tokens.indices)
    }

    /// Undoes the common escapes; the others stay as they are written.
    static func decode(_ bytes: ArraySlice<UInt8>, isRaw: Bool) -> String {
        guard !isRaw, bytes.contains(UInt8(ascii: "\\")) else { return bytes.text }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            guard byte == UInt8(ascii: "\\"), index < bytes.endIndex else {
                result.append(byte)
                continue
            }
            let escaped = bytes[index]
            index += 1
            switch escaped {
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): result.append(escaped)
            case 0x0A: break
            case UInt8(ascii: "u"), UInt8(ascii: "x"), UInt8(ascii: "U"):
                let count = escaped == UInt8(ascii: "x") ? 2 : escaped == UInt8(ascii: "u") ? 4 : 8
                let digits = bytes[index...].prefix(count)
                if digits.count == count, let code = UInt32(digits.text, radix: 16), let scalar = Unicode.Scalar(code) {
                    result.append(contentsOf: Array(String(Character(scalar)).utf8))
                    index += count
                } else {
                    result += [byte, escaped]
                }
            default: result += [byte, escaped]
            }
        }
        return result[...].text
    }
}
