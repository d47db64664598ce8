/// A rule's conclusion about a run.
package struct Finding: Sendable {
    /// `f-` and 12 hexadecimal digits of SHA-256(rule, run, fingerprint).
    package var id: String
    /// Names the same failure across runs and nights: `rule/version:mechanism@place`.
    package var fingerprint: String
    package var rule: String
    package var category: Category
    package var kind: FindingKind
    package var severity: Severity
    /// 0 to 1, from which witnesses agree.
    package var confidence: Double
    package var runID: String
    package var title: String
    package var explanation: String
    package var isRootCause = false
    package var causedBy: CauseLink?
    /// Ids of runner-up findings whose score is close to this root cause's.
    package var alternatives: [String] = []
    /// Why it ranks where it does among the findings of its cascade.
    package var ranking: RankingTerms?
    package var exception: ExceptionSummary?
    package var evidence: [Quote]
    package var remedy: [String]
    package var alert: Alert?
    package var firstSeen: Timestamp?
    package var lastSeen: Timestamp?
    package var occurrences = 1
    package var isNew = true
    /// When what it tells of began, for ordering causes.
    package var effectiveTime: Timestamp?

    package init(
        rule: String, category: Category, kind: FindingKind, severity: Severity, confidence: Double, runID: String, fingerprint: String,
        title: String, explanation: String, evidence: [Quote], remedy: [String]
    ) {
        self.rule = rule
        self.category = category
        self.kind = kind
        self.severity = severity
        self.confidence = confidence
        self.runID = runID
        self.fingerprint = fingerprint
        self.title = title
        self.explanation = explanation
        self.evidence = evidence
        self.remedy = remedy
        id = "f-" + SHA256.hexadecimal(of: rule + "\u{1F}" + runID + "\u{1F}" + fingerprint, digits: 12)
    }
}

/// What kind of failure a finding is about; rules share categories.
package enum Category: String, Sendable, CaseIterable, Codable {
    case unhandledException = "unhandled-exception"
    case swallowedException = "swallowed-exception"
    case dataValidationFailure = "data-validation-failure"
    case outputOutsideDeclared = "output-outside-declared"
    case hungExternalCall = "hung-external-call"
    case prematureExit = "premature-exit"
    case stuckFinalizing = "stuck-finalizing"
    case blockedDependency = "blocked-dependency"
    case computeLost = "compute-lost"
    case metricAnomaly = "metric-anomaly"
    case environmentFailure = "environment-failure"
    case dataAccessFailure = "data-access-failure"
    case submissionFailure = "submission-failure"
    case evidence = "evidence"
}

package enum FindingKind: String, Sendable, CaseIterable, Codable {
    /// May be a root cause.
    case cause
    /// Follows from something else.
    case symptom
    /// The mere fact that it failed.
    case outcome
}

/// Impact, the mildest first.
package enum Severity: String, Sendable, CaseIterable, Codable, Comparable {
    case info, warning, error, critical

    package static func < (left: Severity, right: Severity) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}

/// The finding of another (or the same) run that explains this one.
package struct CauseLink: Hashable, Sendable, Codable {
    package var runID: String
    package var finding: String

    package init(runID: String, finding: String) {
        self.runID = runID
        self.finding = finding
    }
}

/// The innermost exception or service error code that a finding's evidence names.
package struct ExceptionSummary: Hashable, Sendable, Codable {
    package var type: String
    package var message: String
    package var file: String?
    package var line: Int?
    package var function: String?

    package init(type: String, message: String, file: String? = nil, line: Int? = nil, function: String? = nil) {
        self.type = type
        self.message = message
        self.file = file
        self.line = line
        self.function = function
    }
}

/// A scheduled query rule that would have told.
package struct Alert: Hashable, Sendable, Codable {
    package var table: String
    package var kql: String

    package init(table: String, kql: String) {
        self.table = table
        self.kql = kql
    }
}
