package import Foundation
import GRDB

/// A file that the store keeps as it was given.
package struct KeptFile: Hashable, Sendable {
    let id: Int64
    /// Of its source.
    package let name: SourceName
    /// As it was shown.
    package let path: String
    /// The run that was given for it.
    package let forcedRun: String?
    /// Hash of the file as it lay on disk.
    package let hash: String
    /// Its size on disk.
    package let bytes: Int64
    /// What was done to its bytes; nil where they are the file's own.
    package let packing: String?
}

/// How many files a store keeps, and how many bytes they take there.
package struct KeptSize: Hashable, Sendable {
    package var files = 0
    package var bytes: Int64 = 0

    package init(files: Int = 0, bytes: Int64 = 0) {
        self.files = files
        self.bytes = bytes
    }
}

/// What a file came to when its last part was handed over.
package struct KeptContent: Hashable, Sendable {
    package var hash: String
    package var bytes: Int64

    package init(hash: String, bytes: Int64) {
        self.hash = hash
        self.bytes = bytes
    }
}

extension Store {
    /// A kept file `k` belongs to the source `s`: it is the file that was read, or one of the same content that is packed otherwise. The bytes
    /// of an older state would bring that state back.
    static let keptPair = "s.key = k.key AND (s.content_hash = k.content_hash OR s.stored_hash = k.hash)"

    /// Keeps a file whose source was written: all of it or nothing. Returns the bytes that it takes; nil where its source is not there.
    ///
    /// What was kept under this name before gives way. `next` hands over the parts, nil after the last; only then `content` is asked.
    package func keep(
        _ name: SourceName, path: String, packing: String?, next: () throws -> [UInt8]?, content: () -> KeptContent
    ) throws -> Int64? {
        // Most files are one part: it is packed before others have to wait.
        let first = try next()
        return try writing { db in
            let key = redactor.redact(name.key)
            guard let hash = try String.fetchOne(db, sql: "SELECT content_hash FROM source WHERE key = ?", arguments: [key]) else {
                return nil
            }
            try db.execute(sql: "DELETE FROM kept_file WHERE key = ?", arguments: [key])
            try db.execute(
                sql: "INSERT INTO kept_file VALUES (NULL, ?, ?, ?, '', 0, ?, 0)", arguments: [key, redactor.redact(path), hash, packing])
            let id = db.lastInsertedRowID
            let insert = try db.cachedStatement(sql: "INSERT INTO kept_part VALUES (?, ?, ?)")
            var (number, packed, part) = (0, Int64(0), first)
            while let bytes = part {
                try insert.execute(arguments: [id, number, Data(bytes)])
                number += 1
                packed += Int64(bytes.count)
                part = try next()
            }
            let whole = content()
            try db.execute(
                sql: "UPDATE kept_file SET hash = ?, bytes = ?, packed_bytes = ? WHERE id = ?",
                arguments: [whole.hash, whole.bytes, packed, id])
            return packed
        }
    }

    /// Bytes that the file takes if it is kept under this name already, as it is now.
    package func keptBytes(_ name: SourceName, hash: () -> String?) throws -> Int64? {
        let sql = "SELECT k.hash, k.packed_bytes FROM kept_file k JOIN source s ON \(Store.keptPair) WHERE k.key = ?"
        let row = try reading { try Row.fetchOne($0.cachedStatement(sql: sql), arguments: [redactor.redact(name.key)]) }
        guard let row, let hash = hash(), row[0] == hash else { return nil }
        return row[1]
    }

    /// The files that are kept, in the order of their names.
    package func keptFiles() throws -> [KeptFile] {
        try reading { db in
            let sql = """
                SELECT k.id, k.key, k.path, s.forced_run, k.hash, k.bytes, k.packing FROM kept_file k JOIN source s ON \(Store.keptPair)
                ORDER BY k.key
                """
            return try Row.fetchAll(db, sql: sql).map {
                KeptFile(id: $0[0], name: SourceName(key: $0[1]), path: $0[2], forcedRun: $0[3], hash: $0[4], bytes: $0[5], packing: $0[6])
            }
        }
    }

    /// Hands out a kept file's parts one after another, as long as `body` wants more.
    package func readParts(of file: KeptFile, _ body: (Data) throws -> Bool) throws {
        try reading { db in
            let sql = "SELECT bytes FROM kept_part WHERE kept_id = ? ORDER BY number"
            let parts = try Data.fetchCursor(db, sql: sql, arguments: [file.id])
            while let part = try parts.next(), try body(part) {}
        }
    }

    /// Lets go of kept files whose source is gone or has other content now.
    package func dropOutdatedKeptFiles() throws {
        let outdated = "NOT EXISTS (SELECT 1 FROM source s WHERE \(Store.keptPair))"
        let found = try reading { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM kept_file k WHERE \(outdated))") }
        if found == true { try writing { try $0.execute(sql: "DELETE FROM kept_file AS k WHERE \(outdated)") } }
    }

    static func keptSize(_ db: Database) throws -> KeptSize {
        let row = try Row.fetchOne(db, sql: "SELECT count(*), coalesce(sum(packed_bytes), 0) FROM kept_file")
        return KeptSize(files: row?[0] ?? 0, bytes: row?[1] ?? 0)
    }

    /// Kept files of which bytes are missing, one sentence each.
    static func brokenKeptFiles(_ db: Database) throws -> [String] {
        let sql = """
            SELECT k.path, k.packed_bytes, coalesce(sum(length(p.bytes)), 0) AS found, count(p.number) AS parts
            FROM kept_file k LEFT JOIN kept_part p ON p.kept_id = k.id GROUP BY k.id
            HAVING found <> k.packed_bytes OR max(p.number) <> parts - 1 ORDER BY k.key
            """
        return try Row.fetchAll(db, sql: sql).map { row in
            "Of the kept file \(row[0] as String) \(row[2] as Int64) of \(row[1] as Int64) bytes are there."
        }
    }
}
