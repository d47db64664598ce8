import Evidence

/// The members of a record under folded names (`FieldName`): exports of one record differ in the case of its names, in underscores, and
/// in what they wrap it in.
struct RecordFields {
    /// A member as it stands in the record.
    struct Member {
        var key: FieldName
        var name: String
        var node: JSONNode
    }

    /// In the order of the record, its own members first. A row has a few dozen: walking over them is quicker than hashing them.
    private(set) var members: [Member] = []
    /// `None` is how the command line's log query writes null: it turns every cell into text.
    private let readsNoneAsNull: Bool

    /// The members of `node`, or of the object that its text holds.
    init(_ node: JSONNode?, readsNoneAsNull: Bool = false) {
        self.readsNoneAsNull = readsNoneAsNull
        if let node { merge(node) }
    }

    /// Adds the members of another object; what is there already stays.
    mutating func merge(_ node: JSONNode) {
        guard let object = node.object ?? node.embedded?.object else { return }
        members.reserveCapacity(members.count + object.count)
        // Of two members of one name the last counts, as in other readers.
        for member in object.reversed() { add(member.key, member.value) }
    }

    /// Adds the members of a row of AzureDiagnostics or of a custom table under the names that they had before they got a type letter.
    mutating func mergeWithoutTypeSuffixes(_ row: JSONNode) {
        for member in (row.object ?? []).reversed() {
            if let stripped = RecordFields.withoutTypeSuffix(member.key) { add(stripped, member.value) }
        }
    }

    /// Adds one member unless one of that name says something already.
    private mutating func add(_ name: String, _ node: JSONNode) {
        guard !isMissing(node) else { return }
        let key = FieldName(name)
        if !members.contains(where: { $0.key == key }) { members.append(Member(key: key, name: name, node: node)) }
    }

    /// The first of these members that says something.
    func node(_ names: FieldName...) -> JSONNode? { node(names) }

    func node(_ names: [FieldName]) -> JSONNode? {
        for name in names {
            if let node = find(name) { return node }
        }
        return nil
    }

    /// The first of these members that holds text, a number or a boolean, as text.
    func text(_ names: FieldName...) -> String? { text(names) }

    func text(_ names: [FieldName]) -> String? {
        for name in names {
            if let text = find(name)?.plainText { return text }
        }
        return nil
    }

    /// Like `text`, for who puts the text into an event as it is, or asks only whether there is one: nothing may be decided by what it says,
    /// and nothing else made of it.
    func carried(_ names: FieldName...) -> String? { carried(names) }

    func carried(_ names: [FieldName]) -> String? {
        for name in names {
            if let text = find(name)?.carriedText { return text }
        }
        return nil
    }

    /// The first of these members that is a time stamp.
    func time(_ names: FieldName...) -> (value: Timestamp, node: JSONNode)? { time(names) }

    func time(_ names: [FieldName]) -> (value: Timestamp, node: JSONNode)? {
        for name in names {
            if let node = find(name), let time = node.time { return (time, node) }
        }
        return nil
    }

    /// The members of the object, or of the text that holds one, under the first of these names that is there.
    func fields(_ names: FieldName...) -> RecordFields {
        for name in names {
            if let node = find(name) { return RecordFields(node) }
        }
        return RecordFields(nil)
    }

    private func find(_ name: FieldName) -> JSONNode? {
        for member in members where member.key == name { return member.node }
        return nil
    }

    private func isMissing(_ node: JSONNode) -> Bool {
        switch node.value {
        case .null: true
        case .string(let text): text.isEmpty || (readsNoneAsNull && (text == "None" || text == "NaT"))
        // A watched text is not empty and no word for nothing.
        case .bool, .number, .array, .object, .watched: false
        }
    }

    /// The name without the type letter that AzureDiagnostics appends (`_s`, `_d`, `_b`, `_t`, `_g`) and without the `properties_` that
    /// it puts before flattened members; nil if there is nothing to take away.
    private static func withoutTypeSuffix(_ name: String) -> String? {
        let ending = name.utf8.suffix(2)
        guard ending.count == 2, ending.first == UInt8(ascii: "_"), let letter = ending.last, "sdbtg".utf8.contains(letter) else {
            return nil
        }
        var text = name.dropLast(2)
        if text.lowercased().hasPrefix("properties_") { text = text.dropFirst("properties_".count) }
        return text.isEmpty ? nil : String(text)
    }
}

extension JSONNode {
    private static let plainKeys = ["value", "localizedValue"]

    /// Text, a number or a boolean as text; of `{"value": ..., "localizedValue": ...}` the value. Nil for null, lists and other objects.
    var plainText: String? {
        if let string { return string.isEmpty ? nil : string }
        guard object != nil else { return nil }
        for key in JSONNode.plainKeys {
            if let text = member(key)?.string, !text.isEmpty { return text }
        }
        return nil
    }

    /// `plainText` for who passes it on as it is (`RecordFields.carried`).
    var carriedText: String? {
        plainLeaf?.placeholder ?? plainText
    }

    /// The moment that `plainText` names.
    fileprivate var time: Timestamp? {
        if let leaf = plainLeaf { return leaf.time() }
        return plainText.flatMap { FieldTime.parse($0) }
    }

    /// The watched leaf whose text `plainText` is.
    private var plainLeaf: WatchedLeaf? {
        switch value {
        case .watched(let leaf): return leaf
        case .null, .bool, .number, .string, .array: return nil
        case .object:
            for key in JSONNode.plainKeys {
                guard let node = member(key) else { continue }
                if case .watched(let leaf) = node.value { return leaf }
                if node.string?.isEmpty == false { return nil }
            }
            return nil
        }
    }
}
