import Evidence
import Testing

@testable import Intake

@Suite("Near relatives of the formats")
struct NearRelativesTests {
    private static let samples: [(String, String)] = [
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
        ("a table of something else", "name,time,status\nx,2026-02-01T19:54:00Z,ok\n"),
        ("a log with commas", "epoch, loss, run_id\n1, 0.5, r1\n"),
        ("metrics within a record", #"{"model":"x","metrics":[{"key":"loss","value":1.0}]}"#),
        (
            "an event of another service",
            #"{"eventType":"Microsoft.Storage.BlobCreated","subject":"x","data":{"url":"u"},"eventTime":"2026-02-01T19:54:00Z"}"#
        ),
        ("pipeline events without a name", #"{"value":[{"timestamp":"2026-02-01T19:54:00Z","name":"Custom","data":{}}]}"#),
        ("the meta.yaml of an experiment", "artifact_location: x\nexperiment_id: '7'\nlifecycle_stage: active\nname: nightly\n"),
        ("a training log", "epoch 1 loss 0.5\n{'loss': 0.5, 'epoch': 1.0}\n"),
        ("nothing", ""),
        ("an empty list", "[]"),
    ]

    @Test("are claimed by none of the record formats", arguments: samples)
    func notClaimed(name: String, text: String) {
        let head = FormatFixtures.head(Array(text.utf8), path: "insights-logs/run-history.json")
        let claims = FormatCatalogue.all.filter { $0.id != "log" }.map { ($0.id, $0.tell(head)) }.filter { $0.1 > 0 }
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
