import Evidence
import Foundation
import Testing

@testable import Intake

/// Records of the samples of a format, and some more of the kind that people have by the hundred thousand.
private enum Records {
    static func of(_ id: String, _ name: String) throws -> [JSONNode] {
        var reader = JSONRecordReader(source: name)
        try FormatFixtures.bytes(of: id, name).withUnsafeBytes { reader.feed($0) }
        reader.finish()
        var records: [JSONNode] = []
        while records.count < 12, let record = reader.next() { records.append(record.root) }
        return records
    }

    static func parsed(_ lines: [String]) -> [JSONNode] {
        var reader = JSONRecordReader(source: "x")
        Array((lines.joined(separator: "\n") + "\n").utf8).withUnsafeBytes { reader.feed($0) }
        reader.finish()
        var records: [JSONNode] = []
        while let record = reader.next() { records.append(record.root) }
        return records
    }

    private static let workspace = "/SUBSCRIPTIONS/S/RESOURCEGROUPS/G/PROVIDERS/MICROSOFT.MACHINELEARNINGSERVICES/WORKSPACES/W"

    /// Status changes of runs.
    static let runs = parsed(
        ["Running", "Finalizing", "Completed", "Failed"].map { status in
            """
            {"time": "2026-11-01T00:00:00.138Z", "resourceId": "\(workspace)", \
            "operationName": "Microsoft.MachineLearningServices/workspaces/jobs/write", "category": "AmlRunStatusChangedEvent", \
            "resultType": "Succeeded", "correlationId": "c2ce6f447ed4d57b1e2feb89414c343c", "durationMs": 17, "properties": {"RunId": \
            "nightly_15474", "Status": "\(status)", "Message": "The run is \(status); step 24 of its pipeline is meant."}}
            """
        })

    /// Updates of stages, which say most of it in a text that is JSON.
    static let stages = parsed(
        ["Running", "Failed"].map { status in
            """
            {"time": "2026-11-01T00:00:00.540000Z", "resourceId": "\(workspace)", \
            "operationName": "Microsoft.MachineLearningServices/pipelineRuns/update", "category": "AmlRunStatusChangedEvent", \
            "resultType": "Succeeded", "correlationId": "9bf13331ca118783593942a447eaa099", "level": "Informational", "properties": \
            {"RunId": "run_2692", "Status": "\(status)", "ResultDescription": "{\\"StageName\\": \\"train\\", \\"Status\\": \\"\(status)\\"}"}}
            """
        })

    /// Rows of a log table.
    static let rows = parsed([
        """
        {"TimeGenerated": "2026-02-01T19:54:19.123Z", "Type": "AmlComputeJobEvent", "OperationName": "JobFailed", "EventType": "JobFailed", \
        "JobName": "fig_1", "NodeId": "node_17", "ClusterName": "gpu-cluster", "ExecutionState": "failed", "JobErrorMessage": "It ended with 7", \
        "ExperimentName": "nightly", "JobId": "00000000-0000-0000-0000-000000000000"}
        """,
        """
        {"TimeGenerated": "2026-02-01T19:54:19.123Z", "Type": "AmlComputeClusterEvent", "OperationName": "ClusterResized", \
        "EventType": "Resized", "JobName": null, "NodeId": null, "ClusterName": "gpu-cluster", "ExecutionState": null, "JobErrorMessage": null, \
        "CurrentNodeCount": "12", "TargetNodeCount": 4}
        """,
    ])
}

@Suite("Forms of records")
struct RecordFormsTests {
    private static func format(_ id: String) throws -> Format {
        try #require(FormatCatalogue.all.first { $0.id == id })
    }

    /// With forms and without, in whatever blocks: the same evidence; in whatever blocks: the same forms.
    private static func check(_ text: String, as format: Format, seed: Int, _ name: Comment) throws {
        let bytes = Array(text.utf8)
        let plain = try FormDecoding(bytes, as: format, learnsForms: false)
        #expect(plain.forms.allSatisfy { $0 == nil })
        let whole = try FormDecoding(bytes, as: format)
        #expect(whole.evidence == plain.evidence, name)
        var generator = SeededGenerator(seed: UInt64(seed))
        for longest in [90, 3_000] {
            let blocks = (0..<50).map { _ in Int.random(in: 1...longest, using: &generator) }
            let cut = try FormDecoding(bytes, as: format, blocks: blocks)
            #expect(cut.evidence == plain.evidence, name)
            #expect(cut.forms == whole.forms, name)
        }
    }

    @Test(
        "come to what the samples come to without them, whatever varies",
        arguments: [
            ("activity-log", "list.json"), ("activity-log", "page.json"), ("diagnostics-records", "PT1H.jsonl"),
            ("diagnostics-records", "event-hub.json"), ("diagnostics-records", "metrics.jsonl"), ("event-grid", "data-only.jsonl"),
            ("event-grid", "events.json"), ("event-grid", "logic-app.json"), ("log-analytics", "azure-diagnostics.json"),
            ("log-analytics", "cli.json"), ("log-analytics", "rest.json"), ("run-events", "events.json"),
        ], RecordStream.Shape.allCases)
    func samples(sample: (id: String, name: String), shape: RecordStream.Shape) throws {
        let records = try Records.of(sample.id, sample.name)
        try #require(!records.isEmpty)
        for seed in 0..<2 {
            var stream = RecordStream(seed: seed)
            let text = stream.text(of: records, count: 60, in: shape)
            try Self.check(text, as: Self.format(sample.id), seed: seed, "\(sample.name), \(shape), seed \(seed)")
        }
    }

    @Test("come to what made records come to without them, whatever varies", arguments: 0..<4, RecordStream.Shape.allCases)
    func made(seed: Int, shape: RecordStream.Shape) throws {
        for (id, records) in [
            ("diagnostics-records", Records.runs), ("diagnostics-records", Records.stages), ("log-analytics", Records.rows),
            ("log-analytics", Records.runs),
        ] {
            var stream = RecordStream(seed: seed, nastiness: seed % 2 == 0 ? 25 : 120)
            let text = stream.text(of: records, count: 150, in: shape)
            try Self.check(text, as: Self.format(id), seed: seed, "\(id), \(shape), seed \(seed)")
        }
    }

    @Test("are used for nearly all of many like records", arguments: RecordStream.Shape.allCases)
    func use(shape: RecordStream.Shape) throws {
        for (id, records) in [
            ("diagnostics-records", Records.runs), ("diagnostics-records", Records.stages), ("log-analytics", Records.rows),
        ] {
            // The rows of a table have the columns of the first record.
            let records = shape == .table ? [records[0]] : records
            var stream = RecordStream(seed: 7, nastiness: 1_000_000_000)
            let text = stream.text(of: records, count: 400, in: shape)
            let decoding = try FormDecoding(text, as: Self.format(shape == .table ? "log-analytics" : id), blocks: [4_096])
            #expect(decoding.forms.count == 400)
            #expect(decoding.filledShare > 0.95, "\(id), \(shape)")
            try Self.check(text, as: Self.format(id), seed: 1, "\(id), \(shape)")
        }
    }

    @Test("are used for lines that end with a carriage return, and their quotes have none")
    func carriageReturns() throws {
        var stream = RecordStream(seed: 7, nastiness: 1_000_000_000)
        let text = stream.text(of: Records.runs, count: 200, in: .lines).split(separator: "\n").joined(separator: "\r\n") + "\r\n"
        let decoding = try FormDecoding(text, as: Self.format("diagnostics-records"))
        #expect(decoding.filledShare > 0.95)
        #expect(!decoding.batch.events.contains { $0.quote.text.utf8.contains(0x0D) })
        try Self.check(text, as: Self.format("diagnostics-records"), seed: 1, "carriage returns")
    }

    @Test("hold in their own array only: what its envelope says differs from page to page")
    func envelopes() throws {
        let format = try Self.format("run-events")
        func page(_ run: String) -> String {
            let events = (0..<5).map {
                #"{"timestamp": "2026-02-01T00:00:0\#($0)Z", "name": "Microsoft.MachineLearning.Run.Completed", "data": {}}"#
            }
            return "{\"runId\": \"\(run)\", \"value\": [\n" + events.joined(separator: ",\n") + ",\n" + events[0] + "\n]}\n"
        }
        let text = page("one") + page("two")
        let decoding = try FormDecoding(text, as: format)
        #expect(decoding.batch.events.map(\.runID) == Array(repeating: "one", count: 6) + Array(repeating: "two", count: 6))
        #expect(decoding.forms == [nil, 0, 0, 0, 0, nil, nil, 2, 2, 2, 2, nil])
        try Self.check(text, as: format, seed: 3, "envelopes")
    }

    @Test("hold from envelope to envelope if those say nothing of their own")
    func emptyEnvelopes() throws {
        let format = Format.mapped { fields, event in event.runID = fields.carried("run") }
        func line(_ run: Int, _ front: String = "") -> String { "{\(front)\"records\": [{\"run\": \"r\(run)\"}]}\n" }
        let alone = "{\"run\": \"r\"}\n"
        let text =
            line(1) + line(2) + "\n" + line(3) + line(4, "\"x\": 1, ") + line(5, "\"x\": 1, ") + line(6) + line(7) + alone + alone + line(8)
        #expect(try FormDecoding(text, as: format).forms == [nil, 0, 0, nil, nil, nil, 3, nil, 4, nil])
        try Self.check(text, as: format, seed: 3, "envelopes")
        var stream = RecordStream(seed: 3, nastiness: 60)
        let items = stream.text(of: Records.runs, count: 300, in: .lines).split(separator: "\n")
        let pages = items.map { $0.hasPrefix("{\"time") ? "{\"records\": [\($0)]}\n" : "\($0)\n" }.joined()
        try Self.check(pages, as: Self.format("diagnostics-records"), seed: 3, "pages")
        #expect(try FormDecoding(pages, as: Self.format("diagnostics-records")).filledShare > 0.3)
    }

    @Test("are not made of the last line if no line feed ends it")
    func lastLine() throws {
        let line = #"{"time": "2026-02-01T00:00:00Z", "a": "b"}"#
        let format = Format.mapped { _, _ in }
        #expect(try FormDecoding([line, line, line].joined(separator: "\n"), as: format).forms == [nil, 0, nil])
        try Self.check([line, line, line].joined(separator: "\n"), as: format, seed: 3, "last line")
    }

    @Test("are not learned over and over from records that are all different")
    func budget() throws {
        let format = Format.mapped { fields, event in event.name = fields.text("name") ?? "" }
        let different = (0..<500).map { "{\"name\": \"n\($0)\", \"id\": \"x\"}\n" }
        let like = (0..<500).map { "{\"id\": \"i\($0)\", \"name\": \"same\"}\n" }
        #expect(try FormDecoding(different.joined(), as: format).filledShare == 0)
        // What was in vain does not keep the rest from being learned.
        #expect(try FormDecoding((different + like).joined(), as: format).filledShare > 0.4)
        try Self.check((different + like + different).joined(), as: format, seed: 1, "budget")
        // More kinds than are held at a time.
        let kinds =
            (0..<3_000).map { "{\"name\": \"n\($0 % 197)\", \"id\": \"i\($0)\"}\n" } + (0..<3_000).map { "{\"name\": \"n\($0 % 9)\"}\n" }
        try Self.check(kinds.joined(), as: format, seed: 2, "many kinds")
    }
}
