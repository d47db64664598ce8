package import Evidence

/// A way to lay out a report: one file in `Forms`, one golden per sample.
package struct ReportForm: Sendable {
    /// What `--format` takes.
    package let id: String
    /// The name under which `--report-dir` writes it.
    package let fileName: String
    /// The whole document; a pure function of the report, so that equal stores give equal bytes.
    package let render: @Sendable (Report) -> String
    /// Hands out the same document piece by piece; nil for forms that are short, or are made from end to start.
    package let stream: (@Sendable (_ report: Report, _ piece: @escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Void)?

    /// The new document in the place of an older one of the same form, with what people wrote into that; nil where nobody writes into it.
    package let merge: (@Sendable (_ fresh: String, _ existing: String) -> String)?

    package init(
        id: String, fileName: String, merge: (@Sendable (_ fresh: String, _ existing: String) -> String)? = nil,
        stream: (@Sendable (_ report: Report, _ piece: @escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Void)? = nil,
        render: @escaping @Sendable (Report) -> String
    ) {
        self.id = id
        self.fileName = fileName
        self.merge = merge
        self.stream = stream
        self.render = render
    }

    /// The report as it is to be written where `existing` stands now.
    package func render(_ report: Report, over existing: String?) -> String {
        let fresh = render(report)
        guard let merge, let existing else { return fresh }
        return merge(fresh, existing)
    }

    /// Whether what stands in a report's place is no report but people's text, which then stays above the new one.
    package func keepsForeign(_ existing: String) -> Bool { merge != nil && MarkdownMerge.isForeign(existing) }

    /// Every form there is, in the order in which help texts name them.
    package static let all: [ReportForm] = [.markdown, .html, .json, .sarif, .junit, .csv]
}
