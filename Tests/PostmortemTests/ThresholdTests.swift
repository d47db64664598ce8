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
            ("- metric: a\n  above: x\n", "t.yaml, line 2: 'x' is no number."),
            ("- metric: a\n", "t.yaml, line 1: a threshold needs `above:` or `below:`, one of them."),
            ("- above: 1\n", "t.yaml, line 1: a threshold needs `metric:`."),
            (
                "- metric: a\n  over: 1\n",
                "t.yaml, line 2: there is no 'over'; there are metric, above, below, points, statistic, severity, experiment, step."
            ),
            ("metric a\n", "t.yaml, line 1: expected `- metric: NAME` or `key: value`, found 'metric a'."),
            (
                "- metric: a\n  above: 1\n  severity: bad\n",
                "t.yaml, line 3: there is no severity 'bad'; there are info, warning, error, critical."
            ),
            ("- metric: a\n  above: 1\n  points: 0\n", "t.yaml, line 3: '0' is no number of points."),
        ])
    func errors(text: String, message: String) {
        let error = #expect(throws: CannotRun.self) { try ThresholdFile.parse(text, path: "t.yaml") }
        #expect(error?.description == message)
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
        var limit = MetricLimit(metric: "rmse", relation: .above, limit: 4)
        limit.severity = "error"
        let session = try Session(storePath: folder.store(), creates: true, jobs: 1, thresholds: [limit])
        defer { session.close() }
        _ = try await session.ingest([folder.export.path()])
        let findings = try await session.report().findings
        #expect(findings.map(\.title) == ["rmse is 4.61, above its limit of 4"])
        #expect(findings.map(\.severity) == [.error] && findings.map(\.runID) == ["r1"])
        #expect(findings.first?.evidence.first?.location == Location(source: "logs/r1/user_logs/std_log.txt", line: 2, offset: 8))
        #expect(try await Self.findings(in: folder, limits: []).isEmpty)
        limit.step = "other.py"
        #expect(try await Self.findings(in: folder, limits: [limit]).isEmpty)
    }

    /// What the store of the test above says with other limits.
    private static func findings(in folder: ExportFolder, limits: [MetricLimit]) async throws -> [Finding] {
        let session = try Session(storePath: folder.store(), creates: false, jobs: 1, thresholds: limits)
        defer { session.close() }
        return try await session.report().findings
    }
}
