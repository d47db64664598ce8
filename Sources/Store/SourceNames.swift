import GRDB

/// What names a source, looked up where two rows are alike but for it: that is rare, and a look into the table of sources for each row is not
/// cheap.
struct SourceNames {
    let db: Database

    /// In the order that SQLite gives to texts.
    struct Name: Comparable {
        let path: String
        let key: String
        let contentHash: String

        static func < (left: Name, right: Name) -> Bool {
            left.path == right.path ? ByteOrder.precedes(left.key, right.key) : ByteOrder.precedes(left.path, right.path)
        }

        static func == (left: Name, right: Name) -> Bool { left.path == right.path && left.key == right.key }
    }

    func name(of source: Int64) throws -> Name {
        let sql = "SELECT path, key, content_hash FROM source WHERE id = ?"
        let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [source])
        return Name(path: row?[0] ?? "", key: row?[1] ?? "", contentHash: row?[2] ?? "")
    }
}
