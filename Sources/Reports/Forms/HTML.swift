extension ReportForm {
    /// One self-contained page with graphs, to search and to print.
    package static let html = ReportForm(id: "html", fileName: "report.html") { report in
        HTMLReport(report: report).html.markup
    }
}
