import Evidence
package import Rules

/// The pages of `docs/rules/`, made from the rules themselves: `rules explain` prints the same text.
package enum RulePages {
    /// One rule's page, as Markdown.
    package static func page(of rule: Rule) -> String {
        var lines = ["# \(rule.id)", "", "\(rule.title).", ""]
        lines += ["| | |", "| --- | --- |"]
        lines.append("| category | `\(rule.category.rawValue)` |")
        lines.append("| kind | \(rule.kind.rawValue) |")
        lines.append("| severity | \(rule.severity.rawValue) (a case may be milder or worse) |")
        if !rule.needs.isEmpty { lines.append("| needs | \(rule.needs.map(\.rawValue).joined(separator: "; ")) |") }
        lines += ["", "## Why it happens, and how the rule knows", "", rule.why, ""]
        if !rule.harmless.isEmpty { lines += ["## What looks alike and is harmless", ""] + rule.harmless.map { "- \($0)" } + [""] }
        if !rule.explains.isEmpty {
            let others = rule.explains.sorted().map { "[\($0)](\($0).md)" }.joined(separator: ", ")
            lines += ["## What follows from it", "", "In the same run these findings are its symptoms: \(others).", ""]
        }
        lines += ["## What to do", ""] + rule.remedy.enumerated().map { "\($0.offset + 1). \($0.element)" } + [""]
        if let alert = rule.alert {
            lines += [
                "## The alert that would have told", "", "A scheduled query rule over `\(alert.table)`:", "", "```kusto", alert.kql, "```",
                "",
            ]
        }
        if !rule.patterns.isEmpty { lines += patterns(of: rule) }
        lines += ["## Examples", ""]
        for example in rule.examples { lines += section(for: example) }
        return lines.joined(separator: "\n")
    }

    private static func patterns(of rule: Rule) -> [String] {
        var lines = ["## Lines it looks for", "", "| pattern | such as | but not |", "| --- | --- | --- |"]
        for pattern in rule.patterns {
            lines.append("| \(pattern.id) | \(cell(pattern.matches.first)) | \(cell(pattern.ignores.first)) |")
        }
        return lines + [""]
    }

    /// A sample as code in a table cell: pipes escaped, cut to what a cell can hold.
    private static func cell(_ text: String?) -> String {
        guard let text else { return "" }
        let cut = text.count > 90 ? String(text.prefix(89)) + "…" : text
        let fence = cut.contains("`") ? "``" : "`"
        return fence + (fence.count > 1 ? " " : "") + cut.replacing("|", with: "\\|") + (fence.count > 1 ? " " : "") + fence
    }

    private static func section(for example: RuleExample) -> [String] {
        let name = example.name.prefix(1).uppercased() + example.name.dropFirst()
        var lines = ["### \(name)", ""]
        for (path, text) in example.files.sorted(by: { $0.key < $1.key }) {
            lines += ["`\(path)`", "", "````text"]
            lines += text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0).map(String.init)
            lines += ["````", ""]
        }
        switch example.expectation {
        case .finds(let title, let source, let line, let also):
            let more = also.isEmpty ? "" : "; it cites \(also.map { "`\($0)`" }.joined(separator: ", ")) too"
            lines += ["**Finds:** “\(title)”, at `\(source)` line \(line)\(more).", ""]
        case .staysSilent: lines += ["**Says nothing.**", ""]
        }
        return lines
    }

    /// The list of all rules, as `docs/rules/README.md`.
    package static func index() -> String {
        var lines = ["# The rules", "", "Each page is made from the rule itself; `mlpostmortem rules explain ID` prints it.", ""]
        lines += ["| rule | category | kind | severity | what it finds |", "| --- | --- | --- | --- | --- |"]
        for rule in RuleCatalogue.all.sorted(by: { $0.id < $1.id }) {
            lines.append(
                "| [\(rule.id)](\(rule.id).md) | \(rule.category.rawValue) | \(rule.kind.rawValue) | \(rule.severity.rawValue) | \(rule.title) |"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
