import Evidence

/// The alerts that would have told.
struct AlertText {
    let group: RunGroup

    func write(to page: inout MarkdownPage) {
        for alert in Advice(group: group).alerts {
            page.details("Alert that would have told") { page in
                page.paragraph("A scheduled query rule over \(code: alert.table):")
                page.fence("kusto", lines: alert.kql.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
            }
        }
    }
}
