import Evidence
import Testing

@testable import Store

@Suite("Merging stores")
struct MergeTests {
    typealias Part = (path: String, content: String, run: String?, fill: @Sendable (inout EvidenceBatch) -> Void)
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private static let parts: [Part] = [
        ("a.json", "a", nil, { $0.statements = [statement("r1", status: .running)] }),
        (
            "b.json", "b", nil,
            {
                $0.statements = [statement("r1", status: .failed), statement("r2", parent: "r1")]
                $0.events = [event(.runStatus, 3, "Failed", run: "r1", status: .failed)]
            }
        ),
        ("c.json", "c", nil, { $0.events = [event(.runStatus, 3, "Failed", run: "r1", status: .failed)] }),
        ("logs/r2/user_logs/std_log.txt", "log", nil, { $0.logs = [log("logs/r2/user_logs/std_log.txt")] }),
        ("user_logs/std_log.txt", "one", "r1", { $0.logs = [log("user_logs/std_log.txt", lines: 1)] }),
        ("user_logs/std_log.txt", "two", "r2", { $0.logs = [log("user_logs/std_log.txt", lines: 2)] }),
    ]

    private func store(_ name: String, _ parts: some Sequence<Part>) throws -> Store {
        let store = try Store(path: folder.file(name))
        for part in parts { try store.add(part.path, content: part.content, forcedRun: part.run, part.fill) }
        try store.refresh()
        return store
    }

    private func merged(_ name: String, _ others: [String]) throws -> [String] {
        let store = try Store(path: folder.file(name))
        for other in others { _ = try store.merge(storeAt: folder.file(other)) }
        try store.refresh()
        #expect(try store.verify() == [])
        return try store.dump()
    }

    @Test("merged in any order, stores hold what one store of all sources holds")
    func anyOrder() throws {
        let whole = try store("whole.sqlite", MergeTests.parts).dump()
        try store("one.sqlite", MergeTests.parts[0..<2]).close()
        try store("two.sqlite", MergeTests.parts[1..<5]).close()
        try store("three.sqlite", MergeTests.parts[4...]).close()
        #expect(try merged("m1.sqlite", ["one.sqlite", "two.sqlite", "three.sqlite"]) == whole)
        #expect(try merged("m2.sqlite", ["three.sqlite", "two.sqlite", "one.sqlite"]) == whole)
        #expect(try merged("m3.sqlite", ["two.sqlite", "two.sqlite", "one.sqlite", "three.sqlite", "one.sqlite"]) == whole)
    }

    @Test("of two contents of one file the one that reaches later stays, whatever the order")
    func conflict() throws {
        for (name, minutes) in [("old", 5.0), ("new", 9.0)] {
            let store = try Store(path: folder.file(name + ".sqlite"))
            let reading = SourceReading(storedHash: name, patterns: "p1")
            _ = try store.write(name: { _ in SourceName(pathKey: "x.json") }, reading: reading) { writer in
                var batch = EvidenceBatch()
                batch.statements = [statement("r-" + name)]
                try writer.write(batch)
                return Source(
                    path: "x.json", contentHash: name, bytes: 10, format: "test", state: .read, records: 1, firstTime: time(0),
                    lastTime: time(minutes))
            }
            try store.refresh()
            store.close()
        }
        let newer = try Store(path: folder.file("new.sqlite")).dump()
        #expect(try merged("m1.sqlite", ["old.sqlite", "new.sqlite"]) == newer)
        #expect(try merged("m2.sqlite", ["new.sqlite", "old.sqlite"]) == newer)
        let summary = try Store(path: folder.file("old.sqlite")).merge(storeAt: folder.file("new.sqlite"))
        var expected = MergeSummary()
        (expected.sources, expected.replaced) = (1, 1)
        #expect(summary == expected)
    }

    @Test("a log that was given its run takes the place of the same log without one")
    func givenRun() throws {
        let parts: [Part] = [
            ("x.log", "same", nil, { $0.logs = [log("x.log")] }), ("x.log", "same", "r1", { $0.logs = [log("x.log")] }),
        ]
        try store("loose.sqlite", parts.prefix(1)).close()
        let bound = try store("bound.sqlite", parts.suffix(1))
        let expected = try bound.dump()
        bound.close()
        #expect(try merged("m1.sqlite", ["loose.sqlite", "bound.sqlite"]) == expected)
        #expect(try merged("m2.sqlite", ["bound.sqlite", "loose.sqlite"]) == expected)
    }

    @Test("a store is not merged into itself, and a missing one is told by its name")
    func refused() throws {
        let store = try store("a.sqlite", [])
        let itself = #expect(throws: StoreError.self) { try store.merge(storeAt: folder.path + "/./a.sqlite") }
        #expect(itself?.why == "it is the store to merge into")
        let missing = #expect(throws: StoreError.self) { try store.merge(storeAt: folder.file("none.sqlite")) }
        #expect(missing?.kind == .missing)
    }
}
