import Evidence
import Intake
import Rules

/// What the program knows of rules and formats, for those who ask.
package enum Catalogues {
    /// The rules in the order of their pages.
    package static var rules: TextTable {
        var table = TextTable(columns: ["rule", "category", "kind", "severity", "finds"], kept: [0], optional: [2, 1])
        for rule in RuleCatalogue.all {
            table.add([rule.id, rule.category.rawValue, rule.kind.rawValue, rule.severity.rawValue, rule.title], tinted: [3])
        }
        return table
    }

    package static var rulesJSON: JSONTree { .list(RuleCatalogue.all.map(summary)) }

    private static func summary(_ rule: Rule) -> JSONTree {
        .object([
            ("rule", .string(rule.id)), ("category", .string(rule.category.rawValue)), ("kind", .string(rule.kind.rawValue)),
            ("severity", .string(rule.severity.rawValue)), ("title", .string(rule.title)),
        ])
    }

    /// One rule's page.
    package static func rulePage(_ id: String) throws -> String { RulePages.page(of: try rule(id)) + "\n" }

    /// One rule's page as JSON.
    package static func ruleJSON(_ id: String) throws -> JSONTree {
        let rule = try rule(id)
        guard case .object(let head) = summary(rule) else { return .null }
        let alert = rule.alert.map { JSONTree.object([("table", .string($0.table)), ("kql", .string($0.kql))]) } ?? .null
        return .object(
            head + [
                ("why", .string(rule.why)), ("harmless", .texts(rule.harmless)), ("remedy", .texts(rule.remedy)), ("alert", alert),
                ("needs", .texts(rule.needs.map(\.rawValue))), ("explains", .texts(rule.explains.sorted())),
                ("patterns", .texts(rule.patterns.map(\.id))),
            ])
    }

    private static func rule(_ id: String) throws -> Rule {
        if let rule = RuleCatalogue.rule(id) { return rule }
        let hint = Nearness.hint(for: id, among: ruleIDs, otherwise: "`mlpostmortem rules list` names all.")
        throw CannotRun("There is no rule '\(ShownText.line(id))'. \(hint)")
    }

    package static var ruleIDs: [String] { RuleCatalogue.all.map(\.id) }

    /// The formats that can be read, and how a person gets such a file.
    package static var formats: TextTable {
        var table = TextTable(columns: ["format", "what it is", "how to get it"], kept: [0])
        for format in FormatCatalogue.all { table.add([format.id, format.title, format.howToGet]) }
        return table
    }

    package static var formatsJSON: JSONTree {
        .list(
            FormatCatalogue.all.map {
                .object([("format", .string($0.id)), ("title", .string($0.title)), ("how_to_get", .string($0.howToGet))])
            })
    }

    package static var formatIDs: [String] { FormatCatalogue.all.map(\.id) }
}
