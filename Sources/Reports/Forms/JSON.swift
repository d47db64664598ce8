extension ReportForm {
    /// The findings as one JSON object, as `docs/findings.schema.json` describes it.
    package static let json = ReportForm(
        id: "json", fileName: "findings.json", stream: { report, piece in try FindingsDocument(report: report).value.write(to: piece) },
        render: { report in FindingsDocument(report: report).value.text })
}
