extension ReportForm {
    /// The page for the incident review: GitHub, Azure DevOps and plain text readers.
    package static let markdown = ReportForm(
        id: "markdown", fileName: "report.md", merge: { MarkdownMerge.merged(fresh: $0, existing: $1) }
    ) { report in
        MarkdownReport(report: report).text
    }
}
