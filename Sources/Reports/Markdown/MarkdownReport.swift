import Evidence

/// The page that a team attaches to its incident review.
struct MarkdownReport {
    let report: Report
    private let outline: ReportOutline

    /// So many sections are read by nobody; the rest gets one line each.
    static let maximumSections = 25
    /// A table of runs that need no attention stops here.
    static let maximumRuns = 100

    init(report: Report) {
        self.report = report
        outline = ReportOutline(report: report)
    }

    var text: String {
        var page = MarkdownPage()
        page.managed("summary") { page in
            page.heading(1, "Post-mortem: \(SummaryText(outline: outline).title)")
            page.paragraph(SummaryText(outline: outline).paragraph)
            impact(&page)
            overview(&page)
            page.paragraph(period)
        }
        for (index, section) in outline.sections.prefix(MarkdownReport.maximumSections).enumerated() {
            let number = outline.sections.count > 1 ? index + 1 : nil
            SectionText(section: section, number: number, outline: outline, report: report).write(to: &page)
        }
        page.managed("runs") { page in
            remainder(&page)
            runs(&page)
        }
        page.managed("coverage") { page in
            CoverageText(report: report).write(to: &page)
            page.paragraph(colophon)
        }
        return page.text
    }

    private func impact(_ page: inout MarkdownPage) {
        let sentences = Impact(groups: outline.sections.flatMap(\.groups), report: report).sentences
        guard !sentences.isEmpty else { return }
        page.paragraph("**Impact:** \(sentences.joined(separator: " "))")
    }

    /// Which times the evidence speaks of.
    var period: MarkdownText {
        let ranges = report.coverage.ranges
        let times = report.runs.flatMap { [$0.run.created, $0.run.started, $0.run.ended].compactMap { $0 } }
        let first = ranges.compactMap(\.first).min() ?? times.min()
        let last = ranges.compactMap(\.last).max() ?? times.max()
        var text: MarkdownText = ""
        if let first, let last {
            text = "Evidence from \(first.readable) to \(last.readable)"
            if let now = report.now { text.append(", seen as of \(now.readable)") }
            text.append(". All times are UTC.")
        } else if let now = report.now {
            text = "Seen as of \(now.readable). All times are UTC."
        }
        return text
    }

    private func overview(_ page: inout MarkdownPage) {
        guard outline.sections.count > 1 else { return }
        page.heading(2, "Overview")
        let rows = outline.sections.prefix(MarkdownReport.maximumSections).enumerated().map { index, section in
            ["\(index + 1)"] + row(section)
        }
        page.table(["#", "Run", "Verdict", "Root cause", "Since"], rows)
    }

    private func remainder(_ page: inout MarkdownPage) {
        let rest = outline.sections.dropFirst(MarkdownReport.maximumSections)
        guard !rest.isEmpty else { return }
        page.heading(2, "Further failures")
        page.paragraph(
            "The report tells the gravest \(MarkdownReport.maximumSections) in full; `mlpostmortem show RUN` tells each of these.")
        page.table(
            ["Run", "Verdict", "Root cause", "Since"], rest.map { ["\(RunText.reference($0.group))"] + row($0).dropFirst() })
    }

    private func row(_ section: ReportOutline.Section) -> [MarkdownText] {
        let group = section.group
        var name: MarkdownText = "\(code: group.name)"
        if !section.repeats.isEmpty { name.append(" (\(section.groups.count) times)") }
        let cause: MarkdownText
        if let finding = group.rootCauses.first {
            cause = "\(finding.title) (\(ConfidenceBand(finding.confidence).rawValue))"
        } else if let finding = group.findings.first {
            cause = "\(finding.title) (\(finding.severity.rawValue))"
        } else {
            cause = "not known"
        }
        let since = group.rootCauses.first?.firstSeen ?? group.head.run.started ?? group.head.run.created
        return [name, "\(Wording.label(group.verdict))", cause, since.map { "\($0.readable)" } ?? ""]
    }

    private func runs(_ page: inout MarkdownPage) {
        if !outline.healthy.isEmpty {
            page.heading(2, "Healthy runs")
            table(outline.healthy, &page) { entry in
                [RunText.duration(entry.run), "\(entry.run.status?.rawValue ?? "unknown")"]
            } columns: {
                ["Run", "Run id", "Duration", "Status"]
            }
        }
        if !outline.running.isEmpty {
            page.heading(2, "Runs still running")
            table(outline.running, &page) { entry in
                [RunText.time(entry.run.started ?? entry.run.created), entry.run.compute.map { "\(code: $0)" } ?? ""]
            } columns: {
                ["Run", "Run id", "Since", "Compute"]
            }
        }
        if !outline.others.isEmpty {
            page.heading(2, "Other runs")
            table(outline.others, &page) { entry in
                ["\(Wording.label(entry.verdict))", "\(entry.summary)"]
            } columns: {
                ["Run", "Run id", "Verdict", "What is known"]
            }
        }
    }

    private func table(
        _ entries: [RunReport], _ page: inout MarkdownPage, cells: (RunReport) -> [MarkdownText], columns: () -> [MarkdownText]
    ) {
        let shown = entries.prefix(MarkdownReport.maximumRuns)
        page.table(columns(), shown.map { ["\(code: $0.run.label)", "\(code: $0.run.id)"] + cells($0) })
        if entries.count > shown.count { page.paragraph("… and \(Wording.grouped(entries.count - shown.count)) more.") }
    }

    private var colophon: MarkdownText {
        var text: MarkdownText = "Written by mlpostmortem \(report.toolVersion) with rules version \(report.rulesVersion)"
        if let generated = report.generatedAt { text.append(" at \(generated)") }
        text.append(". Evidence is quoted as `file:line`, lines counted from 1.")
        return text
    }
}
