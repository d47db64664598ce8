import Evidence

/// A rule as a reporting descriptor, with its help.
struct SARIFRule {
    let rule: RuleSummary

    var value: JSONValue {
        var members: [(String, JSONValue)] = [
            ("id", .string(rule.id)),
            ("name", .string(rule.id)),
            ("shortDescription", text(Wording.sentence(rule.title))),
        ]
        if !rule.why.isEmpty { members.append(("fullDescription", text(rule.why))) }
        if !rule.why.isEmpty || !rule.remedy.isEmpty { members.append(("help", help)) }
        members += [
            ("defaultConfiguration", .object([("level", .string(SARIFText.level(rule.severity)))])),
            (
                "properties",
                .object([
                    ("tags", .strings([rule.category.rawValue, rule.kind.rawValue])),
                    ("severity", .string(rule.severity.rawValue)),
                ])
            ),
        ]
        return .object(members)
    }

    private var help: JSONValue {
        let steps = rule.remedy.enumerated().map { "\($0.offset + 1). " + $0.element }
        let plain = [rule.why, "What to do:"] + steps
        let markdown = [rule.why, "", "**What to do**", ""] + steps
        return .object([("text", .string(plain.joined(separator: "\n"))), ("markdown", .string(markdown.joined(separator: "\n")))])
    }

    private func text(_ text: String) -> JSONValue { .object([("text", .string(text))]) }
}
