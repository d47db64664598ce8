extension ReportForm {
    /// The page for the incident review: GitHub, Azure DevOps and plain text readers.
    package static let markdown = ReportForm(id: "markdown", fileName: "report.md") { report in
        MarkdownReport(report: report).text
    }
}
