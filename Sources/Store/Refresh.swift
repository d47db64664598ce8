import Evidence
import GRDB

/// Puts together what is derived from the sources: runs, which log belongs to which run, and who is whose root.
struct Refresh {
    let db: Database
    /// Where what runs are made of is read: it is committed, and nobody else writes meanwhile.
    let pool: DatabasePool
    /// Takes down whom the rules have to be asked about again; nil where they were never asked.
    let stale: StaleFamilies?
    private let decoder = RowDecoder()

    init(db: Database, pool: DatabasePool, stale: StaleFamilies?) {
        self.db = db
        self.pool = pool
        self.stale = stale
    }

    /// Brings the derived tables up to date. Only runs that changed sources speak of are merged anew.
    func run() throws {
        var touched = try Set(String.fetchAll(db, sql: "SELECT run_key FROM stale_run"))
        try stale?.add(runs: touched)
        let rows = try RunRows(db: db)
        try RunRow.make(touched.sorted(), from: pool) { try rows.write($1, of: $0) }
        let rebound = try bind()
        try stale?.add(runs: rebound)
        touched.formUnion(rebound)
        try nameLogRuns()
        try resolveRoots()
        if let stale {
            touched.formUnion(try stale.addOutputs())
            try stale.add(runs: touched)
            try stale.addPlatformEvents()
        }
        try db.execute(
            sql: "DELETE FROM stale_run; DELETE FROM stale_event; DELETE FROM stale_listing; DELETE FROM stale_output")
    }

    // MARK: Logs and code

    /// Binds every log and code file; returns the runs whose logs changed.
    private func bind() throws -> Set<String> {
        let subjects = try self.subjects()
        if subjects.isEmpty, try Bool.fetchOne(db, sql: "SELECT NOT EXISTS (SELECT 1 FROM binding)") == true { return [] }
        let index = try BindingIndex(entries())
        let bound = Binder(index: index).bind(subjects)
        var wanted: [String: (BindingSubject, Binding)] = [:]
        for (subject, bindings) in zip(subjects, bound) {
            for binding in bindings {
                wanted[rowKey(subject.sourceID, subject.kind.rawValue, subject.number, binding.runKey)] = (subject, binding)
            }
        }
        var touched: Set<String> = []
        let delete = try db.makeStatement(
            sql: "DELETE FROM binding WHERE source_id = ? AND kind = ? AND number = ? AND run_key = ?")
        for row in try Row.fetchAll(db, sql: "SELECT source_id, kind, number, run_key, run_id, reason FROM binding") {
            let (source, kind, number, run): (Int64, String, Int, String) = (row[0], row[1], row[2], row[3])
            let key = rowKey(source, kind, number, run)
            if let kept = wanted[key], kept.1.runID == row[4], kept.1.reason.rawValue == row[5] {
                wanted[key] = nil
            } else {
                try delete.execute(arguments: [source, kind, number, run])
                touched.insert(run)
            }
        }
        let insert = try db.makeStatement(sql: "INSERT INTO binding VALUES (?, ?, ?, ?, ?, ?)")
        for (_, entry) in wanted.sorted(by: { $0.key < $1.key }) {
            let (subject, binding) = entry
            try insert.execute(arguments: [
                subject.sourceID, subject.kind.rawValue, subject.number, binding.runKey, binding.runID, binding.reason.rawValue,
            ])
            touched.insert(binding.runKey)
        }
        return touched
    }

    private func rowKey(_ source: Int64, _ kind: String, _ number: Int, _ run: String) -> String {
        "\(source) \(kind) \(number) \(run)"
    }

    private func subjects() throws -> [BindingSubject] {
        var subjects: [BindingSubject] = []
        let logs = try Row.fetchCursor(
            db,
            sql: """
                SELECT l.source_id, l.number, l.path, l.is_user, s.forced_run, l.hints FROM log l JOIN source s ON s.id = l.source_id
                ORDER BY l.path, s.key, l.number
                """)
        // Most logs give the same hints: none.
        var known: [String: BindingHints] = [:]
        while let row = try logs.next() {
            var subject = BindingSubject(
                sourceID: row[0], kind: .log, number: row[1], path: row[2], isUserOutput: row[3], forcedRun: row[4])
            let hints: String = row[5]
            subject.hints = known[hints] ?? (try? decoder.decode(BindingHints.self, from: hints)) ?? BindingHints()
            if known.count < 1_000 { known[hints] = subject.hints }
            subjects.append(subject)
        }
        let code = try Row.fetchCursor(
            db,
            sql: """
                SELECT c.source_id, c.number, c.path, s.forced_run, c.snapshot_id, c.module FROM code c JOIN source s ON s.id = c.source_id
                ORDER BY c.path, s.key, c.number
                """)
        while let row = try code.next() {
            var subject = BindingSubject(sourceID: row[0], kind: .code, number: row[1], path: row[2], forcedRun: row[3])
            subject.snapshotID = row[4]
            subject.module = row[5]
            subjects.append(subject)
        }
        return subjects
    }

    private func entries() throws -> [BindingIndex.Entry] {
        var files: [String: [String]] = [:]
        let lists = try Row.fetchCursor(db, sql: "SELECT run_key, log_files FROM statement WHERE log_files IS NOT NULL")
        while let row = try lists.next() {
            let text: String = row[1]
            files[row[0], default: []] += text.split(separator: "\n").map(String.init)
        }
        var parents: [String: (String, String?)] = [:]
        for row in try Row.fetchAll(
            db, sql: "SELECT child_key, parent_key, step_name FROM declared_child ORDER BY child_key, parent_key DESC")
        {
            parents[row[0]] = (row[1], row[2])
        }
        let sql = """
            SELECT run_key, run_id, parent_key, run_uuid, snapshot_id, script, command, display_name, step_name FROM run
            WHERE known_by <> 'log' ORDER BY run_key
            """
        return try Row.fetchAll(db, sql: sql).map { row in
            let declared = parents[row[0]]
            var entry = BindingIndex.Entry(key: row[0], runID: row[1])
            entry.parentKey = row[2] ?? declared?.0
            entry.runUUID = row[3]
            entry.snapshotID = row[4]
            entry.script = row[5]
            entry.command = row[6]
            entry.names = [row[7] as String?, row[8] as String?, declared?.1].compactMap { $0 }
            entry.logFiles = files[entry.key] ?? []
            return entry
        }
    }

    /// Runs that only logs know get a row of their own, with no status.
    private func nameLogRuns() throws {
        try db.execute(
            sql: """
                DELETE FROM run WHERE known_by = 'log' AND run_key NOT IN (SELECT run_key FROM binding WHERE kind = 'log');
                INSERT INTO run (run_key, run_id, known_by, root_key)
                    SELECT run_key, min(run_id), 'log', run_key FROM binding WHERE kind = 'log' AND run_key NOT IN (SELECT run_key FROM run)
                    GROUP BY run_key;
                """)
    }

    // MARK: Roots

    /// Follows every run to its root. A circle of parents is broken at its smallest key; a parent that is not in the store still names the
    /// family.
    private func resolveRoots() throws {
        var parents: [String: String] = [:]
        var declaredRoots: [String: String] = [:]
        var known: [String: String] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT child_key, parent_key FROM declared_child ORDER BY child_key, parent_key DESC") {
            parents[row[0]] = row[1]
        }
        // Whoever has no parent and is its own root, as nearly all runs of some exports are, stays so.
        let sql = """
            SELECT run_key, parent_key, declared_root, root_key FROM run WHERE parent_key IS NOT NULL OR declared_root <> run_key
            OR root_key <> run_key OR run_key IN (SELECT child_key FROM declared_child)
            """
        for row in try Row.fetchAll(db, sql: sql) {
            let key: String = row[0]
            known[key] = row[3]
            if let parent = row[1] as String? { parents[key] = parent }
            if let root = row[2] as String?, root != key { declaredRoots[key] = root }
        }
        var resolver = RootResolver(parents: parents, declaredRoots: declaredRoots)
        let update = try db.makeStatement(sql: "UPDATE run SET root_key = ? WHERE run_key = ?")
        for (key, old) in known.sorted(by: { $0.key < $1.key }) {
            let root = resolver.root(of: key)
            guard root != old else { continue }
            try update.execute(arguments: [root, key])
            try stale?.add(root: old)
            try stale?.add(root: root)
        }
        try db.execute(sql: "DELETE FROM finding WHERE run_key NOT IN (SELECT run_key FROM run)")
    }
}

extension Store {
    /// Brings runs and bindings up to date with the sources. Does nothing where nothing changed, and then waits for nobody who writes.
    package func refresh() throws {
        guard try reading(isRefreshDue) else { return }
        try writing { db in
            // Another process may have done it since.
            guard try isRefreshDue(db) else { return }
            let stale = try meta("diagnosed", in: db) == nil ? nil : StaleFamilies(db: db)
            try Refresh(db: db, pool: pool, stale: stale).run()
            try setMeta("bindings", nil, in: db)
        }
    }

    private func isRefreshDue(_ db: Database) throws -> Bool {
        try meta("bindings", in: db) == "stale" || Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM stale_run)") == true
    }
}
