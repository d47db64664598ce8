/// Small readers of texts that are already at hand (error messages, paths), where a pattern would be too much.
package enum TextScan {
    /// The integer that follows the first `marker` in `text`: `status code 137` → 137.
    package static func integer(after marker: String, in text: String) -> Int? {
        guard let range = text.firstRange(of: marker) else { return nil }
        var digits = ""
        for character in text[range.upperBound...] {
            if character.isASCII, character.isNumber || (digits.isEmpty && character == "-") {
                digits.append(character)
            } else if digits.isEmpty, " '\"`:=(".contains(character) {
                continue
            } else {
                break
            }
        }
        return Int(digits)
    }

    /// The path in quotes in a message like `[Errno 2] No such file or directory: '/a/b.csv'`.
    package static func quotedPath(in text: String) -> String? {
        for mark in ["'", "\""] {
            guard let open = text.lastRange(of: ": " + mark) ?? text.firstRange(of: mark) else { continue }
            let rest = text[open.upperBound...]
            if let close = rest.firstRange(of: mark), rest[..<close.lowerBound].contains("/") {
                return String(rest[..<close.lowerBound])
            }
        }
        return nil
    }

    /// Last component of a path.
    package static func lastComponent(_ path: String) -> String {
        path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? path
    }

    /// Digits become `#`, hexadecimal ids and quoted values go: the same failure tomorrow has the same text.
    package static func masked(_ text: String) -> String {
        var result = ""
        for word in text.prefix(200).split(separator: " ") {
            let hasDigit = word.contains { $0.isNumber }
            result += (result.isEmpty ? "" : " ")
            result += hasDigit ? String(word.map { $0.isNumber ? "#" : $0 }).collapsing("#") : String(word)
        }
        return result
    }
}

extension String {
    /// Runs of `character` become one.
    fileprivate func collapsing(_ character: Character) -> String {
        var result = ""
        for next in self where !(next == character && result.last == character) { result.append(next) }
        return result
    }
}

extension StringProtocol {
    /// The last occurrence of `other`.
    package func lastRange(of other: String) -> Range<Index>? {
        ranges(of: other).last
    }
}
