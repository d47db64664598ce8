import Evidence

/// Who says what about how the runs ended, and who contradicts.
struct WitnessText {
    let group: RunGroup

    private static let maximumRows = 40

    func write(to page: inout MarkdownPage) {
        let rows = WitnessText.telling(group)
        guard !rows.isEmpty else { return }
        page.heading(3, "Witnesses")
        let namesRuns = group.members.count > 1
        let cells = rows.prefix(WitnessText.maximumRows).map { run, witness -> [MarkdownText] in
            let says: MarkdownText = "\(witness.statement)"
            return (namesRuns ? ["\(code: run.label)"] : []) + [
                "\(witness.name)", witness.contradicts ? "\(says) **(contradicts the verdict)**" : says,
                witness.quote.map { page.cite($0.location) } ?? "",
            ]
        }
        page.table((namesRuns ? ["Run"] : []) + ["Witness", "Says", "Where"], cells)
        if rows.count > WitnessText.maximumRows { page.paragraph("… and \(rows.count - WitnessText.maximumRows) more.") }
    }

    /// Of a pipeline only runs where something can be learnt: the root, those that caused it, those whose witnesses disagree.
    static func telling(_ group: RunGroup) -> [(Run, Witness)] {
        let causes = Set(group.rootCauses.map(\.runID))
        let telling = group.members.filter { member in
            member.run.id == group.head.run.id || causes.contains(member.run.id) || member.verdict.isTrouble
                || member.witnesses.contains(where: \.contradicts)
        }
        return telling.flatMap { member in member.witnesses.map { (member.run, $0) } }
    }
}
