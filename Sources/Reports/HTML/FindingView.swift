import Evidence

/// A finding with its evidence.
struct FindingView {
    let finding: Finding
    let run: Run?
    /// What it follows from, if the report has that.
    let cause: Finding?
    let report: Report
    /// A finding told in two groups has its anchor in its own.
    let isAtHome: Bool
    /// It has to be opened: what merely follows, or is beside the point.
    let isFolded: Bool

    var html: HTMLText {
        let anchor: HTMLText = isAtHome ? " id=\"\(finding.id)\"" : ""
        let body: HTMLText = """
            <p>\(HTMLText.prose(.inert(Wording.sentence(finding.explanation))))</p>
            \(exception)\(sightings)\(excerpts)\(link)
            """
        if isFolded {
            return """
                <details class="finding"\(anchor)><summary><strong>\(finding.title)</strong> <span class="soft">\(severity), \
                in \(HTMLText.code(run?.label ?? finding.runID))</span></summary>
                <p class="soft">\(facts)</p>
                \(body)</details>

                """
        }
        let kind: HTMLText = finding.isRootCause ? "finding root" : "finding"
        let role: HTMLText = finding.isRootCause ? "Root cause: " : ""
        return """
            <section class="\(kind)"\(anchor)>
            <h4>\(role)\(finding.title)</h4>
            <p class="soft">\(facts)</p>
            \(body)</section>

            """
    }

    private var severity: HTMLText {
        "<span class=\"badge s-\(finding.severity.rawValue)\">\(finding.severity.rawValue)</span>"
    }

    private var facts: HTMLText {
        let band = ConfidenceBand(finding.confidence).rawValue
        var text: HTMLText = "\(severity), \(band) "
        text.append("(\(ConfidenceBand.number(finding.confidence))), in ")
        text.append("<a href=\"#\(PlaceView.runAnchor(finding.runID))\">\(HTMLText.code(run?.label ?? finding.runID))</a>")
        text.append(", rule \(HTMLText.code(finding.rule)), \(finding.kind.rawValue)")
        if finding.isNew { text.append(", new") }
        return text
    }

    private var exception: HTMLText {
        guard let exception = finding.exception else { return "" }
        var text: HTMLText = "Exception \(HTMLText.code(exception.type))"
        let message = VisibleText.shortened(exception.message, to: 300)
        if !message.isEmpty { text.append(" with the message \(HTMLText.code(message))") }
        if let file = exception.file { text.append(", raised at \(PlaceView.place(Location(source: file, line: exception.line)))") }
        if let function = exception.function { text.append(" in \(HTMLText.code(function))") }
        return "<p>\(text).</p>\n"
    }

    private var sightings: HTMLText {
        guard finding.occurrences > 1 else { return "" }
        var text: HTMLText = "Seen in \(Wording.count(finding.occurrences, "run"))"
        if let first = finding.firstSeen, let last = finding.lastSeen, first < last {
            text.append(", first at \(PlaceView.time(first)) and last at \(PlaceView.time(last))")
        }
        return "<p>\(text).</p>\n"
    }

    /// The log and the code stand beside each other where there is room.
    private var excerpts: HTMLText {
        let excerpts = Excerpt.joining(finding.evidence)
        let logs = excerpts.filter { !CodeSource.holds($0.source, finding.exception) }
        let code = excerpts.filter { CodeSource.holds($0.source, finding.exception) }
        // The first log and the first code are what one compares.
        let ordered = logs.prefix(1) + code + logs.dropFirst()
        let views = ordered.map { ExcerptView(excerpt: $0, hash: report.sourceHashes[$0.source]).html }
        return views.isEmpty ? "" : "<div class=\"beside\">\n\(HTMLText.joined(views))</div>\n"
    }

    private var link: HTMLText {
        guard let cause else { return "" }
        return "<p>It follows from <a href=\"#\(cause.id)\">\(cause.title)</a>.</p>\n"
    }
}
