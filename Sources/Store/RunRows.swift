import Evidence
import GRDB

/// Writes the rows of runs.
struct RunRows {
    private let forgetChildren: RepeatedStatement
    private let addChild: RepeatedStatement
    private let forget: RepeatedStatement
    private let replace: RepeatedStatement

    init(db: Database) throws {
        forgetChildren = try RepeatedStatement(db, sql: "DELETE FROM declared_child WHERE parent_key = ?")
        addChild = try RepeatedStatement(db, sql: "INSERT OR IGNORE INTO declared_child VALUES (?, ?, ?)")
        forget = try RepeatedStatement(db, sql: "DELETE FROM run WHERE run_key = ?")
        let columns = RunRow.textColumns + RunRow.timeColumns
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        replace = try RepeatedStatement(
            db, sql: "INSERT OR REPLACE INTO run (\(columns.joined(separator: ", "))) VALUES (\(places))")
    }

    /// Puts the row of a run in the place of the one before; takes it away where nothing knows the run any more.
    func write(_ row: RunRow?, of key: String) throws {
        forgetChildren.bind(key, at: 1)
        try forgetChildren.run()
        guard let row else {
            forget.bind(key, at: 1)
            return try forget.run()
        }
        for (i, text) in row.texts.enumerated() { replace.bind(text, at: i + 1) }
        for (i, time) in row.times.enumerated() { replace.bind(time, at: row.texts.count + i + 1) }
        try replace.run()
        for child in row.children {
            addChild.bind(key, at: 1)
            addChild.bind(child.key, at: 2)
            addChild.bind(child.step, at: 3)
            try addChild.run()
        }
    }
}
