import Evidence

/// The tables of a group: metrics, witnesses, time line, what to do, and what the evidence lacks.
struct GroupDetails {
    let group: RunGroup

    private static let maximumRows = 60

    /// A column of runs says nothing where there is only one.
    private var namesRuns: Bool { group.members.count > 1 }
    private func named(_ label: String) -> [HTMLText] { namesRuns ? [.code(label)] : [] }
    private func heads(_ columns: [HTMLText]) -> [HTMLText] { (namesRuns ? ["Run"] : []) + columns }

    var metrics: HTMLText {
        let series = group.members.flatMap(\.series)
        guard !series.isEmpty else { return "" }
        return "<h4>Metrics</h4>\n\(HTMLText.joined(series.map { MetricChart(series: $0).html }))"
    }

    var witnesses: HTMLText {
        let rows = WitnessText.telling(group)
        guard !rows.isEmpty else { return "" }
        let cells = rows.prefix(Self.maximumRows).map { run, witness -> [HTMLText] in
            let against: HTMLText = witness.contradicts ? " <strong>(contradicts the verdict)</strong>" : ""
            return named(run.label) + [
                "\(witness.name)", "\(witness.statement)\(against)",
                witness.quote.map { PlaceView.place($0.location) } ?? "",
            ]
        }
        return "<h4>Witnesses</h4>\n\(PlaceView.table(heads(["Witness", "Says", "Where"]), cells, label: "Witnesses"))"
    }

    var timeline: HTMLText {
        let rows = TimelineText(group: group).ordered
        guard !rows.isEmpty else { return "" }
        let cells = rows.prefix(Self.maximumRows).map { row -> [HTMLText] in
            named(row.run) + [PlaceView.time(row.entry.time), "\(row.entry.text)", row.entry.location.map(PlaceView.place) ?? ""]
        }
        let more: HTMLText = rows.count > Self.maximumRows ? "<p>… and \(rows.count - Self.maximumRows) more.</p>\n" : ""
        let table = PlaceView.table(heads(["Time (UTC)", "What happened", "Where"]), cells, label: "Timeline")
        return "<h4>Timeline</h4>\n\(table)\(more)"
    }

    var remedies: HTMLText {
        let advice = Advice(group: group)
        var output: HTMLText = ""
        if !advice.remedies.isEmpty {
            let items = advice.remedies.map { remedy -> HTMLText in "<li>\(HTMLText.prose(.inert(Wording.sentence(remedy))))</li>\n" }
            output.append("<h4>What to do</h4>\n<ol>\n\(HTMLText.joined(items))</ol>\n")
        }
        for alert in advice.alerts {
            let lines = alert.kql.split(separator: "\n", omittingEmptySubsequences: false).map { HTMLText.line(String($0)) }
            output.append(
                """
                <details><summary>Alert that would have told</summary>
                <p>A scheduled query rule over \(HTMLText.code(alert.table)):</p>
                <pre class="scroll" tabindex="0">\(HTMLText.joined(lines, by: "\n"))</pre></details>

                """)
        }
        return output
    }

    var evidence: HTMLText {
        let causes = Set(group.rootCauses.map(\.runID))
        let rows = group.members.filter { !$0.evidence.isEmpty && ($0.verdict.isTrouble || causes.contains($0.run.id)) }
        let cells = rows.prefix(Self.maximumRows).map { member -> [HTMLText] in
            named(member.run.label)
                + EvidenceItem.State.allCases.map { state in
                    let items = member.evidence.filter { $0.state == state }.map { item -> HTMLText in
                        item.detail.map { "\(item.kind.rawValue) (\($0))" } ?? "\(item.kind.rawValue)"
                    }
                    return .joined(items, by: ", ")
                }
        }
        guard !cells.isEmpty else { return "" }
        let columns = heads(["There", "Missing", "Damaged", "Of another time"])
        return "<h4>Evidence</h4>\n\(PlaceView.table(columns, cells, label: "Evidence"))"
    }

    var unknowns: HTMLText {
        var texts: [String] = []
        for text in group.members.flatMap(\.unknowns) where !texts.contains(text) { texts.append(text) }
        guard !texts.isEmpty else { return "" }
        let items = texts.prefix(Self.maximumRows).map { text -> HTMLText in "<li>\(HTMLText.prose(.inert(Wording.sentence(text))))</li>\n"
        }
        return "<h4>What is not known</h4>\n<ul>\n\(HTMLText.joined(items))</ul>\n"
    }
}
