extension ReportForm {
    /// The findings as one JSON object, as `docs/findings.schema.json` describes it.
    package static let json = ReportForm(id: "json", fileName: "findings.json") { report in
        FindingsDocument(report: report).value.text
    }
}
