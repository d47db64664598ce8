import Evidence
import Foundation
import Testing

@testable import Postmortem

@Suite("Metrics from files to pages")
struct MetricPipelineTests {
    private static let files: [String: String] = [
        "runs.json": """
        {"runId": "r1", "status": "Failed", "startTimeUtc": "2026-03-02T08:00:00Z", "endTimeUtc": "2026-03-02T08:30:00Z", "target": "cpu"}
        """,
        "mlflow.json": """
        {"runs":[{"info":{"run_id":"r1","run_name":"nightly","experiment_id":"1","status":"RUNNING","start_time":1772438400000,"lifecycle_stage":"active"},
         "data":{"metrics":[{"key":"loss","value":0.25,"timestamp":1772439000000,"step":2}],"params":[{"key":"lr","value":"0.1"}]}}]}
        """,
        "history.json": """
        {"metrics":[{"key":"loss","value":1.5,"timestamp":"1772438800000","step":"0","run_id":"r1"},
        {"key":"loss","value":"NaN","timestamp":"1772438900000","step":"1","run_id":"r1"},
        {"key":"loss","value":0.25,"timestamp":"1772439000000","step":"2","run_id":"r1"}]}
        """,
        "platform.json": """
        {"timespan":"a/b","value":[{"id":"/subscriptions/0/providers/Microsoft.Insights/metrics/Failed Runs","name":{"value":"Failed Runs"},
        "timeseries":[{"metadatavalues":[],"data":[{"timeStamp":"2026-03-02T08:00:00Z","total":1}]}]}]}
        """,
    ]

    @Test("an MLflow run and the run history of the same id are one run, and `show` sums its metrics up")
    func onePage() async throws {
        let folder = try ExportFolder(Self.files)
        let session = try Session(storePath: folder.store(), creates: true, jobs: 2)
        defer { session.close() }
        let summary = try await session.ingest([folder.export.path()])
        #expect(summary.problems.isEmpty)
        let page = try session.show(runID: "r1").text
        #expect(page.contains("\nMetrics\n  loss: last 0.25 (step 2), min 0.25, max 1.5, 3 values, 1 of them not finite\n\n"), "\(page)")
        #expect(page.contains("  status: Failed\n"))
        #expect(page.hasPrefix("nightly  (r1)\n"))
        let info = try session.storeInfo()
        #expect(info.contains("\nmetric values: 4\n"), "\(info)")
    }
}
