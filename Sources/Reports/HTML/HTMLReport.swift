import Evidence

/// The report as one page that needs nothing but itself: to search, to click through, to print, to attach.
struct HTMLReport {
    let report: Report
    private let outline: ReportOutline

    /// Where more entries than this are told in full, the file gets too large to mail; repeats of a failure are then told in brief.
    private static let maximumFull = 400
    private static let maximumCauses = 12

    init(report: Report) {
        self.report = report
        outline = ReportOutline(report: report)
    }

    /// Nothing is loaded, sent or framed, and no script runs but ours.
    private static let policy: HTMLText = """
        default-src 'none'; style-src '\(InlineHash.of(PageStyle.content))'; script-src '\(InlineHash.of(PageScript.content))'; \
        base-uri 'none'; form-action 'none'
        """

    var html: HTMLText {
        let title = HTMLText.prose(SummaryText(outline: outline).title)
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta name="color-scheme" content="light dark">
            <title>Post-mortem: \(plainTitle)</title>
            <style>\(HTMLText.constant(PageStyle.content))</style>
            </head>
            <body>
            <a class="skip" href="#runs">To the runs</a>
            \(VerdictMark.definitions)<header>
            <h1>Post-mortem: \(title)</h1>
            <p class="soft">\(HTMLText.prose(MarkdownReport(report: report).period))</p>
            <p class="lead">\(HTMLText.prose(SummaryText(outline: outline).paragraph))</p>
            \(tiles)</header>
            <main>
            \(impact)\(causes)<h2>Runs</h2>
            \(form)<div id="runs">
            \(entries)</div>
            <p id="nothing" hidden>No run fits the filter.</p>
            \(CoverageView(report: report).html)</main>
            <footer><p>\(colophon)</p></footer>
            <script>\(HTMLText.constant(PageScript.content))</script>
            </body>
            </html>

            """
    }

    private var plainTitle: HTMLText {
        var text = ""
        SummaryText(outline: outline).title.forEachPiece { piece, _ in text += piece }
        return .text(text)
    }

    private var tiles: HTMLText {
        let runs = outline.groups.flatMap(\.members)
        let items = Verdict.allCases.sorted { $0.gravity < $1.gravity }.compactMap { verdict -> HTMLText? in
            let count = runs.count { $0.verdict == verdict }
            return count == 0 ? nil : "<li><b>\(Wording.grouped(count))</b> \(VerdictMark.badge(verdict))</li>\n"
        }
        return items.isEmpty ? "" : "<ul class=\"tiles\" aria-label=\"Runs by verdict\">\n\(HTMLText.joined(items))</ul>\n"
    }

    private var impact: HTMLText {
        let sentences = Impact(groups: outline.sections.flatMap(\.groups), report: report).sentences
        guard !sentences.isEmpty else { return "" }
        return "<h2>Impact</h2>\n<ul>\n\(HTMLText.joined(sentences.map { "<li>\($0)</li>\n" }))</ul>\n"
    }

    /// The failures by how often they came, where there is more than one.
    private var causes: HTMLText {
        guard outline.sections.count > 1 else { return "" }
        let items = outline.sections.prefix(Self.maximumCauses).map { section -> HTMLText in
            let group = section.group
            let cause = group.rootCauses.first ?? group.findings.first
            let title = cause?.title ?? "not known why"
            let times: HTMLText = section.groups.count > 1 ? " <strong>\(section.groups.count) times</strong>" : ""
            let link: HTMLText = "<a href=\"#\(PlaceView.groupAnchor(group.rootID))\">\(group.name)</a>"
            return "<li>\(VerdictMark.badge(group.verdict)) \(link): \(title)\(times)</li>\n"
        }
        let rest = outline.sections.count - items.count
        let more: HTMLText = rest > 0 ? "<p class=\"soft\">… and \(Wording.count(rest, "other failure")), in the list below.</p>\n" : ""
        return "<h2>What went wrong, the gravest first</h2>\n<ol>\n\(HTMLText.joined(items))</ol>\n\(more)"
    }

    private var form: HTMLText {
        guard !outline.groups.isEmpty else { return "" }
        let present = Set(outline.groups.flatMap { [$0.verdict] + $0.members.map(\.verdict) })
        let boxes = Verdict.allCases.filter(present.contains).sorted { $0.gravity < $1.gravity }.map { verdict -> HTMLText in
            "<label><input type=\"checkbox\" name=\"verdict\" value=\"\(verdict.rawValue)\"> \(Wording.label(verdict))</label>\n"
        }
        return """
            <form id="filter" hidden>
            <div class="row"><label for="search">Search</label> <input type="search" id="search" autocomplete="off" \
            placeholder="run, experiment, finding, rule, exception"> <span id="count" role="status" aria-live="polite"></span></div>
            <div class="row"><fieldset><legend>Verdict</legend>
            \(HTMLText.joined(boxes))</fieldset></div>
            <div class="row"><label>Findings <select id="severity"><option value="0">of any severity, or none</option>\
            <option value="1">info or worse</option><option value="2">warning or worse</option><option value="3">error or worse</option>\
            <option value="4">critical</option></select></label>
            <label><input type="checkbox" id="fresh"> only with new findings</label>
            <button type="button" id="open">Open all</button> <button type="button" id="close">Close all</button> \
            <button type="reset">Reset</button></div>
            </form>

            """
    }

    private var entries: HTMLText {
        let isMany = outline.groups.count > Self.maximumFull
        var output: HTMLText = ""
        for (number, section) in outline.sections.enumerated() {
            for (index, group) in section.groups.enumerated() {
                let sameAs = index == 0 ? nil : (group: section.group, count: section.groups.count)
                output.append(entry(group, sameAs: sameAs, isOpen: number == 0 && index == 0, isFull: index == 0 || !isMany))
            }
        }
        let sectioned = Set(outline.sections.flatMap(\.groups).map(\.rootID))
        let rest = outline.groups.enumerated().filter { !sectioned.contains($0.element.rootID) }
        for group in rest.sorted(by: { ($0.element.verdict.gravity, $0.offset) < ($1.element.verdict.gravity, $1.offset) }).map(\.element) {
            output.append(entry(group, sameAs: nil, isOpen: false, isFull: !isMany || group.verdict != .succeeded))
        }
        return output
    }

    private func entry(_ group: RunGroup, sameAs: (group: RunGroup, count: Int)?, isOpen: Bool, isFull: Bool) -> HTMLText {
        GroupView(group: group, outline: outline, report: report, sameAs: sameAs, isOpen: isOpen, isFull: isFull).html
    }

    private var colophon: HTMLText {
        var text: HTMLText = "Written by mlpostmortem \(report.toolVersion) with rules version \(report.rulesVersion)"
        if let generated = report.generatedAt { text.append(" at \(generated)") }
        text.append(". Evidence is quoted as file:line, lines counted from 1. The page loads nothing and sends nothing.")
        return text
    }
}
