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
    package let relation: Relation
    /// Shared with all other runs that it is a relative of.
    let member: Kinship.Member

    package var runID: String { member.runID }
    package var label: String { member.label }
    package var status: RunStatus? { member.status }
    package var compute: String? { member.compute }
    package var ended: Timestamp? { member.ended }
    /// The finding that explains why it is in trouble: the strongest cause, nil where it is healthy.
    package var trouble: Conclusion? { member.trouble }
    /// It failed, whether or not anybody knows why.
    package var failed: Bool { member.failed }

    /// It failed, hangs or lost something.
    package var isTroubled: Bool { failed || trouble != nil }
}
