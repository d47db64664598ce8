package import Evidence

/// A way to lay out a report: one file in `Forms`, one golden per sample.
package struct ReportForm: Sendable {
    /// What `--format` takes.
    package let id: String
    /// The name under which `--report-dir` writes it.
    package let fileName: String
    /// The whole document; a pure function of the report, so that equal stores give equal bytes.
    package let render: @Sendable (Report) -> String

    package init(id: String, fileName: String, render: @escaping @Sendable (Report) -> String) {
        self.id = id
        self.fileName = fileName
        self.render = render
    }

    /// Every form there is, in the order in which help texts name them.
    package static let all: [ReportForm] = [.markdown, .html, .json, .sarif, .junit, .csv]
}
