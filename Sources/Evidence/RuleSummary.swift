/// What a report says about a rule: enough for readers who do not have its page.
package struct RuleSummary: Hashable, Sendable {
    package var id: String
    /// What it is, in one line.
    package var title: String
    package var category: Category
    package var kind: FindingKind
    package var severity: Severity
    /// Why it happens and how the rule knows.
    package var why: String
    package var remedy: [String]

    package init(
        id: String, title: String, category: Category, kind: FindingKind, severity: Severity, why: String, remedy: [String]
    ) {
        self.id = id
        self.title = title
        self.category = category
        self.kind = kind
        self.severity = severity
        self.why = why
        self.remedy = remedy
    }
}
