import Evidence
import Intake
import Rules

/// What the program knows of rules and formats, for those who ask.
package enum Catalogues {
    /// The rules in the order of their pages.
    package static var rules: TextTable {
        var table = TextTable(columns: ["rule", "category", "kind", "severity", "finds"])
        for rule in RuleCatalogue.all {
            table.add([rule.id, rule.category.rawValue, rule.kind.rawValue, rule.severity.rawValue, rule.title])
        }
        return table
    }

    /// One rule's page.
    package static func rulePage(_ id: String) throws -> String {
        guard let rule = RuleCatalogue.rule(id) else {
            let near = RuleCatalogue.all.map(\.id).filter { id.count > 2 && ($0.contains(id) || id.contains($0)) }
            let hint = near.isEmpty ? "`mlpostmortem rules list` names all." : "Did you mean \(near.joined(separator: ", "))?"
            throw CannotRun("There is no rule '\(id)'. \(hint)")
        }
        return RulePages.page(of: rule) + "\n"
    }

    /// The formats that can be read, and how a person gets such a file.
    package static var formats: TextTable {
        var table = TextTable(columns: ["format", "what it is", "how to get it"])
        for format in FormatCatalogue.all { table.add([format.id, format.title, format.howToGet]) }
        return table
    }

    package static var formatIDs: [String] { FormatCatalogue.all.map(\.id) }
}
