import Evidence
import Foundation
import Rules
import Testing

@testable import Postmortem

@Suite("Limits that users declare for metrics")
struct ThresholdTests {
    private static let text = """
        # what the team agreed on
        thresholds:
          - metric: rmse
            above: 4.0        # metres
            severity: error
          - metric: "val_auc"
            below: 0.7
            statistic: best
            points: 3
            experiment: churn
            step: train.py

        """

    @Test("are read from a file")
    func read() throws {
        var first = MetricThreshold(metric: "rmse", relation: .above, limit: 4)
        first.severity = "error"
        var second = MetricThreshold(metric: "val_auc", relation: .below, limit: 0.7)
        second.statistic = .best
        second.points = 3
        second.experiment = "churn"
        second.step = "train.py"
        #expect(try ThresholdFile.parse(Self.text, path: "t.yaml") == [first, second])
    }

    @Test(
        "that cannot be are named with their line",
        arguments: [
            ("- metric: a\n  above: x\n", ["t.yaml:2: 'metrics.above' has to be a number."]),
            ("- metric: a\n", ["t.yaml:1: A limit needs 'metric' and one of 'above' and 'below', a number."]),
            ("- above: 1\n", ["t.yaml:1: A limit needs 'metric' and one of 'above' and 'below', a number."]),
            ("- metric: a\n  above: 1\n  below: 0\n", ["t.yaml:1: A limit needs 'metric' and one of 'above' and 'below', a number."]),
            (
                "- metric: a\n  above: 1\n  ober: 1\n",
                ["t.yaml:3: 'metrics' has no key 'ober'. There are metric, above, below, points, statistic, severity, experiment, step."]
            ),
            ("metric a\n", ["t.yaml:1: 'metrics' has to be a list: lines that begin with `- `."]),
            (
                "- metric: a\n  above: 1\n  severity: bad\n  points: 0\n",
                [
                    "t.yaml:3: 'metrics.severity' has to be one of info, warning, error, critical.",
                    "t.yaml:4: 'metrics.points' has to be a whole number from 1 to 1000000.",
                ]
            ),
        ])
    func errors(text: String, messages: [String]) {
        let error = #expect(throws: CannotRun.self) { try ThresholdFile.parse(text, path: "t.yaml") }
        #expect(error?.description == (["The configuration cannot be used."] + messages).joined(separator: "\n"))
    }

    @Test("tell of a run beyond them, and of no other")
    func crossed() async throws {
        let folder = try ExportFolder([
            "runs.json": """
            [{"runId": "r1", "status": "Completed", "startTimeUtc": "2026-03-02T08:00:00Z", "endTimeUtc": "2026-03-02T08:30:00Z", "target": "cpu"},
            {"runId": "r2", "status": "Completed", "startTimeUtc": "2026-03-03T08:00:00Z", "endTimeUtc": "2026-03-03T08:30:00Z", "target": "cpu"}]
            """,
            "logs/r1/user_logs/std_log.txt": "loading\nmetric rmse=4.61\n", "logs/r2/user_logs/std_log.txt": "loading\nmetric rmse=3.20\n",
        ])
        var limit = MetricThreshold(metric: "rmse", relation: .above, limit: 4)
        limit.severity = "error"
        let store = folder.store()
        let session = try Session(storePath: store, creates: true, jobs: 1, thresholds: [limit])
        defer { session.close() }
        _ = try await session.ingest([folder.export.path()])
        let findings = try await session.report().findings
        #expect(findings.map(\.title) == ["rmse is 4.61, above its limit of 4"])
        #expect(findings.map(\.severity) == [.error] && findings.map(\.runID) == ["r1"])
        #expect(findings.first?.evidence.first?.location == Location(source: "logs/r1/user_logs/std_log.txt", line: 2, offset: 8))
        let plain = try Session(storePath: store, creates: false, jobs: 1)
        defer { plain.close() }
        #expect(try await plain.report().findings.isEmpty)
        limit.step = "other.py"
        let other = try Session(storePath: store, creates: false, jobs: 1, thresholds: [limit])
        defer { other.close() }
        #expect(try await other.report().findings.isEmpty)
    }
}
