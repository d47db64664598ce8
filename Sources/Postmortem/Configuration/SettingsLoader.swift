package import Evidence
import Foundation

extension Settings {
    /// Name of the file that is read where none is named.
    package static let usualFile = "mlpostmortem.yaml"

    /// The file (`path`, else `$MLPOSTMORTEM_CONFIG`, else `mlpostmortem.yaml` in this folder, if it is there) with the environment over it.
    package static func load(path: String?, environment: [String: String]) throws -> Settings {
        var settings = Settings()
        let named = path ?? environment["MLPOSTMORTEM_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        if let named {
            try settings.take(file: named)
        } else if FileManager.default.fileExists(atPath: usualFile) {
            try settings.take(file: usualFile)
        }
        try settings.take(environment)
        return settings
    }

    private mutating func take(file path: String) throws {
        let text = try Settings.text(of: path, "Name a file that is there with --config.")
        let file = try ConfigurationFile(text: text, path: path)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        /// What the file names lies beside it, wherever the program is started.
        let beside = { (name: String) in name.hasPrefix("/") || !path.contains("/") ? name : folder + "/" + name }
        func set<Value>(_ target: inout Sourced<Value>, _ entry: ConfigurationFile.Entry<Value>?) {
            if let entry { target = Sourced(entry.value, .file(path, line: entry.line)) }
        }
        set(&store, file.store?.map(beside))
        set(&jobs, file.jobs?.map { Optional($0) })
        set(&wait, file.wait)
        set(&reportDir, file.reportDir?.map { Optional(beside($0)) })
        set(&failOn, file.failOn)
        set(&minSeverity, file.minSeverity?.map { Optional($0) })
        set(&minConfidence, file.minConfidence)
        set(&limits, file.limits)
        set(&ignoredExperiments, file.ignoredExperiments)
        set(&prices, file.prices?.map { Optional($0) })
        set(&redactNames, file.redactNames)
        set(&redactPatterns, file.redactPatterns)
    }

    private static func text(of path: String, _ advice: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else { throw CannotRun("Cannot read the file '\(path)'. \(advice)") }
        guard data.count < 1 << 20, let text = String(data: data, encoding: .utf8) else {
            throw CannotRun("The file '\(path)' is no text in UTF-8 of less than a megabyte.")
        }
        return text
    }

    /// Limits of metrics in a file of their own, beside those of the configuration.
    package mutating func take(limitsIn path: String) throws {
        let text = try Settings.text(of: path, "Name a file that is there with --thresholds.")
        limits = Sourced(limits.value + (try ThresholdFile.parse(text, path: path)), .flag("--thresholds"))
    }

    private mutating func take(_ environment: [String: String]) throws {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        func refuse(_ name: String, _ wants: String) -> CannotRun {
            CannotRun("The environment variable \(name) is '\(ShownText.line(value(name) ?? "", limit: 80))'; it has to be \(wants).")
        }
        if let text = value("MLPOSTMORTEM_STORE") { store = Sourced(text, .environment("MLPOSTMORTEM_STORE")) }
        if let text = value("MLPOSTMORTEM_REPORT_DIR") { reportDir = Sourced(text, .environment("MLPOSTMORTEM_REPORT_DIR")) }
        if let text = value("MLPOSTMORTEM_JOBS") {
            guard let number = Int(text), (1...256).contains(number) else { throw refuse("MLPOSTMORTEM_JOBS", "a number from 1 to 256") }
            jobs = Sourced(number, .environment("MLPOSTMORTEM_JOBS"))
        }
        if let text = value("MLPOSTMORTEM_WAIT") {
            guard let number = Double(text), (0...86_400).contains(number) else {
                throw refuse("MLPOSTMORTEM_WAIT", "a number of seconds from 0 to 86400")
            }
            wait = Sourced(number, .environment("MLPOSTMORTEM_WAIT"))
        }
        if let text = value("MLPOSTMORTEM_FAIL_ON") {
            guard let level = FailOn(rawValue: text.lowercased()) else {
                throw refuse("MLPOSTMORTEM_FAIL_ON", "one of \(FailOn.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            failOn = Sourced(level, .environment("MLPOSTMORTEM_FAIL_ON"))
        }
    }

    // MARK: Flags

    /// Puts what flags say over what the file and the environment say.
    package mutating func take(
        store: String? = nil, jobs: Int? = nil, wait: Double? = nil, reportDir: String? = nil, failOn: FailOn? = nil,
        minSeverity: Severity? = nil
    ) {
        if let store { self.store = Sourced(store, .flag("--store")) }
        if let jobs { self.jobs = Sourced(jobs, .flag("--jobs")) }
        if let wait { self.wait = Sourced(wait, .flag("--wait")) }
        if let reportDir { self.reportDir = Sourced(reportDir, .flag("--report-dir")) }
        if let failOn { self.failOn = Sourced(failOn, .flag("--fail-on")) }
        if let minSeverity { self.minSeverity = Sourced(minSeverity, .flag("--min-severity")) }
    }
}
