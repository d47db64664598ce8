import Evidence

/// A finding with its evidence, or in one line.
struct FindingText {
    let finding: Finding

    /// Lines to read before one gives up; the places of the others are named.
    private static let maximumPassages = 5
    private static let maximumPlaces = 12
    /// Longer lines are data dumps; the reader has the place.
    private static let maximumWidth = 500

    /// Everything but the title, which is the caller's heading.
    func write(run: Run?, to page: inout MarkdownPage) {
        let band = ConfidenceBand(finding.confidence).rawValue
        var facts: MarkdownText = "*\(band) (\(ConfidenceBand.number(finding.confidence)))*, severity \(finding.severity.rawValue)"
        if let run { facts.append(", in \(RunText.reference(run))") } else { facts.append(", in \(code: finding.runID)") }
        facts.append(", rule \(code: finding.rule)")
        page.paragraph("\(facts).")
        page.paragraph("\(Wording.sentence(finding.explanation))")
        if let exception = finding.exception { page.paragraph(sentence(exception)) }
        if let seen = sightings { page.paragraph(seen) }
        let passages = ordered
        for passage in passages.prefix(FindingText.maximumPassages) { write(passage, to: &page) }
        let rest = passages.dropFirst(FindingText.maximumPassages).flatMap(\.quotes)
        guard !rest.isEmpty else { return }
        let places = rest.prefix(FindingText.maximumPlaces).map { page.cite($0.location) }
        let more = rest.count - places.count
        let tail: MarkdownText = more > 0 ? " and \(Wording.count(more, "other place"))" : ""
        page.paragraph("Further evidence: \(MarkdownText.joined(places, by: ", "))\(tail).")
    }

    /// The log line and the code line that belongs to it stand beside each other.
    private var ordered: [Passage] {
        let passages = Passage.joining(finding.evidence)
        let code = passages.filter { CodeSource.holds($0.first.location.source, finding.exception) }
        let others = passages.filter { !CodeSource.holds($0.first.location.source, finding.exception) }
        return others.prefix(1) + code + others.dropFirst()
    }

    /// - Parameter run: named where the reader cannot know it.
    func line(run: Run?, on page: inout MarkdownPage) -> MarkdownText {
        let band = ConfidenceBand(finding.confidence).rawValue
        var text: MarkdownText = "**\(finding.severity.rawValue)**, \(band): \(Wording.clause(finding.title))"
        if let run { text.append(", in \(code: run.label)") }
        if let quote = finding.evidence.first { text.append(" (\(page.cite(quote.location)))") }
        return text
    }

    private func sentence(_ exception: ExceptionSummary) -> MarkdownText {
        var text: MarkdownText = "Exception: \(code: exception.type)"
        let message = VisibleText.shortened(exception.message, to: 300)
        if !message.isEmpty { text.append(" with the message \(code: message)") }
        if let file = exception.file {
            text.append(", raised at \(RunText.place(Location(source: file, line: exception.line)))")
        }
        if let function = exception.function { text.append(" in \(code: function)") }
        text.append(".")
        return text
    }

    private var sightings: MarkdownText? {
        guard finding.occurrences > 1 else { return nil }
        var text: MarkdownText = "Seen \(Wording.count(finding.occurrences, "time"))"
        if let first = finding.firstSeen, let last = finding.lastSeen, first < last {
            text.append(", first at \(first.readable) and last at \(last.readable)")
        }
        text.append(".")
        return text
    }

    private func write(_ passage: Passage, to page: inout MarkdownPage) {
        var caption = page.cite(passage.first.location)
        if CodeSource.holds(passage.first.location.source, finding.exception) { caption = "In the code, \(caption)" }
        if passage.quotes.count > 1, let last = passage.lastLine { caption.append(" to \(last)") }
        if let time = passage.first.time { caption.append(" at \(time.readable)") }
        page.paragraph(caption)
        page.fence("text", lines: passage.lines.map { VisibleText.shortened($0, to: FindingText.maximumWidth) })
    }
}
