import Evidence

/// Where the placeholders of watched leaves came to in an event.
struct LeafDestinations {
    private let leaves: [WatchedLeaf]
    /// For each leaf the members that hold its text, beside the time.
    private(set) var members: [[EventForm.Member]]
    /// For each leaf: its placeholder is a part of another text, or stands where a form has no hole.
    private(set) var isBroken: [Bool]
    /// The event with all texts and moments in it that stand for others.
    private(set) var restored: Event

    init(of leaves: [WatchedLeaf], in event: Event) {
        self.leaves = leaves
        members = Array(repeating: [], count: leaves.count)
        isBroken = Array(repeating: false, count: leaves.count)
        restored = event
        restored.runID = settled(event.runID, .runID)
        restored.parentRunID = settled(event.parentRunID, .parentRunID)
        restored.rootRunID = settled(event.rootRunID, .rootRunID)
        restored.nodeID = settled(event.nodeID, .nodeID)
        restored.result = settled(event.result, .result)
        restored.message = settled(event.message, .message)
        restored.caller = settled(event.caller, .caller)
        restored.correlationID = settled(event.correlationID, .correlationID)
        restored.compute = settled(event.compute, nil)
        restored.stage = settled(event.stage, nil)
        restored.name = settled(event.name, nil) ?? event.name
        // Sorted, so that the members of a hole have one order.
        for (name, value) in event.detail.sorted(by: { $0.key < $1.key }) {
            restored.detail[name] = settled(value, .detail(name))
        }
        if let leaf = leaves.first(where: { $0.isTime && $0.moment == event.time }) {
            let time = FieldTime.parse(leaf.text)
            restored.time = time
            if restored.quote.time == leaf.moment { restored.quote.time = time }
        }
    }

    /// The text with the real one in the place of placeholders; notes whose they were.
    private mutating func settled(_ text: String?, _ member: EventForm.Member?) -> String? {
        guard let text, text.utf8.contains(WatchedLeaf.mark) else { return text }
        if let member, let number = WatchedLeaf.number(ofPlaceholder: text[...].utf8), leaves.indices.contains(number) {
            members[number].append(member)
            return leaves[number].text
        }
        // Every second part stands between two marks.
        var parts = text.utf8.split(separator: WatchedLeaf.mark, omittingEmptySubsequences: false)[...]
        var restored = ""
        while let part = parts.popFirst() {
            restored += String(part) ?? ""
            guard let name = parts.popFirst() else { break }
            guard let number = WatchedLeaf.number(of: name), leaves.indices.contains(number) else { return text }
            isBroken[number] = true
            restored += leaves[number].text
        }
        return restored
    }
}
