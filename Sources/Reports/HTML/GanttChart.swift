import Evidence

/// When each run of a group waited, ran and was silent, and where the evidence stands.
///
/// Widths are in percent and texts in pixels, so that it fits any screen without shrinking its letters.
struct GanttChart {
    let group: RunGroup
    let now: Timestamp?

    private static let rowHeight = 44
    private static let maximumRows = 60
    private static let maximumMarks = 12

    private struct Span {
        var first: Timestamp
        var last: Timestamp

        func share(_ time: Timestamp) -> Double {
            let length = last.seconds(since: first)
            return length > 0 ? min(max(time.seconds(since: first) / length, 0), 1) : 0
        }
        func contains(_ time: Timestamp) -> Bool { first <= time && time <= last }
    }

    var html: HTMLText {
        let rows = ordered
        // One bar alone says no more than the times above it.
        guard group.members.count > 1 || group.needsSection || !group.head.silences.isEmpty else { return "" }
        guard let span = span(of: rows), !rows.isEmpty else { return "" }
        let shown = rows.prefix(GanttChart.maximumRows)
        let height = 24 + shown.count * GanttChart.rowHeight
        var output: HTMLText = """
            <h4>When it happened</h4>
            <svg class="chart" width="100%" height="\(height)" role="group" aria-label="Time line of \(Wording.count(shown.count, "run"))">
            \(axis(span, height))
            """
        for (index, member) in shown.enumerated() { output.append(row(member, at: 24 + index * GanttChart.rowHeight, span)) }
        output.append("</svg>\n\(key(shown))")
        if rows.count > shown.count {
            output.append("<p class=\"soft\">… and \(Wording.count(rows.count - shown.count, "more run"))</p>\n")
        }
        return output
    }

    /// The pipeline first, then by start; what never started comes last.
    private var ordered: [RunReport] {
        let timed = group.members.enumerated().filter { $0.element.run.started != nil || $0.element.run.created != nil }
        func key(_ entry: (offset: Int, element: RunReport)) -> (Int, Int64, Int) {
            let isRoot = entry.element.run.id == group.rootID
            return (isRoot ? 0 : 1, entry.element.run.started?.microseconds ?? .max, entry.offset)
        }
        return timed.sorted { key($0) < key($1) }.map(\.element)
    }

    private func span(of rows: [RunReport]) -> Span? {
        let times = rows.flatMap { entry in
            [entry.run.created, entry.run.started, entry.run.ended, isOpen(entry) ? now : nil].compactMap { $0 }
        }
        guard let first = times.min(), let last = times.max(), first < last else { return nil }
        return Span(first: first, last: last)
    }

    private func isOpen(_ entry: RunReport) -> Bool {
        entry.run.started != nil && entry.run.ended == nil && (entry.verdict == .running || entry.verdict == .stuck)
    }

    private func axis(_ span: Span, _ height: Int) -> HTMLText {
        let length = span.last.seconds(since: span.first)
        var output: HTMLText = ""
        for index in 0...4 {
            let time = span.first.adding(seconds: length * Double(index) / 4)
            let anchor: HTMLText = index == 0 ? "start" : index == 4 ? "end" : "middle"
            let x = Drawn.percent(Double(index) / 4)
            output.append("<line class=\"axis\" x1=\"\(x)\" x2=\"\(x)\" y1=\"18\" y2=\"\(height)\"/>")
            // Five long labels do not stand beside each other on a telephone.
            if index % 2 == 0 || label(time, length).count <= 5 {
                output.append("<text class=\"small\" x=\"\(x)\" y=\"12\" text-anchor=\"\(anchor)\">\(label(time, length))</text>\n")
            }
        }
        return output
    }

    private func label(_ time: Timestamp, _ length: Double) -> String {
        let text = time.readable
        let day = text.dropFirst(5).prefix(5)
        if length > 86_400 { return String(day + " " + text.dropFirst(11).prefix(5)) }
        return String(length > 600 ? text.dropFirst(11).prefix(5) : text.dropFirst(11))
    }

    private func row(_ member: RunReport, at y: Int, _ span: Span) -> HTMLText {
        let run = member.run
        let label = VisibleText.shortened(run.label, to: 40)
        var words = Wording.label(member.verdict)
        if let seconds = run.seconds { words += ", " + readableDuration(seconds: seconds) }
        var output: HTMLText = """
            <g><a href="#\(PlaceView.runAnchor(run.id))"><title>\(run.label): \(words)</title>\
            <text class="focus" x="0" y="\(y + 13)">\(VerdictMark.sign(member.verdict)) \(label) <tspan class="small">\(words)</tspan></text>

            """
        if let created = run.created, let begun = run.started ?? (member.verdict == .notRun ? nil : now), created < begun {
            output.append(
                line(span.share(created), span.share(begun), y + 26, "Waited \(readableDuration(seconds: begun.seconds(since: created)))"))
        }
        if let started = run.started {
            let end = run.ended ?? (isOpen(member) ? now : nil) ?? started
            let from = span.share(started)
            let width = max(span.share(end) - from, 0.004)
            output.append(
                """
                <rect class="bar focus" x="\(Drawn.percent(min(from, 0.996)))" y="\(y + 20)" width="\(Drawn.percent(width))" height="13" rx="2" \
                fill="\(VerdictMark.fill(member.verdict))"><title>\(run.label): \(started.readable) to \(end.readable), \(words)</title></rect>
                """)
        }
        output.append("</a>\n")
        for silence in member.silences where span.contains(silence.from) { output.append(gap(silence, y, span)) }
        output.append(moments(member, y, span))
        output.append(marks(member, y, span))
        output.append("</g>\n")
        return output
    }

    private func line(_ from: Double, _ to: Double, _ y: Int, _ title: String) -> HTMLText {
        """
        <line class="wait" x1="\(Drawn.percent(from))" x2="\(Drawn.percent(to))" y1="\(y)" y2="\(y)"><title>\(title)</title></line>

        """
    }

    private func gap(_ silence: ReportedSilence, _ y: Int, _ span: Span) -> HTMLText {
        let from = span.share(silence.from)
        let width = max(span.share(silence.to) - from, 0.003)
        return """
            <rect class="silence" tabindex="0" x="\(Drawn.percent(from))" y="\(y + 22)" width="\(Drawn.percent(width))" height="9">\
            <title>Silent for \(readableDuration(seconds: silence.seconds)) after \(place(silence.quote.location)): \(silence.quote.text)</title></rect>

            """
    }

    /// What the time line tells between start and end; the table below has it in words.
    private func moments(_ member: RunReport, _ y: Int, _ span: Span) -> HTMLText {
        let ends = [member.run.created, member.run.started, member.run.ended].compactMap { $0 }
        let entries = member.timeline.filter { span.contains($0.time) && !ends.contains($0.time) }
        let ticks = entries.prefix(GanttChart.maximumMarks).map { entry -> HTMLText in
            let x = Drawn.percent(span.share(entry.time))
            let place = entry.location.map { ", " + self.place($0) } ?? ""
            return """
                <g tabindex="0"><title>\(entry.time.readable): \(entry.text)\(place)</title>\
                <line class="tick focus" x1="\(x)" x2="\(x)" y1="\(y + 18)" y2="\(y + 36)"/></g>

                """
        }
        return .joined(ticks)
    }

    /// What the findings cite, where it has a time.
    private func marks(_ member: RunReport, _ y: Int, _ span: Span) -> HTMLText {
        var seen: Set<Timestamp> = []
        var output: HTMLText = ""
        for finding in group.findings(of: member.run.id) {
            for quote in finding.evidence {
                guard let time = quote.time, span.contains(time), seen.count < GanttChart.maximumMarks, seen.insert(time).inserted else {
                    continue
                }
                output.append(
                    """
                    <svg x="\(Drawn.percent(span.share(time)))" y="\(y + 26)"><a href="#\(finding.id)"><title>\(time.readable), \
                    \(place(quote.location)): \(finding.title)</title><path class="mark focus\(finding.isRootCause ? " root" : "")" \
                    d="M0-8L8 0L0 8L-8 0z"/></a></svg>

                    """)
            }
        }
        return output
    }

    private func place(_ location: Location) -> String {
        location.source + (location.line.map { ":\($0)" } ?? "")
    }

    private func key(_ rows: ArraySlice<RunReport>) -> HTMLText {
        var items: [HTMLText] = []
        for verdict in Verdict.allCases where verdict != .notRun && rows.contains(where: { $0.verdict == verdict && $0.run.started != nil })
        {
            items.append(
                "<li><svg width=\"22\" height=\"13\" aria-hidden=\"true\"><rect class=\"bar\" width=\"22\" height=\"13\" fill=\"\(VerdictMark.fill(verdict))\"/></svg>\(Wording.label(verdict))</li>"
            )
        }
        if rows.contains(where: { !$0.silences.isEmpty }) {
            items.append(
                "<li><svg width=\"22\" height=\"13\" aria-hidden=\"true\"><rect class=\"silence\" x=\"1\" y=\"2\" width=\"20\" height=\"9\"/></svg>silence of the log</li>"
            )
        }
        if rows.contains(where: { !$0.timeline.isEmpty }) {
            items.append(
                "<li><svg width=\"8\" height=\"16\" aria-hidden=\"true\"><line class=\"tick\" x1=\"4\" x2=\"4\" y1=\"0\" y2=\"16\"/></svg>moment of the timeline</li>"
            )
        }
        let findings = rows.flatMap { group.findings(of: $0.run.id) }
        if findings.contains(where: { $0.evidence.contains { $0.time != nil } }) {
            items.append(
                "<li><svg width=\"16\" height=\"16\" aria-hidden=\"true\"><path class=\"mark\" d=\"M8 1L15 8L8 15L1 8z\"/></svg>evidence (filled: of the root cause)</li>"
            )
        }
        return items.isEmpty ? "" : "<ul class=\"key\">\(HTMLText.joined(items))</ul>\n"
    }
}
