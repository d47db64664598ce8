/// Confidence in words.
enum ConfidenceBand: String, Sendable {
    case confirmed, likely, possible, doubtful

    /// The borders apply to the two decimals that reports show, so that no reader sees 0.90 called likely.
    init(_ confidence: Double) {
        switch (confidence * 100).rounded() {
        case 90...: self = .confirmed
        case 70...: self = .likely
        case 45...: self = .possible
        default: self = .doubtful
        }
    }

    /// Two decimals: `0.97`.
    static func number(_ confidence: Double) -> String {
        let hundredths = Int((min(max(confidence.isNaN ? 0 : confidence, 0), 1) * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100)." + (rest < 10 ? "0" : "") + "\(rest)"
    }
}
