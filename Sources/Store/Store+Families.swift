package import Evidence
import GRDB

extension Store {
    /// Ids of all roots, by creation time and id. A root that is itself not in the store is named by its children.
    package func rootRunIDs() throws -> [String] {
        try reading { try Store.rootRunIDs($0, where: "TRUE") }
    }

    static func rootRunIDs(_ db: Database, where condition: String) throws -> [String] {
        let sql = """
            SELECT coalesce(max(CASE WHEN run_key = root_key THEN run_id END),
                    max(CASE WHEN lower(parent_run_id) = root_key THEN parent_run_id END), root_key) AS root,
                coalesce(max(CASE WHEN run_key = root_key THEN coalesce(created, started) END), min(coalesce(created, started))) AS born
            FROM run WHERE \(condition) GROUP BY root_key ORDER BY born IS NULL, born, root
            """
        return try String.fetchAll(db, sql: sql)
    }

    /// The root of a run, by its id in whatever case; nil where the store does not know the run.
    package func rootRunID(of runID: String) throws -> String? {
        try reading { db in
            try String.fetchOne(
                db,
                sql: """
                    SELECT coalesce(root.run_id, r.root_key) FROM run r LEFT JOIN run root ON root.run_key = r.root_key WHERE r.run_key = ?
                    """,
                arguments: [RunKey.of(runID)])
        }
    }

    /// Run ids that begin like `text`, for a helpful message.
    package func runIDs(like text: String, limit: Int = 5) throws -> [String] {
        try reading { db in
            try String.fetchAll(
                db, sql: "SELECT run_id FROM run WHERE instr(run_key, ?) > 0 OR instr(lower(display_name), ?) > 0 ORDER BY run_id LIMIT ?",
                arguments: [RunKey.of(text), text.lowercased(), limit])
        }
    }

    /// A root run with everything below it and all evidence of each. `now` overrides the newest evidence (`--as-of`).
    package func family(rootRunID: String, now: Timestamp? = nil) throws -> RunFamily {
        try reading { db in
            try FamilyLoader(db: db, context: FamilyContext(db, now: now)).family(rootKey: RunKey.of(rootRunID))
        }
    }

    /// What families that are read one after another have in common. `now` overrides the newest evidence (`--as-of`).
    package func familyContext(now: Timestamp? = nil) throws -> FamilyContext {
        try reading { try FamilyContext($0, now: now) }
    }

    /// Hands over one family after another, so that only one is in memory.
    package func families(rootRunIDs: [String], in context: FamilyContext, body: (LoadedFamily) throws -> Void) throws {
        try reading { db in
            let late = LateTrouble()
            let loader = FamilyLoader(db: db, context: context, late: late)
            for id in rootRunIDs {
                try body(loader.loaded(rootKey: RunKey.of(id)))
                try late.check()
            }
        }
    }
}

/// A family as the rules are given it.
package struct LoadedFamily: Sendable {
    package let family: RunFamily
    /// Where its outputs would lie.
    package let places: [ListedPlace]
}

/// What all families of a diagnosis share: the moment it speaks of, the times that the store covers, the steps' histories, and what was
/// read before for another family.
package struct FamilyContext: Sendable {
    package let now: Timestamp?
    let ranges: EventRanges
    let histories = StepHistories()
    let computeEvents = ComputeEvents()
    let eventForms = EventForms()
    /// Some source is damaged: else no run is asked for its own.
    let hasDamage: Bool

    init(_ db: Database, now: Timestamp?) throws {
        self.now = try now ?? Store.newestTime(db)
        ranges = try EventRanges(db)
        hasDamage = try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM source WHERE state = 'damaged')") ?? true
    }
}
