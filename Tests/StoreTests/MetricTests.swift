import Evidence
import GRDB
import Testing

@testable import Store

@Suite("Metrics")
struct MetricTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func point(_ name: String, _ value: Double, step: Int64? = nil, run: String? = "r1", line: Int = 1) -> MetricPoint {
        MetricPoint(runID: run, name: name, step: step, time: time(Double(step ?? 0)), value: value, quote: quote("m.json", line, "raw"))
    }

    private func rows(_ store: Store, _ sql: String) throws -> [[QueryValue]] {
        var rows: [[QueryValue]] = []
        try StoreQuery(path: store.path).run(sql, columns: { _ in }, row: { rows.append($0) })
        return rows
    }

    @Test("come into the dossier of their run by name and step, whatever the order and the case of the id; what is not finite survives")
    func dossier() throws {
        let store = try Store(path: folder.file("a.sqlite"))
        try store.add("runs.json") { $0.statements = [statement("r1"), statement("r2")] }
        try store.add("m.json") {
            $0.metrics = [
                point("loss", .nan, step: 2, line: 3), point("loss", 0.5, step: 1, run: "R1", line: 2), point("acc", .infinity),
                point("loss", -.infinity, step: 3), point("loss", 9, run: "r2"), point("Failed Runs", 1, run: nil),
            ]
        }
        try store.refresh()
        let member = try #require(try store.family(rootRunID: "r1").members.first)
        #expect(
            member.metrics.map { "\($0.name) \($0.step ?? -1) \($0.valueText)" } == [
                "acc -1 Infinity", "loss 1 0.5", "loss 2 NaN", "loss 3 -Infinity",
            ])
        #expect(member.metrics[1].quote.location == Location(source: "m.json", line: 2, offset: 0))
        #expect(member.metrics[1].time == time(1))
    }

    @Test("the same point through two exports is one point with two provenances")
    func provenances() throws {
        let store = try Store(path: folder.file("a.sqlite"))
        try store.add("runs.json") { $0.statements = [statement("r1")] }
        for path in ["a.json", "b.json"] {
            try store.add(path) { $0.metrics = [point("loss", .nan, step: 1), point("loss", 0.25, step: 2)] }
        }
        try store.refresh()
        #expect(try store.family(rootRunID: "r1").members[0].metrics.count == 2)
        let found = try rows(store, "SELECT run_id, name, step, value, provenances FROM metrics ORDER BY step")
        #expect(
            found == [
                [.text("r1"), .text("loss"), .integer(1), .text("NaN"), .integer(2)],
                [.text("r1"), .text("loss"), .integer(2), .real(0.25), .integer(2)],
            ])
        #expect(try store.verify() == [])
    }

    @Test("of a metric with very many values a dossier holds the newest")
    func cap() throws {
        let store = try Store(path: folder.file("a.sqlite"))
        try store.add("runs.json") { $0.statements = [statement("r1")] }
        try store.add("m.json") { batch in batch.metrics = (0..<2_005).map { point("loss", Double($0), step: $0) } }
        try store.refresh()
        let points = try store.family(rootRunID: "r1").members[0].metrics
        #expect(points.count == 2_000)
        #expect(points.first?.step == 5)
        #expect(points.last?.step == 2_004)
    }

    @Test("a source that is replaced takes its points with it")
    func replacement() throws {
        let store = try Store(path: folder.file("a.sqlite"))
        try store.add("m.json", content: "old") { $0.metrics = [point("loss", 1)] }
        try store.add("m.json", content: "new") { $0.metrics = [point("loss", 2)] }
        #expect(try rows(store, "SELECT value FROM metrics") == [[.real(2)]])
    }

    @Test("a store of version 1 is brought to this version and keeps what it holds")
    func migration() throws {
        let path = folder.file("old.sqlite")
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            try db.execute(sql: Schema.migrations[0])
            try db.execute(sql: "CREATE VIEW runs AS SELECT run_id FROM run; CREATE VIEW outputs AS SELECT path FROM output")
            try db.execute(
                sql: """
                    INSERT INTO source VALUES (1, 'blobs.json', 'blobs.json', 's', 'c', 10, 'blob-list', 'read', 1, NULL, NULL, 'p1', NULL, NULL);
                    INSERT INTO output VALUES (1, 0, 'azureml/r1/a.bin', NULL, 'r1', 5, NULL, '{}');
                    PRAGMA application_id = \(Schema.applicationID);
                    PRAGMA user_version = 1
                    """)
        }
        try queue.close()
        let store = try Store(path: path)
        #expect(try store.info().version == 6)
        #expect(try store.coverage().ranges.map(\.kind) == ["output listings"])
        try store.add("m.json") { $0.metrics = [point("loss", 0.5)] }
        try store.refresh()
        #expect(try rows(store, "SELECT path, bytes FROM outputs") == [[.text("azureml/r1/a.bin"), .integer(5)]])
        #expect(try rows(store, "SELECT name, value FROM metrics") == [[.text("loss"), .real(0.5)]])
        #expect(try rows(store, "SELECT run_id, verdict FROM runs") == [])
        #expect(try store.verify() == [])
        store.close()
        #expect(try Store(path: path).ingested(pathKey: "blobs.json").first?.contentHash == "c")
    }
}
