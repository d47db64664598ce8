import Evidence

/// Title and summary: three sentences for the one who reads nothing else.
struct SummaryText {
    let outline: ReportOutline

    /// What the page is about, after "Post-mortem: ".
    var title: MarkdownText {
        let failing = outline.sections.flatMap(\.groups).filter(\.isFailing)
        if outline.groups.isEmpty { return "no runs" }
        let told = outline.sections.flatMap(\.groups)
        if let only = failing.first ?? told.first, max(failing.count, 1) == 1, !failing.isEmpty || told.count == 1 {
            return "\(code: only.name)"
        }
        if failing.isEmpty {
            let warned = outline.sections.isEmpty ? "no failures" : "warnings but no failures"
            return "\(warned) in \(Wording.count(outline.groups.flatMap(\.members).count, "run"))"
        }
        let pipelines = failing.filter(\.isPipeline).count
        let parts = [pipelines, failing.count - pipelines]
        let texts = zip(parts, ["pipeline", "run"]).filter { $0.0 > 0 }.map { Wording.count($0.0, "failing " + $0.1) }
        return "\(Wording.list(texts))"
    }

    var paragraph: MarkdownText {
        guard !outline.groups.isEmpty else { return "The evidence names no run, so there is nothing to diagnose." }
        guard let main = outline.sections.first else { return "\(healthySentence)" }
        return .joined([whatFailed, rootCause(main), whatToDo(main)].filter { !$0.isEmpty }, by: " ")
    }

    private var healthySentence: String {
        let runs = outline.groups.flatMap(\.members)
        let counts = SummaryText.counts(runs.map(\.verdict))
        if runs.allSatisfy({ $0.verdict == .succeeded }) {
            let who = runs.count == 1 ? "The run" : "All \(Wording.count(runs.count, "run"))"
            return "\(who) succeeded, and nothing needs to be done."
        }
        return "No failure was found in \(Wording.count(runs.count, "run")): \(counts)."
    }

    private var whatFailed: MarkdownText {
        let groups = outline.groups
        if groups.count == 1, let group = groups.first { return "The \(group.noun) \(SummaryText.tells(group))." }
        let failing = groups.filter(\.isFailing)
        let runs = groups.flatMap(\.members)
        guard !failing.isEmpty else {
            let warned = outline.sections.flatMap(\.groups).count
            return
                "None of \(Wording.count(runs.count, "run")) failed, but \(warned) \(warned == 1 ? "gives" : "give") reason for a warning."
        }
        if failing.count == 1, let group = failing.first {
            return "Of \(SummaryText.kinds(groups)), one did not end well: the \(group.noun) \(SummaryText.tells(group))."
        }
        let counts = SummaryText.counts(failing.map(\.verdict))
        let lost = runs.filter { $0.verdict.isTrouble }.count
        let detail =
            runs.count == groups.count ? "" : ", which makes \(Wording.grouped(lost)) of \(Wording.count(runs.count, "run")) in all"
        let kinds = SummaryText.kinds(groups)
        // "11 of 4 pipelines and 19 runs" would read as if 11 were pipelines.
        if groups.contains(where: \.isPipeline), groups.contains(where: { !$0.isPipeline }) {
            return "Of \(kinds), \(Wording.grouped(failing.count)) did not end well: \(counts)\(detail)."
        }
        return "\(Wording.grouped(failing.count)) of \(kinds) did not end well: \(counts)\(detail)."
    }

    /// `nightly` failed after 1 h: of its 4 runs, ...
    private static func tells(_ group: RunGroup) -> MarkdownText {
        var text: MarkdownText = "\(code: group.name) \(Wording.predicate(group.verdict))"
        if group.hasRoot, group.verdict == .failed || group.verdict == .canceled, let seconds = group.head.run.seconds, seconds > 0 {
            text.append(" after \(readableDuration(seconds: seconds))")
        }
        let steps = group.steps
        if steps.count == 1, let only = steps.first {
            text.append("; its only step \(Wording.predicate(only.verdict))")
        } else if !steps.isEmpty {
            text.append("; of its \(Wording.count(steps.count, "step")), \(counts(steps.map(\.verdict)))")
        }
        return text
    }

    /// `3 pipelines and 1 stand-alone run`
    private static func kinds(_ groups: [RunGroup]) -> String {
        let pipelines = groups.filter(\.isPipeline).count
        let single = groups.count - pipelines
        if pipelines == 0 { return Wording.count(single, "run") }
        if single == 0 { return Wording.count(pipelines, "pipeline") }
        return Wording.count(pipelines, "pipeline") + " and " + Wording.count(single, "stand-alone run")
    }

    /// `2 failed, 1 never started and 1 succeeded`
    private static func counts(_ verdicts: [Verdict]) -> String {
        let order = Verdict.allCases.sorted { $0.gravity < $1.gravity }
        let parts = order.compactMap { verdict -> String? in
            let number = verdicts.filter { $0 == verdict }.count
            return number == 0 ? nil : Wording.grouped(number) + " " + Wording.predicate(verdict, plural: number != 1)
        }
        return Wording.list(parts)
    }

    private func rootCause(_ main: ReportOutline.Section) -> MarkdownText {
        let several = outline.sections.filter { $0.group.isFailing }.count > 1
        guard let cause = main.group.rootCauses.first else {
            guard let finding = main.group.findings.first else {
                return "The evidence does not tell the root cause\(several ? " of the gravest of them" : "")."
            }
            let place: MarkdownText = finding.evidence.first.map { " (\(RunText.place($0.location)))" } ?? ""
            let lead: MarkdownText = main.group.isFailing ? "The root cause is not known; the gravest finding is" : "The gravest finding is"
            return "\(lead): \(Wording.clause(finding.title)), in \(code: label(finding.runID))\(place)."
        }
        let place: MarkdownText = cause.evidence.first.map { " (\(RunText.place($0.location)))" } ?? ""
        let again: MarkdownText = main.repeats.isEmpty ? "" : ", the same \(main.groups.count) times"
        let gravest: MarkdownText = "The gravest is \(code: main.group.name)\(again)"
        let lead: MarkdownText
        switch ConfidenceBand(cause.confidence) {
        case .confirmed: lead = several ? "\(gravest); its root cause is confirmed" : "The root cause is confirmed\(again)"
        case .likely: lead = several ? "\(gravest); its likely root cause" : "The likely root cause\(again)"
        case .possible, .doubtful: lead = several ? "\(gravest); a possible root cause" : "A possible root cause\(again)"
        }
        let name = label(cause.runID)
        let run: MarkdownText = several && name == main.group.name ? "" : ", in \(code: name)"
        return "\(lead): \(Wording.clause(cause.title))\(run)\(place)."
    }

    private func whatToDo(_ main: ReportOutline.Section) -> MarkdownText {
        let cause = main.group.rootCauses.first ?? main.group.findings.first
        var tookDown: MarkdownText = ""
        if let cause {
            let victims = main.group.victims(of: cause)
            let steps = victims.filter { !main.group.hasRoot || $0.run.id != main.group.head.run.id }
            let pipeline: MarkdownText = victims.count > steps.count ? "the \(main.group.noun)" : ""
            let names: [MarkdownText] = (steps.isEmpty ? [] : [RunText.names(steps)]) + (pipeline.isEmpty ? [] : [pipeline])
            if !names.isEmpty { tookDown = "It took down \(MarkdownText.joined(names, by: steps.count > 1 ? ", and " : " and "))" }
        }
        guard let remedy = cause?.remedy.first else { return tookDown.isEmpty ? "" : "\(tookDown)." }
        let advice = Wording.sentence(remedy)
        return tookDown.isEmpty ? "Do this first: \(advice)" : "\(tookDown); do this first: \(advice)"
    }

    private func label(_ runID: String) -> String {
        outline.groups.lazy.compactMap { $0.member(runID) }.first?.run.label ?? runID
    }
}
