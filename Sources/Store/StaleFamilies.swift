import Evidence
import GRDB

/// Finds the families of runs about which the rules may say something else now, from what changed since they were last asked.
///
/// What a family's diagnosis rests on: its runs' own evidence, the earlier runs of its steps, the platform's events of its compute, the
/// listings that show its outputs, and, while a run is not over, the moment the report speaks of. A family too many costs time, one too
/// few would be a stale answer: where in doubt it is marked.
struct StaleFamilies {
    let db: Database
    private let mark: Statement

    init(db: Database) throws {
        self.db = db
        mark = try db.makeStatement(sql: "INSERT OR IGNORE INTO stale_family VALUES (?)")
    }

    func add(root key: String) throws {
        try mark.execute(arguments: [key])
    }

    // MARK: Runs

    /// The families of these runs, and of the runs that have them among their baselines. To be called before and after runs are made anew:
    /// they may belong elsewhere then.
    func add(runs keys: some Sequence<String>) throws {
        let place = try db.makeStatement(
            sql: "SELECT root_key, step_key, coalesce(created, started, ended), run_id FROM run WHERE run_key = ?")
        // The last time at which the run is still one of the newest so many before.
        let reach = try db.makeStatement(
            sql: """
                SELECT coalesce(created, started, ended) FROM run WHERE step_key = ?1 AND coalesce(created, started, ended) >= ?2
                AND (coalesce(created, started, ended) > ?2 OR run_id < ?3)
                ORDER BY 1, run_id DESC LIMIT 1 OFFSET \(HistoryLoader.cap - 1)
                """)
        let followers = try db.makeStatement(
            sql: """
                INSERT OR IGNORE INTO stale_family SELECT root_key FROM run WHERE step_key = ?1 AND coalesce(created, started, ended) > ?2
                AND coalesce(created, started, ended) <= ?3
                """)
        for key in keys {
            guard let row = try Row.fetchOne(place, arguments: [key]) else { continue }
            try add(root: row[0])
            guard let step = row[1] as String?, let time = row[2] as Int64? else { continue }
            let last = try Int64.fetchOne(reach, arguments: [step, time, row[3] as String]) ?? .max
            try followers.execute(arguments: [step, time, last])
        }
    }

    // MARK: Platform events

    /// Families whose compute the new or vanished events are about, where they fall into a run's life.
    func addPlatformEvents() throws {
        let waiting = RunStatus.allCases.filter(\.isWaiting).map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let microseconds = { (seconds: Double) in Int64(seconds * 1e6) }
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO stale_family SELECT r.root_key FROM run r JOIN
                    (SELECT compute, min(first) AS first, max(last) AS last FROM stale_event GROUP BY compute) e
                    ON e.compute = '*' OR e.compute = lower(r.compute)
                WHERE (coalesce(r.created, r.started) IS NULL OR e.last >= coalesce(r.created, r.started)
                        + iif(r.status IN (\(waiting)), \(microseconds(ComputeEvents.beforeWaiting)), \(microseconds(ComputeEvents.before))))
                    AND (r.ended IS NULL OR e.first <= max(r.ended, coalesce(r.created, r.started, r.ended))
                        + \(microseconds(ComputeEvents.after)))
                """)
    }

    // MARK: Listings

    /// Families below whose outputs an object came, went or changed, and those that a listing covers now or no longer does. Returns the
    /// runs that own such objects: they are baselines of others.
    func addOutputs() throws -> Set<String> {
        let fresh = try Row.fetchAll(
            db,
            sql: """
                SELECT o.path, o.modified FROM output o JOIN stale_listing l ON l.source_id = o.source_id
                WHERE NOT EXISTS (SELECT 1 FROM stale_output s WHERE s.path = o.path AND s.json = o.json)
                """)
        let gone = try Row.fetchAll(
            db,
            sql: """
                SELECT path, modified FROM stale_output s
                WHERE NOT EXISTS (SELECT 1 FROM output o WHERE o.path = s.path AND o.json = s.json)
                """)
        guard !fresh.isEmpty || !gone.isEmpty else { return [] }
        let paths = (fresh + gone).map { $0[0] as String }
        try add(objects: paths)
        let newest = { (rows: [Row]) in rows.compactMap { $0[1] as Int64? }.max() ?? .min }
        try addRelisted(isListed: false, endedBy: newest(fresh))
        try addRelisted(isListed: true, endedBy: newest(gone))
        return Set(paths.compactMap(OutputPaths.owner))
    }

    private func add(objects paths: [String]) throws {
        var folders: [Substring: Set<String>] = [:]
        var files: [Substring: [(prefix: String, root: String)]] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT prefixes, root_key FROM listed_place")
        while let row = try rows.next() {
            let root: String = row[1]
            for prefix in ListedPlace.prefixes(in: row[0]) {
                if prefix.hasSuffix("/") {
                    folders[prefix[...], default: []].insert(root)
                } else {
                    files[folder(of: prefix), default: []].append((prefix, root))
                }
            }
        }
        for path in paths {
            for at in path.indices where path[at] == "/" {
                let folder = path[...at]
                for root in folders[folder] ?? [] { try add(root: root) }
                for file in files[folder] ?? [] where path.hasPrefix(file.prefix) { try add(root: file.root) }
            }
            for file in files[""] ?? [] where path.hasPrefix(file.prefix) { try add(root: file.root) }
        }
    }

    private func folder(of path: String) -> Substring {
        path.lastIndex(of: "/").map { path[...$0] } ?? ""
    }

    /// Places whose answer is another one now.
    private func addRelisted(isListed: Bool, endedBy newest: Int64) throws {
        let rows = try Row.fetchAll(
            db, sql: "SELECT run_key, prefixes, ended, root_key FROM listed_place WHERE is_listed = ? AND ended <= ?",
            arguments: [isListed, newest])
        for row in rows {
            let place = ListedPlace(runKey: row[0], prefixes: ListedPlace.prefixes(in: row[1]), ended: row[2])
            if try place.isListed(in: db) != isListed { try add(root: row[3]) }
        }
    }
}
