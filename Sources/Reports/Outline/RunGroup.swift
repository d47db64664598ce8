import Evidence

/// A pipeline with its runs, or a run that stands alone: what one section of a report is about.
struct RunGroup: Sendable {
    let rootID: String
    /// In the report's order: the root first, if the evidence has it.
    let members: [RunReport]
    /// Findings of the members, in the report's order.
    let findings: [Finding]
    /// The gravest first; one of each cascade.
    let rootCauses: [Finding]

    /// The root run, or the first run below it that is known.
    var head: RunReport { members[0] }
    /// The evidence tells of the root itself, and not only of runs below it.
    var hasRoot: Bool { head.run.id == rootID || members.count == 1 }
    /// What a person calls it.
    var name: String { hasRoot ? head.run.label : rootID }
    /// The runs below the root.
    var steps: ArraySlice<RunReport> { hasRoot ? members.dropFirst() : members[...] }
    var isPipeline: Bool { members.count > 1 || head.run.kind == .pipeline }
    /// `pipeline` or `run`, as sentences call it.
    var noun: String { isPipeline ? "pipeline" : "run" }

    /// The verdict that stands for all: the root's own if it is a bad one, else the worst below it.
    var verdict: Verdict {
        if hasRoot, head.verdict.isTrouble || (head.verdict == .canceled && isCanceledByFailure(head)) { return head.verdict }
        let worst = members.map(\.verdict).filter(\.isTrouble).min { $0.gravity < $1.gravity }
        return worst ?? head.verdict
    }

    /// It did not end well.
    var isFailing: Bool {
        members.contains { $0.verdict.isTrouble || ($0.verdict == .canceled && isCanceledByFailure($0)) }
    }

    /// It deserves a section of its own: it did not end well, or somebody should look at it.
    var needsSection: Bool {
        isFailing || findings.contains { $0.severity >= .warning }
    }

    var severity: Severity {
        findings.map(\.severity).max() ?? .info
    }

    func findings(of runID: String) -> [Finding] {
        findings.filter { $0.runID == runID }
    }

    func member(_ runID: String) -> RunReport? {
        members.first { $0.run.id == runID }
    }

    /// Runs that the root cause took down, the cause's own run not among them.
    func victims(of cause: Finding) -> [RunReport] {
        members.filter { member in
            guard member.run.id != cause.runID, member.verdict != .succeeded else { return false }
            return member.rootCauseFinding == cause.id || member.rootCauseRunID == cause.runID
                || findings(of: member.run.id).contains { $0.causedBy?.runID == cause.runID }
        }
    }

    /// A person's cancel is no failure; one that another run's failure brought about is.
    private func isCanceledByFailure(_ member: RunReport) -> Bool {
        (member.rootCauseRunID != nil && member.rootCauseRunID != member.run.id)
            || findings(of: member.run.id).contains { $0.severity >= .warning }
    }
}

extension Verdict {
    /// The run did not do its work.
    var isTrouble: Bool { self == .failed || self == .stuck || self == .suspicious }

    /// The worst first.
    var gravity: Int {
        switch self {
        case .failed: 0
        case .stuck: 1
        case .suspicious: 2
        case .canceled: 3
        case .notRun: 4
        case .unknown: 5
        case .running: 6
        case .succeeded: 7
        }
    }
}
