/// A word of running text: punctuation around it, and the word itself as plain text or as code.
struct InertWord {
    /// Goes out as it stands, before the code.
    let lead: String
    /// The content of a code span, empty where the word is plain.
    let code: String
    let trail: String

    /// - Parameter opensText: a first word may begin a list, a heading or a quotation where others cannot.
    init(_ word: String, opensText: Bool) {
        let characters = Array(word.unicodeScalars)
        if InertWord.isPlain(characters), !(opensText && InertWord.opensBlock(characters)) {
            (lead, code, trail) = (word, "", "")
            return
        }
        var first = 0
        while first < characters.count, InertWord.leading.contains(characters[first]) { first += 1 }
        var end = characters.count
        while end > first, InertWord.trailing.contains(characters[end - 1]) { end -= 1 }
        guard first < end else {
            (lead, code, trail) = ("", word, "")
            return
        }
        // A pair of quotation marks belongs to what it quotes.
        while first > 0, end < characters.count, InertWord.quotes.contains(characters[end]), characters[first - 1] == characters[end] {
            first -= 1
            end += 1
        }
        lead = InertWord.text(characters[..<first])
        code = InertWord.text(characters[first..<end])
        trail = InertWord.text(characters[end...])
    }

    private static let leading: [Unicode.Scalar] = ["(", "'", "\"", "“", "‘", "«"]
    private static let trailing: [Unicode.Scalar] = [")", "'", "\"", "”", "’", "»", ".", ",", ";", ":", "?", "…"]
    private static let quotes: [Unicode.Scalar] = ["'", "\""]
    private static let harmless = Set("'\",.;:?!()/%=+-".unicodeScalars)

    private static func isPlain(_ word: [Unicode.Scalar]) -> Bool {
        var hexadecimal = 0
        var colons = 0
        for (index, scalar) in word.enumerated() {
            let next = index + 1 < word.count ? word[index + 1] : nil
            if scalar.isASCII, !isLetterOrDigit(scalar), !harmless.contains(scalar) { return false }
            // `train.py`, `www.example.org`: some readers link everything that looks like a host.
            if scalar == ".", let next, isLetter(next) { return false }
            // `http://`, and `:name:` becomes an emoji.
            if scalar == ":" { colons += 1 }
            if scalar == ":", next == "/" { return false }
            // `!12` is a pull request.
            if scalar == "!", let next, isLetterOrDigit(next) { return false }
            if scalar.properties.isASCIIHexDigit { hexadecimal += 1 }
        }
        if colons > 1, !isTimeOfDay(word) { return false }
        // Digests and ids, which GitHub takes for commits.
        let hasDigit = word.contains { ("0"..."9").contains($0) }
        return !(word.count >= 7 && hexadecimal == word.count && hasDigit && word.contains(where: isLetter))
    }

    /// `01:47:12`, the one use of two colons that is no emoji.
    private static func isTimeOfDay(_ word: [Unicode.Scalar]) -> Bool {
        let clock = word.reversed().drop { trailing.contains($0) }.reversed()
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 3 && parts.allSatisfy { $0.count == 2 && $0.allSatisfy { ("0"..."9").contains($0) } }
    }

    /// `- `, `+ `, `1.`, `===`: only the first word of a text can stand at the beginning of a line.
    private static func opensBlock(_ word: [Unicode.Scalar]) -> Bool {
        guard let first = word.first else { return false }
        if first == "-" || first == "+" || first == "=" || first == ":" { return true }
        guard ("0"..."9").contains(first) else { return false }
        let rest = word.drop { ("0"..."9").contains($0) }
        return rest.count == 1 && (rest.first == "." || rest.first == ")")
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic }
    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool { isLetter(scalar) || ("0"..."9").contains(scalar) }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
