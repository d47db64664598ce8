package import Evidence
package import Rules
import Store

/// Where a value of the configuration comes from.
package enum Origin: Hashable, Sendable, CustomStringConvertible {
    case standard
    case file(String, line: Int)
    case environment(String)
    case flag(String)

    package var description: String {
        switch self {
        case .standard: "default"
        case .file(let path, let line): "\(path):\(line)"
        case .environment(let name): "$\(name)"
        case .flag(let name): name
        }
    }
}

/// A value, and who set it.
package struct Sourced<Value: Sendable>: Sendable {
    package var value: Value
    package var origin: Origin

    init(_ value: Value, _ origin: Origin = .standard) {
        self.value = value
        self.origin = origin
    }
}

/// From which severity on `scan` ends with 1.
package enum FailOn: String, CaseIterable, Sendable {
    case critical, error, warning, never

    package func isReached(by severity: Severity) -> Bool {
        switch self {
        case .critical: severity >= .critical
        case .error: severity >= .error
        case .warning: severity >= .warning
        case .never: false
        }
    }
}

/// All that can be configured: what a flag says, else the environment, else the file, else what is usual.
package struct Settings: Sendable {
    package var store = Sourced("postmortem.sqlite")
    package var jobs = Sourced<Int?>(nil)
    package var wait = Sourced(Session.usualWait)
    package var reportDir = Sourced<String?>(nil)
    package var failOn = Sourced(FailOn.error)
    package var minSeverity = Sourced<Severity?>(nil)
    package var minConfidence = Sourced(ReportFilter.leastConfidence)
    /// Limits of metrics.
    package var limits = Sourced<[MetricThreshold]>([])
    /// Names of experiments that no report shows; `*` stands for any letters.
    package var ignoredExperiments = Sourced<[String]>([])
    package var prices = Sourced<PriceTable?>(nil)
    package var redactNames = Sourced<[String]>([])
    package var redactPatterns = Sourced<[String]>([])

    /// What is usual.
    package init() {}

    /// What is taken out of texts on their way into the store.
    var redaction: RedactionRules { RedactionRules(names: redactNames.value, patterns: redactPatterns.value) }

    /// Every value as `config show` lists it: key, value, origin.
    package var list: [(key: String, value: String?, origin: String)] {
        let table = prices.value
        return [
            ("store", store.value, store.origin.description),
            ("jobs", jobs.value.map { "\($0)" }, jobs.origin.description),
            ("wait", Settings.number(wait.value), wait.origin.description),
            ("report_dir", reportDir.value, reportDir.origin.description),
            ("fail_on", failOn.value.rawValue, failOn.origin.description),
            ("min_severity", minSeverity.value?.rawValue, minSeverity.origin.description),
            ("thresholds.min_confidence", Settings.number(minConfidence.value), minConfidence.origin.description),
            ("metrics", Settings.words(limits.value.map(Settings.text)), limits.origin.description),
            ("ignore_experiments", Settings.words(ignoredExperiments.value), ignoredExperiments.origin.description),
            ("prices.currency", table?.currency, prices.origin.description),
            ("prices.per_hour", Settings.words(Settings.texts(table?.perHour)), prices.origin.description),
            ("prices.otherwise", table?.otherwise.map(Settings.number), prices.origin.description),
            ("redact.names", Settings.words(redactNames.value), redactNames.origin.description),
            ("redact.patterns", Settings.words(redactPatterns.value), redactPatterns.origin.description),
        ]
    }

    /// `rmse above 4`
    private static func text(_ limit: MetricThreshold) -> String {
        let place = [limit.experiment, limit.step].compactMap { $0 }.joined(separator: "/")
        return "\(limit.metric) \(limit.relation.rawValue) \(number(limit.limit))" + (place.isEmpty ? "" : " in \(place)")
    }

    /// `gpu-cluster: 3.67`
    private static func texts(_ prices: [String: Double]?) -> [String] {
        (prices ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key): \(number($0.value))" }
    }

    private static func words(_ list: [String]) -> String? { list.isEmpty ? nil : list.joined(separator: ", ") }

    /// `300`, `0.45`
    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"
    }
}
