import Evidence

/// Whether the same was seen before: the same failure in other runs, and failures of the same rule in other places.
struct SimilarText {
    let section: ReportOutline.Section
    let outline: ReportOutline

    private static let maximumRows = 8

    func write(to page: inout MarkdownPage) {
        guard let cause = section.group.rootCauses.first else { return }
        page.heading(3, "Similar incidents")
        var items: [MarkdownText] = []
        if cause.occurrences > 1 {
            var text: MarkdownText = "The same failure was seen in \(Wording.count(cause.occurrences, "run"))"
            if let first = cause.firstSeen, let last = cause.lastSeen, first < last {
                text.append(", first at \(first.readable) and last at \(last.readable)")
            }
            text.append(".")
            items.append(text)
        }
        let others = outline.sections.filter { $0.group.rootID != section.group.rootID }.compactMap { other in
            other.group.rootCauses.first { $0.rule == cause.rule }.map { (other.group, $0) }
        }
        for (group, finding) in others.prefix(SimilarText.maximumRows) {
            var text: MarkdownText = "Alike: \(RunText.reference(group))"
            if let time = group.head.run.started ?? group.head.run.created { text.append(", \(time.readable)") }
            text.append(": \(Wording.sentence(finding.title))")
            items.append(text)
        }
        if others.count > SimilarText.maximumRows { items.append("… and \(others.count - SimilarText.maximumRows) more.") }
        if items.isEmpty { items = ["None in this evidence."] }
        page.bullets(items)
    }
}
