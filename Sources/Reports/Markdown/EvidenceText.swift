import Evidence

/// Which evidence there is of the runs that went wrong, and which is wanting.
struct EvidenceText {
    let group: RunGroup

    private static let maximumRows = 20

    func write(to page: inout MarkdownPage) {
        let causes = Set(group.rootCauses.map(\.runID))
        let rows = group.members.filter { !$0.evidence.isEmpty && ($0.verdict.isTrouble || causes.contains($0.run.id)) }
        guard !rows.isEmpty else { return }
        page.heading(3, "Evidence")
        let namesRuns = group.members.count > 1
        let shown = rows.prefix(EvidenceText.maximumRows)
        let columns = EvidenceText.columns.filter { state, _ in shown.contains { $0.evidence.contains { $0.state == state } } }
        page.table(
            (namesRuns ? ["Run"] : []) + columns.map(\.title),
            shown.map { member in
                (namesRuns ? ["\(code: member.run.label)"] : [])
                    + columns.map { state, _ in
                        MarkdownText.joined(member.evidence.filter { $0.state == state }.map(EvidenceText.text), by: ", ")
                    }
            })
        if rows.count > shown.count { page.paragraph("… and \(rows.count - shown.count) more.") }
    }

    private static let columns: [(state: EvidenceItem.State, title: MarkdownText)] = [
        (.present, "There"), (.missing, "Missing"), (.damaged, "Damaged"), (.notCovering, "Of another time"),
    ]

    private static func text(_ item: EvidenceItem) -> MarkdownText {
        guard let detail = item.detail else { return "\(item.kind.rawValue)" }
        return item.state == .damaged ? "\(item.kind.rawValue) (\(code: detail))" : "\(item.kind.rawValue) (\(detail))"
    }
}
