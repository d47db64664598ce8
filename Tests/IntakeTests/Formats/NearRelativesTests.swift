import Evidence
import Testing

@testable import Intake

@Suite("Near relatives of the formats")
struct NearRelativesTests {
    private static let samples: [(String, String)] = [
        (
            "platform metrics",
            #"{"cost":59,"timespan":"a/b","interval":"PT1M","namespace":"Microsoft.MachineLearningServices/workspaces","value":[{"id":"/subscriptions/0000/metrics/Failed Runs","type":"Microsoft.Insights/metrics","name":{"value":"Failed Runs"},"unit":"Count","timeseries":[{"metadatavalues":[],"data":[{"timeStamp":"2026-02-01T19:54:00Z","total":1.0}]}]}]}"#
        ),
        (
            "metrics of a run",
            #"{"value":[{"runId":"r1","metricId":"m/rmse","dataContainerId":"dcid.r1","metricType":"azureml.v1.scalar","createdUtc":"2026-02-01T19:54:00Z","name":"rmse","cells":[{"rmse":1.5}]}]}"#
        ),
        (
            "MLflow runs",
            #"{"runs":[{"info":{"run_id":"r1","run_name":"x","experiment_id":"1","status":"FAILED","start_time":1770000000000},"data":{"metrics":[{"key":"loss","value":1.0,"timestamp":1770000000000,"step":0}]}}]}"#
        ),
        ("metric history of MLflow", #"{"metrics":[{"key":"loss","value":"NaN","timestamp":"1770000000000","step":0}]}"#),
        (
            "metric samples of a diagnostic setting",
            #"{"count":1,"total":3,"minimum":3,"maximum":3,"average":3,"resourceId":"/SUBSCRIPTIONS/0000","time":"2026-02-01T19:54:00Z","metricName":"Failed Runs","timeGrain":"PT1M"}"#
        ),
        (
            "rows of AzureMetrics",
            #"[{"TableName":"PrimaryResult","TimeGenerated":"2026-02-01T19:54:00Z","Type":"AzureMetrics","MetricName":"Failed Runs","Total":"1.0","TimeGrain":"PT1M"}]"#
        ),
        ("log rows as CSV", "\"TimeGenerated [UTC]\",OperationName,ClusterName\n\"2/1/2026, 7:54:19.123 PM\",ClusterDeleted,cpu-cluster\n"),
        ("the state of processes", #"{"process_name":"main","timestamp":"2019-10-28T22:30:10.764428389Z","status":"Started"}"#),
        (
            "processes",
            #"{"process_name":"worker_1","node_id":"tvmps_01_d","pid_in_container":183,"log":"azureml-logs/70_driver_log_1.txt"}"#
        ),
        (
            "spans of a runtime",
            #"{"name":"download","kind":1,"start_time":"2026-02-01T19:54:00Z","attributes":{"run_id":"r1"},"status":{}}"#
        ),
        ("a package manifest", #"{"name":"web","version":"1.0.0","type":"module","scripts":{"build":"x"}}"#),
        ("a list of files", #"[{"name":"a.txt","size":12},{"name":"b.txt","size":3}]"#),
        ("a notebook", #"{"cells":[{"cell_type":"code","source":["print(1)"]}],"metadata":{},"nbformat":4}"#),
        ("a graph of something else", #"{"runId":"r1","nodes":[{"id":"a"}],"edges":[{"from":"a","to":"b"}]}"#),
        ("a training log", "epoch 1 loss 0.5\n{'loss': 0.5, 'epoch': 1.0}\n"),
        ("nothing", ""),
        ("an empty list", "[]"),
    ]

    @Test("are claimed by none of the record formats", arguments: samples)
    func notClaimed(name: String, text: String) {
        let mapped = ["run-history", "az-ml-job", "pipeline-graph", "log-analytics", "diagnostics-records", "activity-log", "blob-list"]
        let head = FormatFixtures.head(Array(text.utf8), path: "insights-logs/run-history.json")
        let claims = FormatCatalogue.all.filter { mapped.contains($0.id) }.map { ($0.id, $0.tell(head)) }.filter { $0.1 > 0 }
        #expect(claims.isEmpty, "\(claims)")
    }

    @Test("among the records of a file are passed over: the run of another service is no run")
    func foreignRuns() throws {
        let rows = #"""
            [{"TableName":"PrimaryResult","TimeGenerated":"2026-02-01T19:54:00Z","Type":"ADFPipelineRun","RunId":"f1","Status":"Failed","PipelineName":"copy"},
            {"TableName":"PrimaryResult","TimeGenerated":"2026-02-01T19:54:01Z","Type":"AmlRunStatusChangedEvent","RunId":"r1","Status":"Failed"}]
            """#
        let format = try #require(FormatCatalogue.all.first { $0.id == "log-analytics" })
        let events = try FormatFixtures.decode(Array(rows.utf8), as: format, name: "rows.json").events
        #expect(events.map(\.kind) == [.other, .runStatus])
    }
}
