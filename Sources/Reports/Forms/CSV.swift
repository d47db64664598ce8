extension ReportForm {
    /// One row a finding, and one for each run without any, for spreadsheets.
    package static let csv = ReportForm(id: "csv", fileName: "findings.csv") { report in
        FindingsTable(report: report).text
    }
}
