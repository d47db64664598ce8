import Evidence

/// What to do, the root cause's remedies first, and the alerts that would have told.
struct RemedyText {
    let group: RunGroup

    func write(to page: inout MarkdownPage) {
        let advice = Advice(group: group)
        guard !advice.remedies.isEmpty || !advice.alerts.isEmpty else { return }
        page.heading(3, "What to do")
        page.numbered(advice.remedies.map { "\(Wording.sentence($0))" })
        for alert in advice.alerts {
            page.details("Alert that would have told") { page in
                page.paragraph("A scheduled query rule over \(code: alert.table):")
                page.fence("kusto", lines: alert.kql.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
            }
        }
    }
}
