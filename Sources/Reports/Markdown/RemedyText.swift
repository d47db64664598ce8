import Evidence

/// What to do, the root cause's remedies first, and the alerts that would have told.
struct RemedyText {
    let group: RunGroup

    private static let maximumRemedies = 12
    private static let maximumAlerts = 3

    func write(to page: inout MarkdownPage) {
        // What merely follows from the root cause goes away with it; its remedies would only distract.
        let findings = group.rootCauses + group.findings.filter { $0.causedBy == nil && $0.kind == .cause }
        let relevant = findings.isEmpty ? group.findings : findings
        var remedies: [String] = []
        for remedy in relevant.flatMap(\.remedy) where !remedies.contains(remedy) { remedies.append(remedy) }
        var alerts: [Alert] = []
        for alert in relevant.compactMap(\.alert) where !alerts.contains(alert) { alerts.append(alert) }
        guard !remedies.isEmpty || !alerts.isEmpty else { return }
        page.heading(3, "What to do")
        page.numbered(remedies.prefix(RemedyText.maximumRemedies).map { "\(Wording.sentence($0))" })
        for alert in alerts.prefix(RemedyText.maximumAlerts) {
            page.details("Alert that would have told") { page in
                page.paragraph("A scheduled query rule over \(code: alert.table):")
                page.fence("kusto", lines: alert.kql.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
            }
        }
    }
}
