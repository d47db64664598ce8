import Evidence
import Foundation
import GRDB
import Testing

@testable import Store

@Suite("Events are kept by what they are about")
struct EventGroupTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// A status change of which run, operation's message and a detail are its own.
    private static let form: EventForm = {
        var event = event(.runStatus, 1, "Microsoft.MachineLearningServices/workspaces/jobs/write", run: "r0", status: .running)
        event.message = "m0"
        event.detail = ["level": "Informational", "jobName": "j0"]
        event.compute = "cpu"
        event.quote.text = #"{"run":"r0","message":"m0","job":"j0"}"#
        return EventForm(
            number: 0, sample: event, holes: [[.runID], [.message], [.detail("jobName"), .caller]],
            line: [#"{"run":""#, #"","message":""#, #"","job":""#, #""}"#])
    }()

    private static func list(_ rows: [(run: String, message: String, job: String)], of form: EventForm = form) -> EventList {
        var events = EventList()
        for (i, row) in rows.enumerated() {
            let values = [row.run, row.message, row.job].map { Array($0.utf8) }
            values[0].withUnsafeBufferPointer { run in
                values[1].withUnsafeBufferPointer { message in
                    values[2].withUnsafeBufferPointer { job in
                        events.append(form, time: time(Double(i)), line: i + 1, offset: 100 * i) { [run, message, job][$0] }
                    }
                }
            }
        }
        return events
    }

    /// What a store says that holds these events, told by rules' eyes and by a query's.
    private func told(_ name: String, _ events: EventList) throws -> (families: [[Event]], view: [[QueryValue]]) {
        let store = try Store(path: folder.file(name))
        defer { store.close() }
        try store.add("events.json") { $0.events = events }
        try store.refresh()
        #expect(try store.verify() == [])
        var rows: [[QueryValue]] = []
        let sql = "SELECT * FROM events ORDER BY time, run_id, message"
        try StoreQuery(path: store.path).run(sql, columns: { _ in }, row: { rows.append($0) })
        let roots = Set(events.compactMap { $0.runID?.lowercased() }).sorted()
        return (try roots.map { try store.family(rootRunID: $0).members.flatMap(\.events) }, rows)
    }

    @Test("filled forms and whole events say the same, to rules and to queries")
    func filled() throws {
        let rows = (0..<300).map { (run: "Run_\($0 * 7 % 40)", message: "step \($0)", job: $0 % 4 == 0 ? "j0" : "job \($0 % 3)") }
        var events = Self.list(rows)
        events.append(event(.runStatus, 500, "Failed", run: "run_3", status: .failed))
        var whole = EventList()
        for event in events { whole.append(event) }
        let (a, b) = (try told("filled.sqlite", events), try told("whole.sqlite", whole))
        #expect(a.families == b.families)
        #expect(a.families.count == 40)
        #expect(a.families.first { $0[0].runID == "Run_3" }?.last?.name == "Failed")
        #expect(a.families[0].first?.quote.text == #"{"run":"Run_0","message":"step 0","job":"j0"}"#)
        #expect(a.view == b.view)
        #expect(a.view.count == 301)
    }

    @Test("a value that may be a secret is looked at with its name, and its event kept whole")
    func secrets() throws {
        let key = "Zq7Rt9pLm4Xw8Vb2Nc6Yd1Fs"
        let store = try Store(path: folder.file("s.sqlite"))
        try store.add("events.json") {
            $0.events = Self.list([
                ("r1", "fine", "j"), ("r1", "AccountKey=\(key)==;x", "j"), ("r1", "https://me:\(key)@host/x", "j"), ("r1", "fine", "j"),
            ])
        }
        let forms = try store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM event_form") }
        let text = try store.pool.read { try String.fetchAll($0, sql: "SELECT json FROM event_group") }.joined()
        #expect(forms == 1)
        #expect(!text.contains(key))
        #expect(text.contains("[redacted"))
        #expect(text.contains(#","r1","fine","j"]"#))
    }

    @Test("a form in which a name promises a secret is not used")
    func promises() throws {
        var sample = Self.form.sample
        sample.detail["apiKey"] = "j0"
        let form = EventForm(number: 0, sample: sample, holes: [[.runID], [.message], [.detail("apiKey")]], line: Self.form.line)
        let store = try Store(path: folder.file("p.sqlite"))
        let key = "Zq7Rt9pLm4Xw8Vb2Nc6Yd1Fs"
        try store.add("events.json") { $0.events = Self.list([("r1", "fine", key)], of: form) }
        let text = try store.pool.read { try String.fetchAll($0, sql: "SELECT json FROM event_group UNION SELECT json FROM event_form") }
            .joined()
        #expect(!text.contains(key))
        #expect(text.contains("[redacted"))
    }

    @Test("somebody's own patterns are looked for in every event")
    func ownPatterns() throws {
        var rules = RedactionRules()
        rules.patterns = ["customer-[0-9]+"]
        let store = try Store(path: folder.file("o.sqlite"), redaction: rules)
        try store.add("events.json") { $0.events = Self.list([("r1", "for customer-4711", "j")]) }
        let text = try store.pool.read { try String.fetchAll($0, sql: "SELECT json FROM event_group") }.joined()
        #expect(!text.contains("4711"))
    }

    @Test("a subject of which there is much has several rows")
    func many() throws {
        let store = try Store(path: folder.file("m.sqlite"))
        let padding = String(repeating: "x", count: 1_500)
        let rows = (0..<2_000).map { (run: $0 % 2 == 0 ? "even" : "odd \($0)", message: "\($0) \(padding)", job: "j") }
        try store.add("events.json") { $0.events = Self.list(rows) }
        try store.refresh()
        let groups = try store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM event_group WHERE run_key = 'even'") } ?? 0
        #expect(groups == 6)
        let events = try store.family(rootRunID: "even").members[0].events
        #expect(events.count == 1_000)
        #expect(events.map(\.time) == (0..<1_000).map { time(Double(2 * $0)) })
    }

    @Test("events that a store of version 5 holds one by one are there as lists")
    func migration() throws {
        let path = folder.file("old.sqlite")
        let queue = try DatabaseQueue(path: path)
        var node = event(.node, 3, "preempted", run: "r1", compute: "gpu")
        node.nodeID = "n"
        let status = event(.runStatus, 2, "é \"x\"", run: "r1", compute: "cpu", status: .failed)
        let gone = event(.activity, 4, "Microsoft.MachineLearningServices/workspaces/delete")
        var undated = event(.other, 0, "undated")
        undated.time = nil
        try queue.write { db in
            for migration in Schema.migrations[..<5] { try db.execute(sql: migration) }
            for view in SchemaViews.names { try db.execute(sql: "CREATE VIEW \(view) AS SELECT 1") }
            try db.execute(
                sql: "INSERT INTO source VALUES (1, 'e.json', 'e.json', 's', 'c', 10, 'f', 'read', 4, NULL, NULL, 'p1', NULL, NULL)")
            for (i, event) in [status, node, gone, undated].enumerated() {
                let json = String(decoding: try RowEncoder().encode(event), as: UTF8.self)
                try db.execute(
                    sql: "INSERT INTO event VALUES (1, ?, ?, ?, ?, ?, NULL, NULL, ?, ?, ?)",
                    arguments: [
                        i, event.key, event.kind.rawValue, event.time?.microseconds, event.runID, event.compute, event.name, json,
                    ])
            }
            try db.execute(sql: "INSERT INTO stale_run VALUES ('r1')")
            try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = 5")
        }
        try queue.close()
        let store = try Store(path: path)
        try store.refresh()
        #expect(try store.verify() == [])
        #expect(try store.info().counts.first { $0.name == "events" }?.count == 4)
        let subjects = try store.pool.read { db in
            try Row.fetchAll(db, sql: "SELECT run_key, compute, count FROM event_group ORDER BY run_key, compute").map { row in
                [row[0] as String? ?? "-", row[1] as String? ?? "-", "\(row[2] as Int)"]
            }
        }
        #expect(subjects == [["-", "-", "1"], ["-", "*", "1"], ["r1", "-", "1"], ["r1", "gpu", "1"]])
        #expect(try store.family(rootRunID: "r1").members[0].events == [status])
    }
}
