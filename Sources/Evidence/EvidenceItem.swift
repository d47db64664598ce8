/// A kind of evidence that one expects of a run, and how much of it there is: absence of evidence is not evidence of absence.
package struct EvidenceItem: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case runHistory = "run history"
        case statusEvents = "status events"
        case jobEvents = "job events"
        case userLog = "user log"
        case executionWrapper = "execution-wrapper log"
        case lifecycler = "lifecycler log"
        case jobPreparation = "job preparation log"
        case jobRelease = "job release log"
        case activityLog = "activity log"
        case clusterEvents = "cluster events"
        case outputListing = "output listing"
        case code
    }

    package enum State: String, Sendable, CaseIterable {
        case present, missing
        /// Some of its bytes were lost.
        case damaged
        /// There is some, but not of the time of the run.
        case notCovering = "not-covering"
    }

    package var kind: Kind
    package var state: State
    /// A part of a sentence, where the state does not say all.
    package var detail: String?
    /// The times of which it speaks.
    package var first: Timestamp?
    package var last: Timestamp?

    package init(_ kind: Kind, _ state: State, detail: String? = nil, first: Timestamp? = nil, last: Timestamp? = nil) {
        self.kind = kind
        self.state = state
        self.detail = detail
        self.first = first
        self.last = last
    }
}
