/// Why a finding ranks where it does: the factors of its score as a root cause.
///
/// score = confidence × unexplained × (0.5 + 0.5 × prior / 100) × (1 + 0.5 × reach) × early
package struct RankingTerms: Hashable, Sendable {
    /// 0 to 1, from which witnesses agree.
    package var confidence: Double
    /// How likely failures of this kind are the root of others, 0 to 100.
    package var prior: Int
    /// What other findings leave open of it, 0 to 1: 1 where nothing explains it.
    package var unexplained: Double
    /// Share of the other findings of severity error or worse in the cascade that follow from it, 0 to 1.
    package var reach: Double
    /// 1 for the earliest finding of the cascade, down to 0.7 for the latest.
    package var early: Double

    package init(confidence: Double, prior: Int, unexplained: Double = 1, reach: Double = 0, early: Double = 1) {
        self.confidence = confidence
        self.prior = prior
        self.unexplained = unexplained
        self.reach = reach
        self.early = early
    }

    package var score: Double {
        confidence * unexplained * (0.5 + 0.5 * Double(prior) / 100) * (1 + 0.5 * reach) * early
    }
}
