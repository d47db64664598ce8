package import Evidence

/// Another run of the family, as the cascade rule sees it once all other rules have spoken.
package struct Relative: Sendable {
    package enum Relation: Sendable {
        /// This run reads what it writes, directly or through others; nearest first.
        case upstream
        /// A step of the same pipeline without such a path.
        case sibling
        /// Below this run.
        case descendant
        /// Above it.
        case ancestor
    }
    package let runID: String
    package let label: String
    package let relation: Relation
    package let status: RunStatus?
    package let compute: String?
    package let ended: Timestamp?
    /// The finding that explains why it is in trouble: the strongest cause, nil where it is healthy.
    package let trouble: Conclusion?
    /// It failed, whether or not anybody knows why.
    package let failed: Bool

    /// It failed, hangs or lost something.
    package var isTroubled: Bool { trouble != nil || failed }
}
