import Evidence

/// A string or number of a record of which it is noted what decoding does with it: whether anything came of what it says, or whether it
/// was merely carried into an event.
///
/// Who reads it has its text and leaves a note; who carries it gets a placeholder, which is found again in the event.
final class WatchedLeaf: @unchecked Sendable {
    // Unchecked, because it is made for one decode of one record and seen by nobody else: not from another task, not after it.

    /// The text as it stands in the record. For the learner alone: others ask `read()`.
    let text: String
    let isNumber: Bool
    /// Absolute offset of the text, of a string behind its quotation mark.
    let offset: Int
    /// Stands for the text where it is carried.
    let placeholder: String
    /// Stands for the moment that the text names; later than any that a text can name.
    let moment: Timestamp
    /// Something depends on the text.
    private(set) var isRead = false
    /// Something depends on its being a time stamp.
    private(set) var isTime = false

    /// Begins and ends every placeholder: a character that no text has, or else its record has no form.
    static let mark: UInt8 = 1
    /// Letters of both cases: what changes the case of a text makes a placeholder none.
    private static let name = "Leaf"

    /// `number` names it among those of its record.
    init(text: String, isNumber: Bool, offset: Int, number: Int) {
        self.text = text
        self.isNumber = isNumber
        self.offset = offset
        placeholder = "\u{1}\(WatchedLeaf.name)\(number)\u{1}"
        moment = Timestamp(microseconds: 1 << 60 + Int64(number))
    }

    /// The number of the leaf whose placeholder the whole text is.
    static func number(ofPlaceholder text: Substring.UTF8View) -> Int? {
        guard text.count > 2, text.first == mark, text.last == mark else { return nil }
        return number(of: text.dropFirst().dropLast())
    }

    /// The number of the leaf whose placeholder this is without its marks.
    static func number(of text: Substring.UTF8View) -> Int? {
        guard text.starts(with: name.utf8) else { return nil }
        return Int(Substring(text.dropFirst(name.utf8.count)))
    }

    /// The text, for who decides anything by it or makes something else of it.
    func read() -> String {
        isRead = true
        return text
    }

    /// Its moment where the text is a time stamp.
    func time() -> Timestamp? {
        guard FieldTime.parse(text) != nil else {
            isRead = true
            return nil
        }
        isTime = true
        return moment
    }
}

extension JSONNode {
    /// The same value with its strings and numbers watched, as far as their text can fill a hole and stands in `raw` without escapes; those
    /// that are watched are added to `leaves`.
    func watched(in raw: RawRecord, _ leaves: inout [WatchedLeaf]) -> JSONNode {
        var node = self
        switch value {
        case .null, .bool, .watched: break
        case .string(let text):
            if raw.holds(text, at: offset + 1), HoleValue.isText(text) {
                node.watch(text, isNumber: false, at: offset + 1, &leaves)
            }
        case .number(let text):
            if raw.holds(text, at: offset), HoleValue.isNumber(text) { node.watch(text, isNumber: true, at: offset, &leaves) }
        case .array(let elements):
            node.value = .array(elements.map { $0.watched(in: raw, &leaves) })
        case .object(let members):
            node.value = .object(members.map { JSONMember(key: $0.key, value: $0.value.watched(in: raw, &leaves)) })
        }
        return node
    }

    private mutating func watch(_ text: String, isNumber: Bool, at offset: Int, _ leaves: inout [WatchedLeaf]) {
        let leaf = WatchedLeaf(text: text, isNumber: isNumber, offset: offset, number: leaves.count)
        leaves.append(leaf)
        value = .watched(leaf)
    }
}
