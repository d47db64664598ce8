import Evidence

/// Time's word on whether one finding can explain another, where ranks wait for each other.
enum RankOrder {
    /// Clocks of nodes and whole-second stamps differ by so much.
    private static let tolerance = 5.0

    /// Nil where ranks have no say. What is written after a collective operation had been given up follows from that, and does not explain it.
    static func permits(_ cause: Finding, _ effect: Finding) -> Bool? {
        guard effect.rule == "nccl-collective-timeout", let given = effect.evidence.first?.time, let came = cause.effectiveTime else {
            return nil
        }
        return came.seconds(since: given) <= tolerance
    }
}
