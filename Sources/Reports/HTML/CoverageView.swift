import Evidence

/// What the report rests on.
struct CoverageView {
    let report: Report

    private static let maximumProblems = 200
    private static let maximumReasons = 60

    var html: HTMLText {
        let coverage = report.coverage
        let text = CoverageText(report: report).sentences
        let ranges = coverage.ranges.map { range -> [HTMLText] in
            ["\(range.kind)", "\(Wording.grouped(range.sources))", PlaceView.time(range.first), PlaceView.time(range.last)]
        }
        return """
            <h2 id="coverage">Coverage</h2>
            <p>\(text)</p>
            \(PlaceView.table(["Kind of evidence", "Files", "From", "To"], ranges, label: "Kinds of evidence"))\(problems)\(rules)
            """
    }

    private var problems: HTMLText {
        let problems = report.coverage.problems
        guard !problems.isEmpty else { return "" }
        let rows = problems.prefix(Self.maximumProblems).map { problem -> [HTMLText] in
            let place = PlaceView.place(Location(source: problem.source, line: problem.line, offset: problem.offset))
            return [place, "\(problem.reason)", problem.recoveredBytes == 0 ? "nothing" : "\(Wording.bytes(problem.recoveredBytes))"]
        }
        let rest = problems.count - rows.count
        let more: HTMLText = rest > 0 ? "<p>… and \(Wording.grouped(rest)) more.</p>\n" : ""
        return """
            <h3>Problems</h3>
            \(PlaceView.table(["Where", "What happened", "Used all the same"], rows, label: "Problems"))\(more)
            """
    }

    /// By reason, because a piece of evidence that is missing decides several rules.
    private var rules: HTMLText {
        var order: [String] = []
        var byReason: [String: [SkippedRule]] = [:]
        for entry in report.coverage.rulesSkipped {
            if byReason[entry.reason] == nil { order.append(entry.reason) }
            byReason[entry.reason, default: []].append(entry)
        }
        guard !order.isEmpty else { return "" }
        let items = order.prefix(Self.maximumReasons).map { reason -> HTMLText in
            let entries = byReason[reason] ?? []
            let runs = Wording.count(Set(entries.map(\.runID)).count, "run")
            let rules = Set(entries.map(\.rule)).sorted().map(HTMLText.code)
            return "<li>\(Wording.sentence(reason)) \(runs): \(HTMLText.joined(rules, by: ", "))</li>\n"
        }
        return "<details><summary>Rules that could not be decided</summary><ul>\n\(HTMLText.joined(items))</ul></details>\n"
    }
}
