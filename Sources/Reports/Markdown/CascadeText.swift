import Evidence

/// The cascade as a Mermaid chart, and as a list for readers without Mermaid.
struct CascadeText {
    let group: RunGroup

    /// A chart with more boxes cannot be read; the list still tells all of them.
    private static let maximumNodes = 30

    func write(to page: inout MarkdownPage) {
        let cascade = Cascade(group: group)
        guard cascade.runs.count > 1, !cascade.causes.isEmpty || !cascade.flows.isEmpty else { return }
        page.heading(3, "Cascade")
        if cascade.runs.count <= CascadeText.maximumNodes { page.fence("mermaid", lines: chart(cascade)) }
        page.bullets(list(cascade))
    }

    // `graph` and short arrows, because Azure DevOps knows neither `flowchart` nor long ones.
    private func chart(_ cascade: Cascade) -> [String] {
        var names: [String: String] = [:]
        var lines = ["graph TD"]
        for (index, member) in cascade.runs.enumerated() {
            let name = "r\(index + 1)"
            names[member.run.id] = name
            let role = cascade.roots.contains(member.run.id) ? "root cause, " : ""
            let label = VisibleText.shortened(member.run.label, to: 60) + ": " + role + Wording.label(member.verdict)
            lines.append("    \(name)[\"\(MermaidLabel.escaped(label))\"]")
        }
        for edge in cascade.causes {
            if let from = names[edge.from], let to = names[edge.to] { lines.append("    \(from) -->|took down| \(to)") }
        }
        for edge in cascade.flows {
            if let from = names[edge.from], let to = names[edge.to] { lines.append("    \(from) -.->|data| \(to)") }
        }
        for member in cascade.runs where cascade.roots.contains(member.run.id) {
            if let name = names[member.run.id] { lines.append("    style \(name) stroke:#c00,stroke-width:3px") }
        }
        return lines
    }

    private func list(_ cascade: Cascade) -> [MarkdownText] {
        let byID = Dictionary(cascade.runs.map { ($0.run.id, $0) }) { first, _ in first }
        return cascade.runs.compactMap { member in
            let id = member.run.id
            let taken = cascade.causes.filter { $0.from == id }.compactMap { byID[$0.to] }
            let fed = cascade.flows.filter { $0.from == id }.compactMap { byID[$0.to] }
            guard !taken.isEmpty || !fed.isEmpty else { return nil }
            let role = cascade.roots.contains(id) ? ", the root cause" : ""
            var text: MarkdownText = "\(code: member.run.label) (\(Wording.label(member.verdict))\(role))"
            if !taken.isEmpty { text.append(" took down \(CascadeText.names(taken))") }
            if !fed.isEmpty { text.append("\(taken.isEmpty ? "" : " and") feeds \(CascadeText.names(fed))") }
            text.append(".")
            return text
        }
    }

    private static func names(_ members: [RunReport]) -> MarkdownText {
        .joined(members.map { "\(code: $0.run.label) (\(Wording.label($0.verdict)))" }, by: ", ", last: " and ")
    }
}
