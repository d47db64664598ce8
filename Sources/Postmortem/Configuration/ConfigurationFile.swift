import Evidence
import Rules
import Yams

/// What `mlpostmortem.yaml` says. Every mistake in it is an error that names its line: a misspelt key would else be no key at all.
struct ConfigurationFile {
    /// A value, and the line where it stands.
    struct Entry<Value> {
        var value: Value
        var line: Int

        func map<Other>(_ change: (Value) -> Other) -> Entry<Other> { Entry<Other>(value: change(value), line: line) }
    }

    private(set) var store: Entry<String>?
    private(set) var jobs: Entry<Int>?
    private(set) var wait: Entry<Double>?
    private(set) var reportDir: Entry<String>?
    private(set) var failOn: Entry<FailOn>?
    private(set) var minSeverity: Entry<Severity>?
    private(set) var minConfidence: Entry<Double>?
    private(set) var limits: Entry<[MetricThreshold]>?
    private(set) var ignoredExperiments: Entry<[String]>?
    private(set) var prices: Entry<PriceTable>?
    private(set) var redactNames: Entry<[String]>?
    private(set) var redactPatterns: Entry<[String]>?

    /// Reads the file's text; throws with all mistakes at once, each with its line.
    init(text: String, path: String) throws {
        var reader = YAMLReader(path: path)
        if let root = try reader.document(text) {
            read(root, &reader)
        }
        try reader.finish()
    }

    private mutating func read(_ root: Node, _ reader: inout YAMLReader) {
        for (key, node) in reader.members(
            root,
            known: [
                "store", "jobs", "wait", "report_dir", "fail_on", "min_severity", "thresholds", "metrics", "ignore_experiments",
                "prices", "redact",
            ],
            of: "the configuration")
        {
            switch key {
            case "store": store = reader.text(node, key)
            case "jobs": jobs = reader.integer(node, key, in: 1...256)
            case "wait": wait = reader.number(node, key, in: 0...86_400)
            case "report_dir": reportDir = reader.text(node, key)
            case "fail_on": failOn = reader.choice(node, key)
            case "min_severity": minSeverity = reader.choice(node, key)
            case "thresholds":
                for (key, node) in reader.members(node, known: ["min_confidence"], of: "thresholds") where key == "min_confidence" {
                    minConfidence = reader.number(node, "thresholds.min_confidence", in: 0...1)
                }
            case "metrics": limits = Entry(value: ThresholdFile.limits(node, &reader), line: YAMLReader.line(of: node))
            case "ignore_experiments": ignoredExperiments = reader.texts(node, key)
            case "prices": readPrices(node, &reader)
            case "redact":
                for (key, node) in reader.members(node, known: ["names", "patterns"], of: "redact") {
                    if key == "names" { redactNames = reader.texts(node, "redact.names") }
                    if key == "patterns" { redactPatterns = reader.expressions(node, "redact.patterns") }
                }
            default: break
            }
        }
    }

    private mutating func readPrices(_ node: Node, _ reader: inout YAMLReader) {
        var table = PriceTable(currency: "USD", perHour: [:])
        for (key, node) in reader.members(node, known: ["currency", "per_hour", "otherwise"], of: "prices") {
            switch key {
            case "currency": table.currency = reader.text(node, "prices.currency")?.value ?? table.currency
            case "otherwise": table.otherwise = reader.number(node, "prices.otherwise", in: 0...1_000_000)?.value
            case "per_hour":
                for (name, node) in reader.members(node, known: nil, of: "prices.per_hour") {
                    guard let price = reader.number(node, "prices.per_hour.\(name)", in: 0...1_000_000) else { continue }
                    table.perHour[name.lowercased()] = price.value
                }
            default: break
            }
        }
        prices = Entry(value: table, line: YAMLReader.line(of: node))
    }
}
