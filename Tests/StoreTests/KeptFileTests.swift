import Evidence
import Foundation
import GRDB
import Testing

@testable import Store

@Suite("Kept files")
struct KeptFileTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func store(_ name: String = "a.sqlite") throws -> Store { try Store(path: folder.file(name)) }

    /// Keeps a file in these parts.
    @discardableResult
    private func keep(_ parts: [String], of path: String, hash: String, in store: Store) throws -> Int64? {
        var rest = parts[...]
        return try store.keep(
            SourceName(pathKey: path), path: path, packing: nil, next: { rest.popFirst().map { Array($0.utf8) } },
            content: { KeptContent(hash: hash, bytes: Int64(parts.joined().utf8.count)) })
    }

    private func bytes(_ store: Store) throws -> [String] {
        try store.keptFiles().map { file in
            var data = Data()
            try store.readParts(of: file) { part in
                data += part
                return true
            }
            return "\(file.path) \(file.hash) \(file.bytes) " + String(decoding: data, as: UTF8.self)
        }
    }

    @Test("a file is kept in its parts; without its source it is not")
    func kept() throws {
        let store = try store()
        #expect(try keep(["none"], of: "x.json", hash: "h", in: store) == nil)
        try store.add("x.json", content: "1") { $0.statements = [statement("r1")] }
        #expect(try keep(["one ", "two"], of: "x.json", hash: "h1", in: store) == 7)
        #expect(try bytes(store) == ["x.json h1 7 one two"])
        #expect(try store.keptBytes(SourceName(pathKey: "x.json")) { "h1" } == 7)
        #expect(try store.keptBytes(SourceName(pathKey: "x.json")) { "h2" } == nil)
        #expect(try keep(["three"], of: "x.json", hash: "h2", in: store) == 5)
        #expect(try bytes(store) == ["x.json h2 5 three"])
        let info = try store.info()
        #expect(info.counts.suffix(2).map { "\($0.name): \($0.count)" } == ["kept files: 1", "kept bytes: 5"])
        #expect(info.coverage.problems.map(\.reason).filter { $0.contains("--keep-sources") }.count == 1)
        #expect(try store.verify() == [])
    }

    @Test("a file that cannot be read to its end leaves nothing behind")
    func broken() throws {
        struct Fault: Error {}
        let store = try store()
        try store.add("x.json", content: "1") { $0.statements = [statement("r1")] }
        var calls = 0
        #expect(throws: Fault.self) {
            try store.keep(
                SourceName(pathKey: "x.json"), path: "x.json", packing: nil,
                next: {
                    calls += 1
                    if calls == 3 { throw Fault() }
                    return [1]
                }, content: { KeptContent(hash: "h", bytes: 2) })
        }
        #expect(try store.keptFiles() == [])
        #expect(try store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM kept_part") } == 0)
    }

    @Test("what belongs to an older state of its source is not read, and goes; the same bytes read otherwise stay")
    func outdated() throws {
        let store = try store()
        try store.add("x.json", content: "1") { $0.statements = [statement("r1")] }
        try keep(["one"], of: "x.json", hash: "h1", in: store)
        try store.add("x.json", content: "2") { $0.statements = [statement("r2")] }
        #expect(try bytes(store) == [])
        try store.dropOutdatedKeptFiles()
        for table in ["kept_file", "kept_part"] {
            #expect(try store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") } == 0)
        }
        // A version that unpacks more of the same file: other content, the same file.
        try keep(["two"], of: "x.json", hash: "stored-x.json", in: store)
        try store.add("x.json", content: "3") { $0.statements = [statement("r3")] }
        try store.dropOutdatedKeptFiles()
        #expect(try bytes(store) == ["x.json stored-x.json 3 two"])
    }

    @Test("a dump names a kept file by its hash and shows nothing of it")
    func dumped() throws {
        let store = try store()
        try store.add("x.json", content: "1") { $0.statements = [statement("r1")] }
        try keep(["password"], of: "x.json", hash: "h1", in: store)
        var lines: [String] = []
        try store.dump { lines.append($0) }
        let kept = lines.filter { $0.hasPrefix("kept") }
        #expect(kept.count == 1)
        #expect(kept.first?.contains("path='x.json'") == true && kept.first?.contains("hash='h1'") == true)
        #expect(!lines.joined().contains("password"))
    }

    @Test("verify finds a missing part, and one that is too short")
    func verified() throws {
        let store = try store()
        for path in ["a.json", "b.json", "c.json"] {
            try store.add(path) { $0.statements = [statement("r-" + path)] }
            try keep(["one ", "two ", "three"], of: path, hash: "h", in: store)
        }
        try store.refresh()
        #expect(try store.verify() == [])
        try store.pool.write { db in
            try db.execute(sql: "DELETE FROM kept_part WHERE kept_id = (SELECT id FROM kept_file WHERE key = 'a.json') AND number = 1")
            try db.execute(
                sql: "UPDATE kept_part SET bytes = x'00' WHERE kept_id = (SELECT id FROM kept_file WHERE key = 'c.json') AND number = 2")
        }
        #expect(
            try store.verify() == [
                "Of the kept file a.json 9 of 13 bytes are there.", "Of the kept file c.json 9 of 13 bytes are there.",
            ])
    }

    @Test("merging takes kept files over with their sources, in any order alike")
    func merged() throws {
        // One keeps the newer state, one the older; of one file two packings are kept; one store keeps nothing.
        let parts: [(store: String, path: String, content: String, kept: String?)] = [
            ("one", "x.json", "1", "plain"), ("one", "y.json", "y", nil), ("two", "x.json", "1", "packed"), ("two", "y.json", "y", "why"),
            ("three", "z.json", "z", "zed"),
        ]
        for name in ["one", "two", "three"] {
            let store = try store(name)
            for part in parts where part.store == name {
                try store.add(part.path, content: part.content) { $0.statements = [statement("r-" + part.content)] }
                if let kept = part.kept { try keep([kept], of: part.path, hash: "h-" + kept, in: store) }
            }
            try store.refresh()
            store.close()
        }
        func merge(_ name: String, _ others: [String]) throws -> [String] {
            let store = try store(name)
            for other in others { _ = try store.merge(storeAt: folder.file(other)) }
            try store.refresh()
            #expect(try store.verify() == [])
            return try bytes(store)
        }
        let expected = ["x.json h-packed 6 packed", "y.json h-why 3 why", "z.json h-zed 3 zed"]
        #expect(try merge("m1", ["one", "two", "three"]) == expected)
        #expect(try merge("m2", ["three", "two", "one", "two"]) == expected)
    }

    @Test("a merge that replaces a source lets go of what was kept of its older state")
    func mergedOver() throws {
        for (name, minutes) in [("old", 5.0), ("new", 9.0)] {
            let store = try store(name)
            _ = try store.write(
                name: { _ in SourceName(pathKey: "x.json") }, reading: SourceReading(storedHash: name, patterns: "p1"),
                body: { _ in
                    .init(
                        path: "x.json", contentHash: name, bytes: 10, format: "test", state: .read, records: 1, firstTime: time(0),
                        lastTime: time(minutes))
                })
            if name == "old" { try keep(["older"], of: "x.json", hash: "old", in: store) }
            store.close()
        }
        let (old, new) = (try store("old"), try store("new"))
        _ = try new.merge(storeAt: folder.file("old"))
        #expect(try bytes(new) == [])
        _ = try old.merge(storeAt: folder.file("new"))
        #expect(try old.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM kept_file") } == 0)
    }
}
