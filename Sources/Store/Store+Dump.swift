import GRDB

extension Store {
    /// All that the store holds, one line a row, in an order that does not show how it got there: to compare two stores.
    ///
    /// Rows hang on names of sources, not on row numbers. What depends on the ingest's circumstances alone (how a file was packed) is left
    /// out.
    package func dump(write: (String) throws -> Void) throws {
        try reading { db in
            let tables = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
            for table in tables where !Store.passingTables.contains(table) {
                let columns = try db.columns(in: table).map(\.name).filter { !Store.passingColumns.contains($0) }
                let hangs = columns.contains("source_id")
                let shown = columns.filter { $0 != "source_id" }
                let order = ((hangs ? ["s.key"] : []) + shown.map { "t.\($0)" }).joined(separator: ", ")
                let sql =
                    "SELECT \(order) FROM \(table) t" + (hangs ? " JOIN source s ON s.id = t.source_id" : "") + " ORDER BY \(order)"
                let names = (hangs ? ["source"] : []) + shown
                let rows = try Row.fetchCursor(db, sql: sql)
                while let row = try rows.next() {
                    let cells = names.indices.compactMap { at -> String? in
                        let value: DatabaseValue = row[at]
                        return value.isNull ? nil : "\(names[at])=\(Store.text(value))"
                    }
                    try write(table + " " + cells.joined(separator: " ") + "\n")
                }
            }
        }
    }

    /// Notes of the program to itself, and the bytes of kept files, of which `kept_file` names the hash.
    private static let passingTables: Set<String> = [
        "kept_part", "meta", "listed_place", "stale_event", "stale_family", "stale_listing", "stale_output", "stale_run",
    ]
    /// Row numbers, the hash of a file as it was packed, and how small the zlib of this machine made a kept one.
    private static let passingColumns: Set<String> = ["id", "packed_bytes", "stored_hash"]

    private static func text(_ value: DatabaseValue) -> String {
        guard case .string(let text) = value.storage else { return value.description }
        return "'" + text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\u{1F}", with: " | ") + "'"
    }
}
