import Evidence

/// One failing pipeline or stand-alone run, told in full.
struct SectionText {
    let section: ReportOutline.Section
    /// Its row in the overview, if there is one.
    let number: Int?
    let outline: ReportOutline
    let report: Report

    private var group: RunGroup { section.group }
    private static let maximumMembers = 50
    private static let maximumRepeats = 30
    private static let maximumUnknowns = 12

    /// What one needs at once, then the table that people fill in, then what it rests on.
    func write(to page: inout MarkdownPage) {
        // The same failure has the same blocks in every report, whatever its number.
        let key = SHA256.hexadecimal(of: group.rootID, digits: 12)
        page.managed("section-" + key) { page in
            let name: MarkdownText = "\(code: group.name): \(Wording.label(group.verdict))"
            page.heading(2, number.map { "\($0). \(name)" } ?? name)
            verdict(&page)
            repeats(&page)
            for cause in group.rootCauses { rootCause(cause, &page) }
            if group.rootCauses.isEmpty { FindingsText(group: group, outline: outline).gravest(&page) }
        }
        page.handedOver("actions-" + key) { ActionsText(group: group).write(to: &$0) }
        page.managed("details-" + key) { page in
            FindingsText(group: group, outline: outline).others(&page)
            members(&page)
            WitnessText(group: group).write(to: &page)
            TimelineText(group: group).write(to: &page)
            CascadeText(group: group).write(to: &page)
            SimilarText(section: section, outline: outline).write(to: &page)
            AlertText(group: group).write(to: &page)
            EvidenceText(group: group).write(to: &page)
            unknowns(&page)
            NotesText(hashes: report.sourceHashes).write(to: &page)
        }
    }

    private func verdict(_ page: inout MarkdownPage) {
        let run = group.head.run
        var facts: [MarkdownText] = ["\(group.isPipeline ? "Pipeline" : "Run") \(code: group.hasRoot ? run.id : group.rootID)"]
        if let experiment = run.experiment { facts.append("experiment \(code: experiment)") }
        if let compute = run.compute { facts.append("compute \(code: compute)") }
        if let started = run.started, group.hasRoot { facts.append("started \(started.readable)") }
        if let ended = run.ended, group.hasRoot { facts.append("ended \(ended.readable)") }
        if let seconds = run.seconds, group.hasRoot { facts.append("took \(readableDuration(seconds: seconds))") }
        var sentences: MarkdownText = "**Verdict: \(Wording.label(group.verdict))**, "
        if let cause = group.rootCauses.first {
            let band = ConfidenceBand(cause.confidence)
            sentences.append("root cause **\(band.rawValue)** (confidence \(ConfidenceBand.number(cause.confidence))).")
        } else {
            sentences.append(group.isFailing ? "root cause **not known**." : "with \(Wording.count(warnings, "warning")).")
        }
        let summary = group.hasRoot ? group.head.summary : "The evidence tells of its steps, but not of the pipeline itself."
        page.paragraph("\(sentences) \(Wording.sentence(summary))")
        page.paragraph("\(MarkdownText.joined(facts, by: ", ")).")
    }

    private var warnings: Int { group.findings.filter { $0.severity >= .warning }.count }

    private func repeats(_ page: inout MarkdownPage) {
        guard !section.repeats.isEmpty else { return }
        page.paragraph("**The same failure \(section.groups.count) times.** This one is told in full; the others have the same root cause:")
        let shown = section.repeats.prefix(SectionText.maximumRepeats)
        let items = shown.map { other -> MarkdownText in
            let place = other.rootCauses.first?.evidence.first
            var text: MarkdownText = RunText.reference(other)
            // When the run was, not when its failure was first seen: that is the same for all of them.
            if let time = other.head.run.started ?? other.head.run.created { text.append(", \(time.readable)") }
            if let place { text.append(": \(page.cite(place.location))") }
            return text
        }
        page.bullets(items)
        if section.repeats.count > shown.count { page.paragraph("… and \(section.repeats.count - shown.count) more.") }
    }

    private func rootCause(_ cause: Finding, _ page: inout MarkdownPage) {
        page.heading(3, "Root cause: \(cause.title)")
        FindingText(finding: cause).write(run: group.member(cause.runID)?.run, to: &page)
    }

    private func members(_ page: inout MarkdownPage) {
        guard group.members.count > 1 else { return }
        page.heading(3, "Runs of this pipeline")
        let causes = Set(group.rootCauses.map(\.runID))
        let shown = group.members.prefix(SectionText.maximumMembers)
        page.table(
            ["Run", "Run id", "Verdict", "Started", "Duration", "What happened"],
            shown.map { member in
                let verdict: MarkdownText = "\(Wording.label(member.verdict))"
                let isCause = causes.contains(member.run.id)
                return [
                    "\(code: member.run.label)", "\(code: member.run.id)", isCause ? .strong(verdict) : verdict,
                    RunText.time(member.run.started), RunText.duration(member.run), "\(member.summary)",
                ]
            })
        if group.members.count > shown.count { page.paragraph("… and \(group.members.count - shown.count) more.") }
    }

    private func unknowns(_ page: inout MarkdownPage) {
        var texts: [String] = []
        for text in group.members.flatMap(\.unknowns) where !texts.contains(text) { texts.append(text) }
        guard !texts.isEmpty else { return }
        page.heading(3, "What is not known")
        page.bullets(texts.prefix(SectionText.maximumUnknowns).map { "\(Wording.sentence($0))" })
        let rest = texts.count - SectionText.maximumUnknowns
        if rest > 0 { page.paragraph("… and \(rest) more.") }
    }
}
