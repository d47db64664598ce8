import Evidence
import GRDB

/// Makes the rows of runs from what statements or events tell of them.
struct RunRows {
    private let db: Database
    private let loader: RunLoader
    private let outlines: OutlineReader
    private let isStated: RepeatedStatement
    private let forgetChildren: RepeatedStatement
    private let addChild: RepeatedStatement
    private let forget: RepeatedStatement
    private let replace: RepeatedStatement

    private static let columns = [
        "run_key", "run_id", "known_by", "display_name", "step_name", "experiment", "kind", "status", "parent_key", "parent_run_id",
        "declared_root", "created", "started", "ended", "compute", "script", "command", "snapshot_id", "run_uuid", "step_key", "root_key",
    ]

    init(db: Database, decoder: RowDecoder) throws {
        self.db = db
        loader = RunLoader(db: db, decoder: decoder)
        outlines = try OutlineReader(db: db, decoder: decoder)
        isStated = try RepeatedStatement(db, sql: "SELECT 1 FROM statement WHERE run_key = ? LIMIT 1")
        forgetChildren = try RepeatedStatement(db, sql: "DELETE FROM declared_child WHERE parent_key = ?")
        addChild = try RepeatedStatement(db, sql: "INSERT OR IGNORE INTO declared_child VALUES (?, ?, ?)")
        forget = try RepeatedStatement(db, sql: "DELETE FROM run WHERE run_key = ?")
        let places = RunRows.columns.map { _ in "?" }.joined(separator: ", ")
        replace = try RepeatedStatement(
            db, sql: "INSERT OR REPLACE INTO run (\(RunRows.columns.joined(separator: ", "))) VALUES (\(places))")
    }

    /// Makes the row of a run that statements or events know; deletes it where nothing knows it any more.
    func merge(_ key: String) throws {
        forgetChildren.bind(key, at: 1)
        try forgetChildren.run()
        if try hasStatement(key), let run = try loader.statedRun(key) {
            var parent = run.merged.parentRunID ?? run.merged.properties["azureml.pipelinerunid"]
            var root = run.merged.rootRunID
            if parent == nil || root == nil {
                let said = EventOutline.parents(in: try outlines.outlines(ofRun: key))
                parent = parent ?? said.parent
                root = root ?? said.root
            }
            try write(run, key: key, knownBy: "statement", parent: parent, root: root)
            for step in run.steps {
                guard let child = step.runID else { continue }
                addChild.bind(key, at: 1)
                addChild.bind(RunKey.of(child), at: 2)
                addChild.bind(step.name, at: 3)
                try addChild.run()
            }
        } else if let run = try loader.eventRun(key, outlines.outlines(ofRun: key)) {
            try write(run, key: key, knownBy: "event", parent: run.merged.parentRunID, root: run.merged.rootRunID)
        } else {
            forget.bind(key, at: 1)
            try forget.run()
        }
    }

    private func hasStatement(_ key: String) throws -> Bool {
        var isThere = false
        isStated.bind(key, at: 1)
        try isStated.rows { _ in isThere = true }
        return isThere
    }

    private func write(_ run: Run, key: String, knownBy: String, parent: String?, root: String?) throws {
        let step = run.stepKey.hasSuffix("\u{1F}") ? nil : run.stepKey
        let parent = parent.map(RunKey.of) == key ? nil : parent
        let merged = run.merged
        let names = [key, merged.runID, knownBy, merged.displayName, merged.stepName, merged.experiment, merged.kind?.rawValue]
        let family = [merged.status?.rawValue, parent.map(RunKey.of), parent, root.map(RunKey.of)]
        for (i, text) in (names + family).enumerated() { replace.bind(text, at: i + 1) }
        for (i, time) in [merged.created, merged.started, merged.ended].enumerated() { replace.bind(time?.microseconds, at: i + 12) }
        let code = [
            merged.compute, merged.script, merged.command, merged.snapshotID?.lowercased(), merged.runUUID.map(RunKey.uuid), step, key,
        ]
        for (i, text) in code.enumerated() { replace.bind(text, at: i + 15) }
        try replace.run()
    }
}
