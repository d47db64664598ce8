import Evidence

/// A kind of evidence that a rule cannot do without.
package enum Need: String, Sendable, CaseIterable {
    case userLog = "the run's own log"
    case runHistory = "the run history"
    case outputListing = "a listing of the outputs"
    case activityLog = "the activity log"
    case clusterEvents = "the events of the cluster"
    case code = "the code snapshot"
    case history = "an earlier run of the same step that went well"

    /// Whether the run's evidence has it.
    func isMet(by file: CaseFile) -> Bool {
        let coverage = file.dossier.coverage
        return switch self {
        case .userLog: coverage.hasUserLog
        case .runHistory: coverage.hasRunHistory || coverage.hasStatusEvents
        case .outputListing: coverage.hasOutputListing
        case .activityLog: coverage.activity != nil
        case .clusterEvents: coverage.cluster != nil
        case .code: coverage.hasCode
        case .history: file.dossier.history.contains { $0.status == .completed }
        }
    }

    /// What was given does not reach to the moment at which the run was in trouble.
    func isOfAnotherTime(_ file: CaseFile) -> Bool {
        let range: ClosedRange<Timestamp>? =
            switch self {
            case .activityLog: file.dossier.coverage.activity
            case .clusterEvents: file.dossier.coverage.cluster
            default: nil
            }
        guard let range, let moment = file.lastOutputTime ?? file.run.ended ?? file.run.started ?? file.run.created else { return false }
        // What the platform writes of a lost node comes up to half an hour late; without any such word the range may simply end there.
        return moment > range.upperBound || (file.run.ended ?? moment).adding(seconds: 1_800) < range.lowerBound
    }
}

/// Why a rule could not be decided for a run: coverage says so, because silence would read as "no".
struct Lack: Sendable {
    let reason: String

    /// Nil where the rule had all it needs, and where the run gives no reason to ask.
    init?(_ rule: Rule, _ file: CaseFile) {
        guard Lack.matters(rule, file) else { return nil }
        if let missing = rule.needs.first(where: { !$0.isMet(by: file) }) {
            reason = "It needs \(missing.rawValue), which was not given\(missing == .userLog ? " or is empty" : "")."
        } else if let other = rule.needs.first(where: { $0.isOfAnotherTime(file) }) {
            reason = "It needs \(other.rawValue), and what was given is of another time."
        } else {
            return nil
        }
    }

    /// A question is open only where the run gives reason to ask it: what died of its own exception was not taken down by its cluster.
    private static func matters(_ rule: Rule, _ file: CaseFile) -> Bool {
        if file.run.kind == .pipeline || file.run.kind == .sweep { return false }
        let isOutput = rule.category == .outputOutsideDeclared
        switch file.status {
        case .completed:
            return isOutput && rule.needs.contains(.outputListing) && !file.run.outputs.isEmpty && file.run.reusedRunID == nil
        case .failed, .notResponding:
            if rule.category == .computeLost { return Rule.brokeOff(file) }
            return !isOutput && rule.category != .stuckFinalizing && rule.category != .metricAnomaly && !rule.isCascade
        case .canceled: return rule.category == .hungExternalCall || (rule.category == .computeLost && Rule.brokeOff(file))
        case .queued, .provisioning, .starting: return rule.category == .submissionFailure && rule.needs.contains(.clusterEvents)
        default: return false
        }
    }
}
