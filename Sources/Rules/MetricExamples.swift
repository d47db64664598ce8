import Evidence

/// Files of examples in which a step ran on many nights and logged metrics each time.
enum MetricExamples {
    /// Run-history records, one a line: `h01`, `h02` ... as told, then `r1`, a night later.
    static func runs(earlier: Int, status: String = "Completed", command: String = "", extra: String = "") -> String {
        var lines = (1...max(1, earlier)).map { record(id: earlierID($0), night: $0, status: "Completed", extra: command) }
        lines.append(record(id: "r1", night: earlier + 1, status: status, extra: extra.isEmpty ? command : extra))
        return "[\n" + lines.joined(separator: ",\n") + "\n]\n"
    }

    static func earlierID(_ night: Int) -> String { night < 10 ? "h0\(night)" : "h\(night)" }

    private static func record(id: String, night: Int, status: String, extra: String) -> String {
        let day = "2026-0\(1 + night / 28)-" + (night % 28 < 9 ? "0" : "") + "\(1 + night % 28)"
        return "{\"runId\": \"\(id)\", \"target\": \"cpu-cluster\", \"status\": \"\(status)\", \"startTimeUtc\": \"\(day)T08:00:00Z\", "
            + "\"endTimeUtc\": \"\(day)T08:30:00Z\", \"runDefinition\": {\"script\": \"nightly.py\"\(extra)}}"
    }

    /// A page of metrics, one a line from line 2 on: the values of one metric on the earlier nights, then those of `r1`.
    static func page(_ name: String, earlier: [Double], last: [(name: String, value: String)]) -> String {
        var lines: [String] = []
        for (index, value) in earlier.enumerated() { lines.append(metric(name, run: earlierID(index + 1), value: "\(value)")) }
        for point in last { lines.append(metric(point.name, run: "r1", value: point.value)) }
        return "{\"value\": [\n" + lines.joined(separator: ",\n") + "\n]}\n"
    }

    static func metric(_ name: String, run: String, value: String) -> String {
        let number = Double(value)?.isFinite != true ? "\"\(value)\"" : value
        return
            "{\"runId\": \"\(run)\", \"metricId\": \"\(run)/\(name)\", \"dataContainerId\": \"dcid.\(run)\", \"metricType\": \"azureml.v1.scalar\", "
            + "\"name\": \"\(name)\", \"numCells\": 1, \"cells\": [{\"\(name)\": \(number)}]}"
    }

    /// Twelve and thirty nights of an error that varies by a tenth.
    static let twelve = [4.61, 4.83, 4.52, 4.74, 4.66, 4.91, 4.58, 4.70, 4.45, 4.79, 4.63, 4.68]
}

extension MetricExamples {
    /// User logs of the earlier nights and of `r1`.
    static func logs(earlier: [String], last: String) -> [String: String] {
        var files: [String: String] = [ExampleFiles.log: "loading\n\(last)\n"]
        for (index, text) in earlier.enumerated() {
            files["logs/\(earlierID(index + 1))/user_logs/std_log.txt"] = "loading\ndone in 12 s\n\(text)\n"
        }
        return files
    }
}

extension MetricExamples {
    /// Members of a run-history record that name the code and the node.
    static func setup(snapshot: String, size: String) -> String {
        ", \"properties\": {\"ContentSnapshotId\": \"\(snapshot)\"}, \"compute\": {\"target\": \"cpu-cluster\", \"vmSize\": \"\(size)\"}"
    }

    /// Records of `r0`, which was good, and of `r1` a day later; `old` and `new` are further members of them.
    static func pair(old: String, new: String, status: String = "Failed") -> String {
        func record(_ id: String, _ day: Int, _ status: String, _ extra: String) -> String {
            "{\"runId\": \"\(id)\", \"target\": \"cpu-cluster\", \"status\": \"\(status)\", \"startTimeUtc\": \"2026-03-0\(day)T08:00:00Z\", "
                + "\"endTimeUtc\": \"2026-03-0\(day)T08:30:00Z\", \"runDefinition\": {\"script\": \"train.py\"}\(extra)}"
        }
        return "[\n" + record("r0", 1, "Completed", old) + ",\n" + record("r1", 2, status, new) + "\n]\n"
    }
}
