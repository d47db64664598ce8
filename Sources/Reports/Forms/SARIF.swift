extension ReportForm {
    /// The findings as SARIF 2.1.0, for code-scanning pages and for editors that read it.
    package static let sarif = ReportForm(id: "sarif", fileName: "findings.sarif") { report in
        SARIFLog(report: report).value.text
    }
}
