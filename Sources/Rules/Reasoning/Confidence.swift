/// How sure a conclusion may be: independent sources combine, lines of one source do not.
package enum SourceClass: Sendable, CaseIterable {
    /// User output.
    case log
    /// System logs, kernel lines, dumps.
    case system
    /// Run history: status, error, outputs, times.
    case history
    /// Diagnostics tables.
    case diagnostics
    case activity
    case code
    /// Earlier runs of the same step.
    case baseline
}

/// Weights of the signals behind a conclusion, by the class of source they come from.
package struct Weights: Sendable {
    private var strongest: [SourceClass: Double] = [:]

    package init() {}

    /// Adds a signal. Within one class only the strongest counts: lines of one file do not fail independently.
    package mutating func add(_ source: SourceClass, _ weight: Double) {
        strongest[source] = max(strongest[source] ?? 0, weight)
    }

    /// 1 − Π(1 − w), capped by how many classes of source agree: one 0.90 (0.75 for words in a log alone), two 0.97, three or more 0.99.
    package func confidence(textOnly: Bool = false) -> Double {
        let doubt = SourceClass.allCases.reduce(1.0) { $0 * (1 - (strongest[$1] ?? 0)) }
        let cap: Double =
            switch strongest.count {
            case 0: 0
            case 1: textOnly ? 0.75 : 0.90
            case 2: 0.97
            default: 0.99
            }
        return min(cap, 1 - doubt)
    }
}
