import Evidence

/// A pipeline or a run that stands alone: one entry of the list, with all that is known of it inside.
struct GroupView {
    let group: RunGroup
    let outline: ReportOutline
    let report: Report
    /// The group with the same root cause that comes first, and how many have it.
    let sameAs: (group: RunGroup, count: Int)?
    let isOpen: Bool
    /// False where so many have the same failure that only the first is told in full.
    let isFull: Bool

    private static let maximumWords = 1_500
    private static let maximumTimeline = 60

    var html: HTMLText {
        let verdicts = ([group.verdict] + group.members.map(\.verdict)).map(\.rawValue)
        let severity = group.findings.map(\.severity).max()
        let level = severity.flatMap { Severity.allCases.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
        let isNew = group.findings.contains { $0.isNew }
        return """
            <details class="item" id="\(PlaceView.groupAnchor(group.rootID))" data-v="\(Self.distinct(verdicts).joined(separator: " "))" \
            data-s="\(level)" data-n="\(isNew ? 1 : 0)" data-t="\(words)"\(isOpen ? " open" : "")>
            <summary>\(summary)</summary>
            <div class="body">
            \(body)</div>
            </details>

            """
    }

    private static func distinct(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }

    /// What the search finds beside what the entry shows. The page escapes it; it is cut where nobody searches any more.
    private var words: HTMLText {
        var words = group.members.flatMap { [$0.run.id, $0.run.label, $0.run.experiment ?? "", $0.run.compute ?? ""] }
        words += group.findings.flatMap { [$0.title, $0.rule, $0.category.rawValue, $0.exception?.type ?? "", $0.id] }
        let text = Self.distinct(words.filter { !$0.isEmpty }).joined(separator: " ")
        return .line(String(text.prefix(Self.maximumWords)))
    }

    private var summary: HTMLText {
        let cause = group.rootCauses.first ?? group.findings.first
        let since = cause?.firstSeen ?? group.head.run.started ?? group.head.run.created
        var when: HTMLText = PlaceView.time(group.head.run.started ?? since)
        if let seconds = group.head.run.seconds, group.hasRoot { when.append(", \(readableDuration(seconds: seconds))") }
        var line: HTMLText = ""
        if let cause {
            line = "\(cause.title) <span class=\"soft\">(\(ConfidenceBand(cause.confidence).rawValue))</span>"
        } else if group.verdict != .succeeded {
            line = "\(group.head.summary)"
        }
        let kind: HTMLText = group.isPipeline ? " <span class=\"soft\">pipeline of \(Wording.count(group.steps.count, "run"))</span>" : ""
        return """
            \(VerdictMark.badge(group.verdict)) <span class="name"><strong>\(group.name)</strong>\(kind)</span> \
            <span class="when">\(when)</span> <span class="cause">\(line)</span>
            """
    }

    private var body: HTMLText {
        var output = facts
        if let sameAs {
            output.append(
                """
                <p>The same root cause as in <a href="#\(PlaceView.groupAnchor(sameAs.group.rootID))">\(sameAs.group.name)</a>; \
                \(Wording.count(sameAs.count, "run")) have it.</p>

                """)
        }
        let home = Set(group.members.map(\.run.id))
        let told = Set(group.rootCauses.map(\.id))
        for cause in group.rootCauses { output.append(finding(cause, home)) }
        let details = GroupDetails(group: group)
        if isFull {
            alternatives(&output)
            output.append(details.remedies)
        }
        output.append(PipelineChart(group: group).html)
        output.append(GanttChart(group: group, now: report.now).html)
        if group.members.count > 1 { output.append(members) }
        guard isFull else {
            output.append("<p>The rest of it: <code>mlpostmortem report --run \(group.rootID)</code></p>\n")
            return output
        }
        let others = group.findings.filter { !told.contains($0.id) }
        if !others.isEmpty {
            output.append("<h4>\(group.rootCauses.isEmpty ? "Findings" : "Other findings")</h4>\n")
            for other in others { output.append(finding(other, home)) }
        }
        output.append(details.metrics)
        output.append(details.witnesses)
        output.append(details.timeline)
        output.append(details.evidence)
        output.append(details.unknowns)
        return output
    }

    private func finding(_ finding: Finding, _ home: Set<String>) -> HTMLText {
        FindingView(
            finding: finding, run: group.member(finding.runID)?.run, cause: finding.causedBy.flatMap { outline.finding($0.finding) },
            report: report, isAtHome: home.contains(finding.runID),
            isFolded: !finding.isRootCause && finding.id != (group.rootCauses.isEmpty ? group.findings.first?.id : nil)
        ).html
    }

    private func alternatives(_ output: inout HTMLText) {
        let alternatives = group.rootCauses.flatMap(\.alternatives).compactMap(outline.finding)
        guard !alternatives.isEmpty else { return }
        let items = alternatives.map { other -> HTMLText in
            "<li><a href=\"#\(other.id)\">\(other.title)</a>, \(ConfidenceBand(other.confidence).rawValue)</li>\n"
        }
        output.append("<p>Almost as well supported:</p>\n<ul>\n\(HTMLText.joined(items))</ul>\n")
    }

    private var facts: HTMLText {
        let run = group.head.run
        let status: String? = run.status?.rawValue
        var rows: [(HTMLText, HTMLText)] = [("Verdict", "\(VerdictMark.badge(group.verdict)) \(verdictWords)")]
        rows.append((group.isPipeline ? "Pipeline" : "Run", .code(group.hasRoot ? run.id : group.rootID)))
        if let experiment = run.experiment { rows.append(("Experiment", .code(experiment))) }
        if let compute = run.compute { rows.append(("Compute", .code(compute))) }
        if let status, group.hasRoot { rows.append(("Status", "\(status)")) }
        if let started = run.started, group.hasRoot { rows.append(("Started", PlaceView.time(started))) }
        if let ended = run.ended, group.hasRoot { rows.append(("Ended", PlaceView.time(ended))) }
        if let seconds = run.seconds, group.hasRoot { rows.append(("Took", "\(readableDuration(seconds: seconds))")) }
        let items = rows.map { name, value -> HTMLText in "<dt>\(name)</dt><dd>\(value)</dd>\n" }
        // A run that stands alone has no row of its own in a table of runs; what speaks of it leads here.
        let anchor: HTMLText = group.members.count == 1 ? " id=\"\(PlaceView.runAnchor(run.id))\"" : ""
        return "<dl class=\"facts\"\(anchor)>\n\(HTMLText.joined(items))</dl>\n"
    }

    private var verdictWords: HTMLText {
        let summary =
            group.hasRoot ? Wording.sentence(group.head.summary) : "The evidence tells of its steps, but not of the pipeline itself."
        guard let cause = group.rootCauses.first else {
            return group.isFailing ? "The root cause is not known. \(summary)" : "\(summary)"
        }
        let band = ConfidenceBand(cause.confidence).rawValue
        return "The root cause is \(band) (\(ConfidenceBand.number(cause.confidence))). \(summary)"
    }

    private var members: HTMLText {
        let causes = Set(group.rootCauses.map(\.runID))
        let rows = group.members.map { member -> HTMLText in
            let role: HTMLText = causes.contains(member.run.id) ? " <strong>root cause</strong>" : ""
            return """
                <tr id="\(PlaceView.runAnchor(member.run.id))"><td>\(HTMLText.code(member.run.label))</td>\
                <td>\(VerdictMark.badge(member.verdict))\(role)</td>\
                <td>\(PlaceView.time(member.run.started))</td><td class="t">\(PlaceView.duration(member.run))</td>\
                <td>\(member.summary)</td><td>\(HTMLText.code(member.run.id))</td></tr>

                """
        }
        let heads = ["Run", "Verdict", "Started", "Took", "What happened", "Run id"] as [HTMLText]
        return """
            <h4>Runs of this pipeline</h4>
            <div class="scroll" tabindex="0" role="region" aria-label="Runs"><table>
            <thead><tr>\(HTMLText.joined(heads.map { "<th scope=\"col\">\($0)</th>" }))</tr></thead>
            <tbody>
            \(HTMLText.joined(rows))</tbody></table></div>

            """
    }
}
