import Evidence
import Foundation
import GRDB
import Testing

@testable import Store

@Suite("Store")
struct StoreTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func open(_ name: String = "a.sqlite") throws -> Store { try Store(path: folder.file(name)) }

    private func fill(_ batch: inout EvidenceBatch) {
        batch.statements = [statement("r1"), statement("r2", parent: "r1")]
        batch.events = [event(.runStatus, 10, "Completed", run: "r1", status: .completed)]
        batch.outputs = [blob("azureml/r1/model/a.bin")]
        batch.problems = [Problem(source: "x.json", line: 3, reason: "A record could not be read.", recoveredBytes: 7)]
    }

    @Test("the same source twice changes no row")
    func idempotent() throws {
        let store = try open()
        #expect(try store.add("x.json", fill) == .added)
        try store.refresh()
        let before = try store.dump()
        #expect(try store.add("x.json", fill) == .unchanged)
        try store.refresh()
        #expect(try store.dump() == before)
        #expect(before.count == 8)
    }

    @Test("a file and the same file packed are one source")
    func packedTwin() throws {
        let store = try open()
        try store.add("logs/x.json", content: "same", fill)
        try store.refresh()
        let before = try store.dump()
        #expect(try store.add("logs/x.json.gz", content: "same", fill) == .unchanged)
        try store.refresh()
        #expect(try store.dump() == before)
    }

    @Test("a changed file takes the place of what it said before, and its runs follow")
    func replacement() throws {
        let store = try open()
        try store.add("x.json", content: "old") { $0.statements = [statement("gone"), statement("stays", status: .running)] }
        try store.refresh()
        #expect(try store.add("x.json", content: "new") { $0.statements = [statement("stays", status: .failed)] } == .replaced)
        try store.refresh()
        #expect(try store.runSummaries().map { "\($0.runID) \($0.status ?? "")" } == ["stays Failed"])
    }

    @Test("a source whose reading fails leaves nothing behind")
    func interrupted() throws {
        struct Stop: Error {}
        let store = try open()
        try store.add("x.json", content: "old", fill)
        try store.refresh()
        let before = try store.dump()
        #expect(throws: Stop.self) {
            let reading = SourceReading(storedHash: "s", patterns: "p1")
            _ = try store.write(name: { _ in SourceName(pathKey: "x.json") }, reading: reading) { writer in
                var batch = EvidenceBatch()
                batch.statements = [statement("half")]
                try writer.write(batch)
                throw Stop()
            }
        }
        try store.refresh()
        #expect(try store.dump() == before)
    }

    @Test("the order of sources does not show")
    func order() throws {
        let parts: [(String, (inout EvidenceBatch) -> Void)] = [
            ("a.json", { $0.statements = [statement("r1", status: .running)] }),
            ("b.json", { $0.statements = [statement("r1", status: .failed), statement("r2", parent: "r1")] }),
            ("logs/r2/user_logs/std_log.txt", { $0.logs = [log("logs/r2/user_logs/std_log.txt")] }),
            ("logs/other.txt", { $0.logs = [log("logs/other.txt", ids: ["r1"])] }),
        ]
        let (one, two) = (try open("one.sqlite"), try open("two.sqlite"))
        for (path, fill) in parts { try one.add(path, fill) }
        try one.refresh()
        for (path, fill) in parts.reversed() {
            try two.add(path, fill)
            try two.refresh()
        }
        #expect(try one.dump() == two.dump())
    }

    @Test("a store of a newer version is refused and left alone")
    func newerVersion() throws {
        let path = folder.file("newer.sqlite")
        try open("newer.sqlite").close()
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: "PRAGMA user_version = 999") }
        try queue.close()
        let error = #expect(throws: StoreError.self) { try Store(path: path) }
        #expect(error?.kind == .newerVersion)
        #expect(
            error?.description
                == "cannot open the store \(path): it was written by a newer mlpostmortem (store version 999, this program knows up to 6). "
                + "Install the newer version, or name another store with --store.")
    }

    @Test("what is not a database is refused and left alone")
    func notADatabase() throws {
        let path = folder.file("text.sqlite")
        let text = String(repeating: "This is no database. ", count: 100)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let error = #expect(throws: StoreError.self) { try Store(path: path) }
        #expect(error?.kind == .notADatabase)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test("the database of another program is refused")
    func foreignDatabase() throws {
        let path = folder.file("foreign.sqlite")
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: "CREATE TABLE theirs (x)") }
        try queue.close()
        let error = #expect(throws: StoreError.self) { try Store(path: path) }
        #expect(error?.kind == .foreignDatabase)
    }

    @Test("a folder that is not there is told by its name")
    func missingFolder() throws {
        let error = #expect(throws: StoreError.self) { try Store(path: folder.file("none/a.sqlite")) }
        #expect(error?.kind == .notWritable)
        #expect(error?.why == "the folder \(folder.file("none")) does not exist")
    }

    @Test("a folder in the store's place is refused")
    func folderAsStore() throws {
        let error = #expect(throws: StoreError.self) { try Store(path: folder.path) }
        #expect(error?.why == "it is a folder")
    }

    @Test("a store that must exist is not made")
    func missingStore() throws {
        let error = #expect(throws: StoreError.self) { try Store(path: folder.file("none.sqlite"), mode: .existing) }
        #expect(error?.kind == .missing)
        #expect(!FileManager.default.fileExists(atPath: folder.file("none.sqlite")))
    }

    @Test("while another process writes, a reader reads, and a writer is told so")
    func twoConnections() throws {
        let path = folder.file("shared.sqlite")
        let first = try Store(path: path)
        try first.add("x.json", fill)
        try first.refresh()
        let second = try Store(path: path, patience: Patience(seconds: 0.1))
        try first.pool.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            #expect(try second.runSummaries().count == 2)
            let error = #expect(throws: StoreError.self) { try second.add("y.json", fill) }
            #expect(
                error?.description
                    == "cannot use the store \(path): another process is writing to it, and 0.1 seconds were not enough for it to finish. "
                    + "Try again when it has finished, or wait longer with --wait SECONDS.")
            try db.execute(sql: "ROLLBACK")
        }
        #expect(try second.add("y.json", fill) == .added)
    }

    @Test("the same path given for two runs is two sources")
    func twoRuns() throws {
        let store = try open()
        for run in ["r1", "r2"] {
            #expect(try store.add("std_log.txt", content: run, forcedRun: run) { $0.logs = [log("std_log.txt")] } == .added)
        }
        try store.refresh()
        #expect(try store.runSummaries().map(\.runID) == ["r1", "r2"])
        #expect(try store.ingested(pathKey: "std_log.txt").map(\.name.run) == ["r1", "r2"])
        #expect(try store.ingested(pathKey: "std_log").isEmpty)
    }

    @Test("findings made of older evidence do not count as up to date")
    func overtaken() throws {
        let store = try open()
        try store.add("x.json", fill)
        try store.refresh()
        let changes = try store.changes()
        func keep() throws { try store.replaceFindings([], areAll: true, madeWith: "rules 1", now: nil, changes: changes) }
        try keep()
        #expect(try store.staleRootRunIDs(madeWith: "rules 1", now: nil) == [])
        #expect(try store.staleRootRunIDs(madeWith: "rules 2", now: nil) == nil)
        try store.add("y.json") { $0.statements = [statement("r3")] }
        try store.refresh()
        #expect(try store.staleRootRunIDs(madeWith: "rules 1", now: nil) == ["r3"])
        try keep()
        #expect(try store.staleRootRunIDs(madeWith: "rules 1", now: nil) == nil)
    }

    /// Regression: a store whose maker was killed before it was in WAL mode could not be opened any more.
    @Test("a store whose maker was killed half-way is rolled back and used")
    func hotJournal() throws {
        try open("whole.sqlite").close()
        let queue = try DatabaseQueue(path: folder.file("whole.sqlite"))
        try queue.writeWithoutTransaction { db in
            _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
            // More than the cache holds: only then is the journal on disk, and has to be rolled back.
            try db.execute(
                sql: """
                    PRAGMA cache_size = 1; BEGIN IMMEDIATE; INSERT INTO meta VALUES ('half', '1'); CREATE TABLE half (x);
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
                        INSERT INTO half SELECT zeroblob(4000) FROM n
                    """)
            for (copy, ending) in [("a", ""), ("a", "-journal"), ("b", ""), ("b", "-journal")] {
                try FileManager.default.copyItem(
                    atPath: folder.file("whole.sqlite") + ending, toPath: folder.file(copy + ".sqlite") + ending)
            }
            try db.execute(sql: "ROLLBACK")
        }
        try queue.close()
        let store = try open("a.sqlite")
        #expect(try store.add("x.json", fill) == .added)
        #expect(try store.verify() == [])
        var rows = 0
        try StoreQuery(path: folder.file("b.sqlite")).run("SELECT * FROM meta", columns: { _ in }, row: { _ in rows += 1 })
        #expect(rows == 0)
    }

    @Test("verify finds nothing wrong with a sound store, and names what is missing in a broken one")
    func verify() throws {
        let store = try open()
        try store.add("x.json", fill)
        try store.refresh()
        #expect(try store.verify() == [])
        try store.pool.write { try $0.execute(sql: "DELETE FROM run WHERE run_key = 'r2'") }
        #expect(try store.verify() == ["There are 1 run records without a run."])
    }

    @Test("the same event through two exports is one event with two provenances")
    func provenances() throws {
        let store = try open()
        for path in ["a.json", "b.json"] {
            try store.add(path) { $0.events = [event(.runStatus, 1, "Running", run: "r", status: .running)] }
        }
        try store.refresh()
        var rows: [[QueryValue]] = []
        try StoreQuery(path: store.path).run("SELECT run_id, time, provenances FROM events", columns: { _ in }, row: { rows.append($0) })
        #expect(rows == [[.text("r"), .text("2023-11-14T22:14:20Z"), .integer(2)]])
        #expect(try store.family(rootRunID: "r").members[0].events.count == 1)
    }

    @Test("a query that would write is refused")
    func readOnly() throws {
        let store = try open()
        try store.add("x.json", fill)
        let query = try StoreQuery(path: store.path)
        let error = #expect(throws: StoreError.self) { try query.run("DELETE FROM source", columns: { _ in }, row: { _ in }) }
        #expect(error?.why == "it would change the store")
        let wrong = #expect(throws: StoreError.self) { try query.run("SELECT nonsense FROM runs", columns: { _ in }, row: { _ in }) }
        #expect(wrong?.why == "no such column: nonsense")
    }

    @Test("every documented view can be read")
    func views() throws {
        let store = try open()
        try store.add("x.json", fill)
        try store.refresh()
        for view in StoreQuery.views {
            var columns: [String] = []
            try StoreQuery(path: store.path).run("SELECT * FROM \(view)", columns: { columns = $0 }, row: { _ in })
            #expect(columns.count >= 4)
        }
    }
}
