extension JSONParser {
    /// Strings that stand one behind the other are one: printed dictionaries break long texts so.
    mutating func pythonStrings() throws(Failure) -> String {
        var text = try pythonString()
        while true {
            guard let byte = skipSpace() else {
                guard isComplete else { throw .endsEarly }
                return text
            }
            guard byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") else { return text }
            text += try pythonString()
        }
    }

    /// The string at the cursor, with or without a prefix.
    mutating func pythonString() throws(Failure) -> String {
        var index = position
        var isRaw = false
        while index < end, bytes[index] != UInt8(ascii: "'"), bytes[index] != UInt8(ascii: "\"") {
            isRaw = isRaw || bytes[index] | 0x20 == UInt8(ascii: "r")
            index += 1
        }
        guard index + 2 < end || isComplete && index < end else { throw .endsEarly }
        let quote = bytes[index]
        let isTriple = index + 2 < end && bytes[index + 1] == quote && bytes[index + 2] == quote
        index += isTriple ? 3 : 1
        var text: [UInt8] = []
        while true {
            guard index < end else { throw .endsEarly }
            let byte = bytes[index]
            if byte == quote {
                guard isTriple else { break }
                guard index + 2 < end else { throw .endsEarly }
                if bytes[index + 1] == quote, bytes[index + 2] == quote { break }
            }
            if byte == 0x0A {
                guard isTriple else {
                    position = index
                    throw .controlCharacter
                }
                line += 1
                lineStart = index + 1
            }
            if byte == UInt8(ascii: "\\") {
                index = try pythonEscape(at: index, isRaw: isRaw, into: &text)
            } else {
                text.append(byte)
                index += 1
            }
        }
        position = index + (isTriple ? 3 : 1)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends what the escape at `index` stands for and returns the index behind it; an unknown escape stands for itself.
    private func pythonEscape(at index: Int, isRaw: Bool, into text: inout [UInt8]) throws(Failure) -> Int {
        guard index + 1 < end else { throw .endsEarly }
        let letter = bytes[index + 1]
        if !isRaw {
            if let plain = JSONParser.pythonPlainEscapes[letter] {
                text.append(plain)
                return index + 2
            }
            if let length = JSONParser.pythonCodeLengths[letter] {
                return try pythonCode(at: index, digits: length, into: &text)
            }
        }
        text.append(UInt8(ascii: "\\"))
        // A line feed is counted by the caller.
        guard letter != 0x0A else { return index + 1 }
        text.append(letter)
        return index + 2
    }

    private func pythonCode(at index: Int, digits: Int, into text: inout [UInt8]) throws(Failure) -> Int {
        var code: UInt32 = 0
        for digit in index + 2..<index + 2 + digits {
            guard digit < end else { throw .endsEarly }
            guard let value = JSONParser.hexadecimal(bytes[digit]) else {
                text.append(UInt8(ascii: "\\"))
                return index + 1
            }
            code = code << 4 | UInt32(value)
        }
        text += UTF8.encode(Unicode.Scalar(code) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter
        return index + 2 + digits
    }

    private static let pythonPlainEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08,
        UInt8(ascii: "f"): 0x0C, UInt8(ascii: "v"): 0x0B, UInt8(ascii: "0"): 0x00, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "'"): 0x27,
        UInt8(ascii: "\""): 0x22,
    ]

    private static let pythonCodeLengths: [UInt8: Int] = [UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8]
}
