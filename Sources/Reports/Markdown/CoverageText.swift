import Evidence

/// What the report rests on: files, time ranges, damage, and rules that could not be decided.
struct CoverageText {
    let report: Report

    private static let maximumProblems = 50
    private static let maximumReasons = 10
    private static let maximumRules = 12

    func write(to page: inout MarkdownPage) {
        let coverage = report.coverage
        page.heading(2, "Coverage")
        page.paragraph("\(sentences)")
        page.table(
            ["Kind of evidence", "Files", "From", "To"],
            coverage.ranges.map {
                ["\($0.kind)", "\(Wording.grouped($0.sources))", RunText.time($0.first), RunText.time($0.last)]
            })
        problems(&page)
        rules(&page)
    }

    /// How much was read, and how much could not be.
    var sentences: String {
        let coverage = report.coverage
        let isEmpty = coverage.filesRead + coverage.filesDamaged + coverage.filesSkipped == 0
        return isEmpty ? "No file was read." : "\(amount(coverage)) \(damage(coverage)) \(skips(coverage))"
    }

    private func amount(_ coverage: Coverage) -> String {
        guard coverage.filesRead > 0 else { return "No file was read." }
        let files = Wording.count(coverage.filesRead, "file")
        let records = Wording.count(coverage.records, "record")
        return "\(files) with \(records) and \(Wording.bytes(coverage.bytes)) \(coverage.filesRead == 1 ? "was" : "were") read."
    }

    private func damage(_ coverage: Coverage) -> String {
        switch coverage.filesDamaged {
        case 0: "None was damaged."
        case 1: "One was damaged; what came before the damage was used."
        default: "\(Wording.grouped(coverage.filesDamaged)) were damaged; what came before the damage was used."
        }
    }

    private func skips(_ coverage: Coverage) -> String {
        switch coverage.filesSkipped {
        case 0: "None was skipped."
        case 1: "One was skipped, because it is empty or of no known format."
        default: "\(Wording.grouped(coverage.filesSkipped)) were skipped, because they are empty or of no known format."
        }
    }

    private func problems(_ page: inout MarkdownPage) {
        let problems = report.coverage.problems
        guard !problems.isEmpty else { return }
        page.heading(3, "Problems")
        page.table(
            ["Where", "What happened", "Used all the same"],
            problems.prefix(CoverageText.maximumProblems).map {
                let location = Location(source: $0.source, line: $0.line, offset: $0.offset)
                return [
                    RunText.place(location), "\($0.reason)", $0.recoveredBytes == 0 ? "nothing" : "\(Wording.bytes($0.recoveredBytes))",
                ]
            })
        let rest = problems.count - CoverageText.maximumProblems
        if rest > 0 { page.paragraph("… and \(Wording.grouped(rest)) more.") }
    }

    private func rules(_ page: inout MarkdownPage) {
        let skipped = report.coverage.rulesSkipped
        guard !skipped.isEmpty else { return }
        page.heading(3, "Rules that could not be decided")
        // By reason: what is missing is what a reader can supply, and each piece of it decides several rules.
        var order: [String] = []
        var byReason: [String: [SkippedRule]] = [:]
        for entry in skipped {
            if byReason[entry.reason] == nil { order.append(entry.reason) }
            byReason[entry.reason, default: []].append(entry)
        }
        page.bullets(
            order.prefix(CoverageText.maximumReasons).map { reason in
                let entries = byReason[reason] ?? []
                let runs = Set(entries.map(\.runID)).count
                var seen: Set<String> = []
                let rules = entries.map(\.rule).filter { seen.insert($0).inserted }.sorted()
                var text: MarkdownText = "\(Wording.sentence(reason)) For \(Wording.count(runs, "run")): "
                for (index, rule) in rules.prefix(CoverageText.maximumRules).enumerated() {
                    text = index == 0 ? "\(text)\(code: rule)" : "\(text), \(code: rule)"
                }
                let more = rules.count - CoverageText.maximumRules
                return more > 0 ? "\(text) and \(Wording.count(more, "other rule"))." : "\(text)."
            })
        let rest = order.count - CoverageText.maximumReasons
        if rest > 0 { page.paragraph("… and \(Wording.count(rest, "other reason")).") }
    }
}
