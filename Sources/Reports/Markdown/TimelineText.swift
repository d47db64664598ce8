import Evidence

/// What happened when, over all runs of a group.
struct TimelineText {
    let group: RunGroup

    /// How it began and how it ended; the middle of a long life is left out.
    private static let maximumHead = 12
    private static let maximumTail = 28

    struct Row: Hashable {
        var run: String
        var entry: TimelineEntry
    }

    func write(to page: inout MarkdownPage) {
        let rows = ordered
        guard !rows.isEmpty else { return }
        page.heading(3, "Timeline")
        let namesRuns = Set(rows.map(\.run)).count > 1
        let limit = TimelineText.maximumHead + TimelineText.maximumTail
        let head = rows.count > limit ? rows.prefix(TimelineText.maximumHead) : rows[...]
        let tail = rows.count > limit ? rows.suffix(TimelineText.maximumTail) : []
        var table = head.map { cells($0, namesRuns: namesRuns, &page) }
        if !tail.isEmpty {
            let left = Wording.count(rows.count - head.count - tail.count, "entry", "entries")
            table.append(["…"] + (namesRuns ? [""] : []) + ["\(left) left out", ""])
            table += tail.map { cells($0, namesRuns: namesRuns, &page) }
        }
        page.table(["Time"] + (namesRuns ? ["Run"] : []) + ["What happened", "Where"], table)
    }

    private func cells(_ row: Row, namesRuns: Bool, _ page: inout MarkdownPage) -> [MarkdownText] {
        [RunText.time(row.entry.time)] + (namesRuns ? ["\(code: row.run)"] : []) + [
            "\(row.entry.text)", row.entry.location.map { page.cite($0) } ?? "",
        ]
    }

    /// By time; at the same moment in the order of the runs.
    var ordered: [Row] {
        var seen: Set<Row> = []
        var rows: [Row] = []
        for member in group.members {
            for entry in member.timeline {
                let row = Row(run: member.run.label, entry: entry)
                if seen.insert(row).inserted { rows.append(row) }
            }
        }
        return rows.enumerated().sorted { ($0.element.entry.time, $0.offset) < ($1.element.entry.time, $1.offset) }.map(\.element)
    }
}
