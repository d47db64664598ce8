import Evidence
import Testing

/// A report made by hand, that every form is rendered from.
struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    let report: Report

    var testDescription: String { name }

    static let all: [Sample] = [
        .emptyStore, .healthyNight, .brokenPipeline, .recurringFailure, .suspiciousSuccess, .unexplained, .orphanedSteps, .hostileEvidence,
    ]
}
