import Evidence

/// A page as this program and people write it together: blocks that are regenerated, parts that are handed over, and what people wrote.
///
/// Markers are comments on lines of their own, which no reader shows. Evidence cannot fake one: it never stands at the beginning of a line.
struct ManagedText {
    enum Item: Hashable {
        /// Written by people.
        case free([String])
        /// Regenerated as a whole. The hash tells whether somebody wrote in it.
        case block(id: String, hash: String, lines: [String])
        /// Written once, and from then on theirs: a table to be filled in. The hashes are those of the whole and of each row of ours.
        case seed(id: String, hash: String, rows: [String], lines: [String])

        var id: String? {
            switch self {
            case .free: nil
            case .block(let id, _, _), .seed(let id, _, _, _): id
            }
        }

        /// Somebody wrote here.
        var isEdited: Bool {
            switch self {
            case .free(let lines): !lines.allSatisfy(ManagedText.isBlank)
            case .block(_, let hash, let lines), .seed(_, let hash, _, let lines): ManagedText.hash(lines) != hash
            }
        }
    }

    private static let opening = "<!-- mlpostmortem:"
    private static let closing = " -->"

    static func begin(_ id: String) -> String { opening + "begin " + id + closing }
    static func end(_ id: String, hash: String) -> String { opening + "end " + id + " " + hash + closing }
    static func yours(_ id: String, hash: String, rows: [String]) -> String {
        opening + (["yours", id, hash] + rows).joined(separator: " ") + closing
    }

    /// Whether a line would be read as a marker.
    static func isMarker(_ line: String) -> Bool { line.hasPrefix(opening) }

    /// Editors strip blanks and change line ends; that is no edit.
    static func hash(_ lines: [String]) -> String {
        SHA256.hexadecimal(of: trimmed(lines.map(withoutTrailingBlanks)).joined(separator: "\n"), digits: 12)
    }

    /// Rows of the first table, its head left out.
    static func rows(of lines: [String]) -> [String] {
        let table = lines.drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }
        return Array(table.dropFirst(2))
    }

    static func isBlank(_ line: String) -> Bool { line.allSatisfy(\.isWhitespace) }

    /// Without blank lines at both ends.
    static func trimmed(_ lines: [String]) -> [String] {
        let head = lines.drop(while: isBlank)
        return Array(head.reversed().drop(while: isBlank).reversed())
    }

    private static func withoutTrailingBlanks(_ line: String) -> String {
        String(line.reversed().drop(while: \.isWhitespace).reversed())
    }

    /// The parts of a page, in their order. What is no whole block (a marker was lost, an id comes twice) is taken for people's text.
    static func items(of text: String) -> [Item] {
        // `\r\n` is one character in Swift.
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
        var items: [Item] = []
        var free: [String] = []
        var seen: Set<String> = []
        func close() {
            let text = trimmed(free)
            if !text.isEmpty { items.append(.free(text)) }
            free = []
        }
        var index = 0
        while index < lines.count {
            let words = marker(lines[index])
            if words.count == 2, words[0] == "begin", !seen.contains(words[1]),
                let end = lines[(index + 1)...].firstIndex(where: { isMarker($0) }), let hash = endHash(lines[end], of: words[1])
            {
                close()
                seen.insert(words[1])
                items.append(.block(id: words[1], hash: hash, lines: trimmed(Array(lines[(index + 1)..<end]))))
                index = end + 1
            } else if words.count > 2, words[0] == "yours", !seen.contains(words[1]) {
                close()
                seen.insert(words[1])
                let end = lines[(index + 1)...].firstIndex(where: { isMarker($0) }) ?? lines.count
                items.append(
                    .seed(id: words[1], hash: words[2], rows: Array(words[3...]), lines: trimmed(Array(lines[(index + 1)..<end]))))
                index = end
            } else {
                // A stray marker of ours says nothing any more; whatever else stands there is somebody's.
                if words.isEmpty { free.append(lines[index]) }
                index += 1
            }
        }
        close()
        return items
    }

    private static func endHash(_ line: String, of id: String) -> String? {
        let words = marker(line)
        return words.count == 3 && words[0] == "end" && words[1] == id ? words[2] : nil
    }

    /// The words of a marker, none for any other line.
    private static func marker(_ line: String) -> [String] {
        let text = withoutTrailingBlanks(line)
        guard text.hasPrefix(opening), text.hasSuffix(closing), text.count > opening.count + closing.count else { return [] }
        return text.dropFirst(opening.count).dropLast(closing.count).split(separator: " ").map(String.init)
    }

    static func text(of items: [Item]) -> String {
        items.map { item in
            switch item {
            case .free(let lines): lines.joined(separator: "\n")
            case .block(let id, let hash, let lines): ([begin(id), ""] + lines + ["", end(id, hash: hash)]).joined(separator: "\n")
            case .seed(let id, let hash, let rows, let lines):
                ([yours(id, hash: hash, rows: rows), ""] + lines).joined(separator: "\n")
            }
        }.joined(separator: "\n\n") + "\n"
    }
}
