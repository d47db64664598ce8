import Evidence

/// Where the placeholders of watched leaves came to in an event.
struct LeafDestinations {
    private let leaves: [WatchedLeaf]
    private var found: [[EventForm.Member]]
    /// Leaves whose placeholder is a part of another text, or stands where a form has no hole.
    private var broken: Set<Int> = []
    /// The event with all texts and moments in it that stand for others.
    private(set) var restored: Event

    init(of leaves: [WatchedLeaf], in event: Event) {
        self.leaves = leaves
        found = Array(repeating: [], count: leaves.count)
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

    /// The members that hold the leaf's text, beside the time.
    func members(of leaf: WatchedLeaf) -> [EventForm.Member] {
        leaves.firstIndex { $0 === leaf }.map { found[$0] } ?? []
    }

    /// The leaf's text came nowhere but into members, as it is.
    func isWhole(_ leaf: WatchedLeaf) -> Bool {
        leaves.firstIndex { $0 === leaf }.map { !broken.contains($0) } ?? false
    }

    /// The text with the real one in the place of placeholders; notes whose they were.
    private mutating func settled(_ text: String?, _ member: EventForm.Member?) -> String? {
        guard var text, text.unicodeScalars.contains(WatchedLeaf.mark) else { return text }
        for (index, leaf) in leaves.enumerated() {
            if text == leaf.placeholder, let member {
                found[index].append(member)
                return leaf.text
            }
            let parts = text.split(separator: leaf.placeholder, omittingEmptySubsequences: false)
            guard parts.count > 1 else { continue }
            broken.insert(index)
            text = parts.joined(separator: leaf.text)
        }
        return text
    }
}
