import Evidence

/// A run's evidence in plain text.
enum EvidenceLine {
    /// One kind with its times.
    static func text(_ item: EvidenceItem) -> String {
        var text = "\(item.kind.rawValue): " + word(item.state)
        if let detail = item.detail { text += " (" + ShownText.line(detail) + ")" }
        if item.state == .present, let first = item.first, let last = item.last { text += ", \(first.readable) to \(last.readable)" }
        return text
    }

    /// One line for each state that there is.
    static func states(_ items: [EvidenceItem]) -> [String] {
        EvidenceItem.State.allCases.compactMap { state in
            let names = items.filter { $0.state == state }.map { item in
                item.kind.rawValue + (item.detail.map { " (" + ShownText.line($0) + ")" } ?? "")
            }
            return names.isEmpty ? nil : word(state) + ": " + names.joined(separator: ", ")
        }
    }

    private static func word(_ state: EvidenceItem.State) -> String {
        switch state {
        case .present: "there"
        case .missing: "missing"
        case .damaged: "damaged"
        case .notCovering: "of another time"
        }
    }
}
