package import Evidence

/// A rule: what it looks for, why it matters, what to do, how it is tested, and how it concludes.
///
/// One file a rule, one `static let`; `RuleCatalogue.all` lists them. The examples are the rule's tests and part of its page.
package struct Rule: Sendable {
    /// Names the pattern, not the cure: `output-written-elsewhere`.
    package let id: String
    /// Raised when what the rule finds under the same fingerprint changes its meaning.
    package let version: Int
    package let category: Category
    package let kind: FindingKind
    package let severity: Severity
    /// What it is, in one line.
    package let title: String
    /// Why it happens and how the rule knows, for the rule's page.
    package let why: String
    /// What looks alike and is harmless, for the rule's page.
    package let harmless: [String]
    package let remedy: [String]
    package let alert: Alert?
    /// Prior for being the root of a cascade, 0 to 100: hardware and platform facts 85-95, the first failing process 70-80, user exceptions
    /// 60-70, generic time-outs 40, wrapper text 5. Used only where no explanation orders two findings.
    package let prior: Int
    /// Ids of rules whose findings in the same run follow from this one's: they become its symptoms.
    package let explains: [String]
    /// It speaks of what other runs of the family did to this one, and is asked after all others.
    package let isCascade: Bool
    /// The kinds of evidence without which it cannot be decided.
    package let needs: [Need]
    package let patterns: [Pattern]
    package let examples: [RuleExample]
    package let conclude: @Sendable (CaseFile) -> [Conclusion]

    package init(
        id: String, version: Int = 1, category: Category, kind: FindingKind, severity: Severity, title: String, why: String,
        harmless: [String] = [], remedy: [String], alert: Alert? = nil, prior: Int, explains: [String] = [], isCascade: Bool = false,
        needs: [Need] = [],
        patterns: [Pattern] = [], examples: [RuleExample] = [], conclude: @escaping @Sendable (CaseFile) -> [Conclusion]
    ) {
        self.id = id
        self.version = version
        self.category = category
        self.kind = kind
        self.severity = severity
        self.title = title
        self.why = why
        self.harmless = harmless
        self.remedy = remedy
        self.alert = alert
        self.prior = prior
        self.explains = explains
        self.isCascade = isCascade
        self.needs = needs
        self.patterns = patterns
        self.examples = examples
        self.conclude = conclude
    }
}

extension Rule {
    /// What a report says about it.
    package var summary: RuleSummary {
        RuleSummary(id: id, title: title, category: category, kind: kind, severity: severity, why: why, remedy: remedy)
    }
}

/// What a rule says about a run, before ranking.
package struct Conclusion: Sendable {
    /// What tells this failure from others of the same rule: exception and place, port, compute. Part of the fingerprint.
    package var mechanism: String
    /// Differ from the rule's own where the case asks for it.
    package var category: Category?
    package var kind: FindingKind?
    package var severity: Severity?
    package var confidence: Double
    package var title: String
    package var explanation: String
    package var evidence: [Quote]
    /// Replaces the rule's remedy where more can be said.
    package var remedy: [String]?
    package var exception: ExceptionSummary?
    /// When what it tells of began.
    package var effectiveTime: Timestamp?
    /// Runs that this finding names as its cause: the producer of a missing input, the holder of a node.
    package var blames: [String]

    package init(
        mechanism: String, severity: Severity? = nil, confidence: Double, title: String, explanation: String, evidence: [Quote],
        remedy: [String]? = nil, exception: ExceptionSummary? = nil, effectiveTime: Timestamp? = nil
    ) {
        self.mechanism = mechanism
        self.severity = severity
        self.confidence = confidence
        self.title = title
        self.explanation = explanation
        self.evidence = evidence
        self.remedy = remedy
        self.exception = exception
        self.effectiveTime = effectiveTime
        blames = []
    }
}

/// A handful of inline files and what the rule must say of them. They go through the real intake in the tests.
package struct RuleExample: Sendable {
    package enum Expectation: Sendable {
        /// The rule finds it: the finding's title, the place it cites first, and places (`source:line`) that it must cite too.
        case finds(title: String, source: String, line: Int, also: [String] = [])
        /// Looks alike and is harmless: the rule stays silent.
        case staysSilent
    }
    /// What the example shows, as a sentence fragment.
    package let name: String
    /// Relative path to text.
    package let files: [String: String]
    /// The evidence is cut or incomplete.
    package let isDamaged: Bool
    package let expectation: Expectation

    package init(_ name: String, isDamaged: Bool = false, files: [String: String], expectation: Expectation) {
        self.name = name
        self.files = files
        self.isDamaged = isDamaged
        self.expectation = expectation
    }
}
