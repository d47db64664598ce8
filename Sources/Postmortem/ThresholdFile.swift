import Foundation
package import Rules

/// Limits of metrics as people write them down: a small part of YAML, one block a limit.
///
///     thresholds:
///       - metric: rmse
///         above: 4.0
///         severity: error        # warning unless said
///       - metric: val_auc
///         below: 0.7
///         statistic: best        # last, min, max, mean, best
///         points: 3              # so many values in a row
///         experiment: churn
///         step: train.py
package enum ThresholdFile {
    /// Reads the file; what is wrong with it is named with its line.
    package static func read(_ path: String) throws -> [MetricLimit] {
        guard let data = FileManager.default.contents(atPath: path) else { throw CannotRun("There is no file '\(path)' with thresholds.") }
        return try parse(String(decoding: data, as: UTF8.self), path: path)
    }

    static func parse(_ text: String, path: String) throws -> [MetricLimit] {
        var limits: [MetricLimit] = []
        var entry: [String: (value: String, line: Int)] = [:]
        var entryLine = 0
        var number = 0
        func finish() throws {
            if entryLine > 0 { limits.append(try limit(entry, line: entryLine, path: path)) }
            entry = [:]
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            var content = withoutComment(line).trimmingCharacters(in: .whitespaces)
            guard !content.isEmpty, content != "---", content != "thresholds:" else { continue }
            if content.hasPrefix("-") {
                try finish()
                entryLine = number
                content = content.dropFirst().trimmingCharacters(in: .whitespaces)
                if content.isEmpty { continue }
            }
            guard entryLine > 0, let colon = content.firstIndex(of: ":") else {
                throw CannotRun("\(path), line \(number): expected `- metric: NAME` or `key: value`, found '\(content)'.")
            }
            let key = content[..<colon].trimmingCharacters(in: .whitespaces)
            guard keys.contains(key) else {
                throw CannotRun("\(path), line \(number): there is no '\(key)'; there are \(keys.joined(separator: ", ")).")
            }
            let value = content[content.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            entry[key] = (value.trimmingCharacters(in: CharacterSet(charactersIn: "\"'")), number)
        }
        try finish()
        return limits
    }

    private static let keys = ["metric", "above", "below", "points", "statistic", "severity", "experiment", "step"]

    /// A `#` begins a comment at the start of a line or behind a space.
    private static func withoutComment(_ line: Substring) -> Substring {
        if line.drop(while: { $0 == " " || $0 == "\t" }).hasPrefix("#") { return "" }
        return line.range(of: " #").map { line[..<$0.lowerBound] } ?? line
    }

    private static func limit(_ entry: [String: (value: String, line: Int)], line: Int, path: String) throws -> MetricLimit {
        func fail(_ why: String, _ key: String) -> CannotRun { CannotRun("\(path), line \(entry[key]?.line ?? line): \(why)") }
        guard let metric = entry["metric"]?.value, !metric.isEmpty else { throw fail("a threshold needs `metric:`.", "metric") }
        guard (entry["above"] == nil) != (entry["below"] == nil) else {
            throw fail("a threshold needs `above:` or `below:`, one of them.", "above")
        }
        let key = entry["above"] != nil ? "above" : "below"
        guard let number = entry[key].flatMap({ Double($0.value) }), number.isFinite else {
            throw fail("'\(entry[key]?.value ?? "")' is no number.", key)
        }
        var limit = MetricLimit(metric: metric, relation: key == "above" ? .above : .below, limit: number)
        if let points = entry["points"] {
            guard let count = Int(points.value), count >= 1 else { throw fail("'\(points.value)' is no number of points.", "points") }
            limit.points = count
        }
        if let statistic = entry["statistic"] {
            guard let known = MetricLimit.Statistic(rawValue: statistic.value) else {
                throw fail(
                    "there is no statistic '\(statistic.value)'; there are \(MetricLimit.Statistic.allCases.map(\.rawValue).joined(separator: ", ")).",
                    "statistic")
            }
            limit.statistic = known
        }
        if let severity = entry["severity"] {
            guard ["info", "warning", "error", "critical"].contains(severity.value) else {
                throw fail("there is no severity '\(severity.value)'; there are info, warning, error, critical.", "severity")
            }
            limit.severity = severity.value
        }
        limit.experiment = entry["experiment"]?.value
        limit.step = entry["step"]?.value
        return limit
    }
}

/// The limit of a metric, for those who hand it in.
package typealias MetricLimit = MetricThreshold
