import Evidence

/// The findings beside the root cause: what contributed, what followed, and what else there is.
struct FindingsText {
    let group: RunGroup
    let outline: ReportOutline

    private static let maximumFindings = 20

    /// Without a root cause the gravest finding is the best there is: it is shown with its evidence.
    func gravest(_ page: inout MarkdownPage) {
        guard let finding = group.findings.first else { return }
        page.heading(3, "Finding: \(finding.title)")
        FindingText(finding: finding).write(run: group.member(finding.runID)?.run, to: &page)
    }

    func others(_ page: inout MarkdownPage) {
        let told = Set(group.rootCauses.map(\.id) + (group.rootCauses.isEmpty ? group.findings.prefix(1).map(\.id) : []))
        let runnersUp = group.rootCauses.flatMap(\.alternatives).compactMap(outline.finding)
        let known = Set(runnersUp.map(\.id))
        let others = group.findings.filter { !told.contains($0.id) && !known.contains($0.id) }
        let factors = others.filter { $0.kind == .cause && $0.causedBy == nil }
        let effects = others.filter { $0.causedBy != nil }
        let rest = others.filter { $0.kind != .cause && $0.causedBy == nil }
        list("Contributing factors", runnersUp + factors, runnersUp: known, &page)
        list("What followed", effects, &page)
        list("Other findings", rest, &page)
    }

    private func list(_ title: MarkdownText, _ findings: [Finding], runnersUp: Set<String> = [], _ page: inout MarkdownPage) {
        guard !findings.isEmpty else { return }
        page.heading(3, title)
        let shown = findings.prefix(FindingsText.maximumFindings)
        let items = shown.map { finding -> MarkdownText in
            let run = group.members.count > 1 || runnersUp.contains(finding.id) ? group.member(finding.runID)?.run : nil
            var text = FindingText(finding: finding).line(run: run, on: &page)
            if runnersUp.contains(finding.id) { text.append("; almost as well supported as the root cause") }
            return text
        }
        page.bullets(items)
        if findings.count > shown.count { page.paragraph("… and \(findings.count - shown.count) more.") }
    }
}
