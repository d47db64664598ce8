import Evidence
import Foundation
import GRDB
import Synchronization

/// The row of a run, as statements or events tell of it.
struct RunRow: Sendable {
    static let textColumns = [
        "run_key", "run_id", "known_by", "display_name", "step_name", "experiment", "kind", "status", "parent_key", "parent_run_id",
        "declared_root", "compute", "script", "command", "snapshot_id", "run_uuid", "step_key", "root_key",
    ]
    static let timeColumns = ["created", "started", "ended"]

    var texts: [String?]
    var times: [Int64?]
    /// Runs that it declares to be its steps.
    var children: [(key: String, step: String)]

    private init(_ run: Run, key: String, knownBy: String, parent: String?, root: String?) {
        let step = run.stepKey.hasSuffix("\u{1F}") ? nil : run.stepKey
        let parent = parent.map(RunKey.of) == key ? nil : parent
        let merged = run.merged
        texts = [
            key, merged.runID, knownBy, merged.displayName, merged.stepName, merged.experiment, merged.kind?.rawValue,
            merged.status?.rawValue, parent.map(RunKey.of), parent, root.map(RunKey.of), merged.compute, merged.script, merged.command,
            merged.snapshotID?.lowercased(), merged.runUUID.map(RunKey.uuid), step, key,
        ]
        times = [merged.created?.microseconds, merged.started?.microseconds, merged.ended?.microseconds]
        children = knownBy == "event" ? [] : run.steps.compactMap { step in step.runID.map { (RunKey.of($0), step.name) } }
    }

    /// Makes rows out of what is there now.
    struct Maker {
        private let loader: RunLoader
        private let outlines: OutlineReader
        private let statement: RepeatedStatement

        init(db: Database) throws {
            let decoder = RowDecoder()
            loader = RunLoader(db: db, decoder: decoder)
            outlines = try OutlineReader(db: db, decoder: decoder)
            statement = try RepeatedStatement(db, sql: "SELECT 1 FROM statement WHERE run_key = ? LIMIT 1")
        }

        /// Nil where neither statements nor events know the run.
        func row(of key: String) throws -> RunRow? {
            if try hasStatement(key), let run = try loader.statedRun(key) {
                var parent = run.merged.parentRunID ?? run.merged.properties["azureml.pipelinerunid"]
                var root = run.merged.rootRunID
                if parent == nil || root == nil {
                    let said = EventOutline.parents(in: try outlines.outlines(ofRun: key))
                    parent = parent ?? said.parent
                    root = root ?? said.root
                }
                return RunRow(run, key: key, knownBy: "statement", parent: parent, root: root)
            }
            guard let run = try loader.eventRun(key, outlines.outlines(ofRun: key)) else { return nil }
            return RunRow(run, key: key, knownBy: "event", parent: run.merged.parentRunID, root: run.merged.rootRunID)
        }

        private func hasStatement(_ key: String) throws -> Bool {
            var isThere = false
            statement.bind(key, at: 1)
            try statement.rows { _ in isThere = true }
            return isThere
        }
    }
}

extension RunRow {
    /// As many rows are made before they are written.
    private static let portion = 2_000
    /// Fewer are not worth a task of their own.
    private static let least = 100

    /// Hands over the rows of these runs, in order. They are made on several connections side by side: reading what runs are made of is most
    /// of the work, and what is read is committed.
    static func make(_ keys: [String], from pool: DatabasePool, _ body: (String, RunRow?) throws -> Void) throws {
        let tasks = min(4, ProcessInfo.processInfo.activeProcessorCount)
        for start in stride(from: 0, to: keys.count, by: portion) {
            let keys = Array(keys[start..<min(start + portion, keys.count)])
            let share = max(least, (keys.count + tasks - 1) / tasks)
            let results = Mutex<[Int: Result<[RunRow?], any Error>]>([:])
            DispatchQueue.concurrentPerform(iterations: (keys.count + share - 1) / share) { task in
                let own = keys[task * share..<min((task + 1) * share, keys.count)]
                let made = Result { try pool.read { db in try own.map(Maker(db: db).row) } }
                results.withLock { $0[task] = made }
            }
            let rows = try results.withLock { $0 }.sorted { $0.key < $1.key }.flatMap { try $0.value.get() }
            for (key, row) in zip(keys, rows) { try body(key, row) }
        }
    }
}
