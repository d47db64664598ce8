import Evidence
import GRDB

/// Gathers all that is known of a pipeline and everything below it.
struct FamilyLoader {
    let db: Database
    private let context: FamilyContext
    private let runs: RunLoader
    private let decoder: RowDecoder

    /// With a place for `late` trouble, what is large and seldom asked for is read when it is asked for.
    init(db: Database, context: FamilyContext, late: LateTrouble? = nil) {
        self.db = db
        self.context = context
        decoder = RowDecoder(late: late)
        runs = RunLoader(db: db, decoder: decoder, forms: context.eventForms)
    }

    /// The family of a root; empty where no run has it.
    func family(rootKey: String) throws -> RunFamily { try loaded(rootKey: rootKey).family }

    /// The same with what its diagnosis rests on beside its own evidence.
    func loaded(rootKey: String) throws -> LoadedFamily {
        let sql = """
            SELECT run_key, run_id, known_by, parent_run_id, step_key FROM run WHERE root_key = ?
            ORDER BY run_key <> root_key, coalesce(created, started), run_id
            """
        let rows = try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [rootKey])
        let rootID = try rootID(rootKey, firstRow: rows.first)
        var members: [Dossier] = []
        var places: [ListedPlace] = []
        for row in rows { members.append(try dossier(row, rootID: rootID, &places)) }
        nameSteps(&members)
        return LoadedFamily(family: RunFamily(rootRunID: rootID, members: members), places: places)
    }

    private func rootID(_ key: String, firstRow: Row?) throws -> String {
        guard let firstRow else { return key }
        if firstRow[0] == key { return firstRow[1] }
        // The root is not in the store: its id as its children spell it.
        let spelled: String? = firstRow[3]
        return spelled.flatMap { RunKey.of($0) == key ? $0 : nil } ?? key
    }

    private func dossier(_ row: Row, rootID: String, _ places: inout [ListedPlace]) throws -> Dossier {
        let key: String = row[0]
        var run = try runs.statedRun(key) ?? runs.eventRun(key) ?? runs.logRun(row[1])
        run.merged.parentRunID = run.merged.parentRunID ?? row[3]
        run.merged.rootRunID = rootID
        var dossier = Dossier(run: run)
        dossier.now = context.now
        dossier.logs = try logs(key)
        dossier.code = try code(key)
        dossier.events = try runs.events(key).filter { $0.kind != .cluster && $0.kind != .node && $0.kind != .activity }
        dossier.computeEvents = try context.computeEvents.events(of: run, dossier: dossier, reader: runs.eventReader)
        let outputs = try OutputMatcher(db: db, run: run, decoder: decoder).match()
        dossier.outputs = outputs.states
        places += outputs.places
        dossier.metrics = try MetricLoader(db: db, decoder: decoder).points(ofRun: key)
        try HistoryLoader(db: db, shared: context.histories, runs: runs).fill(&dossier, key: key)
        dossier.coverage = try coverage(of: dossier, key: key, hasRunHistory: row[2] == "statement")
        dossier.coverage.hasOutputListing = outputs.places.contains(where: \.wasListed)
        return dossier
    }

    /// Steps that only their pipeline names by a step name get it from there.
    private func nameSteps(_ members: inout [Dossier]) {
        var names: [String: String] = [:]
        for member in members {
            for step in member.run.steps {
                if let runID = step.runID { names[RunKey.of(runID)] = step.name }
            }
        }
        for i in members.indices where members[i].run.stepName == nil {
            members[i].run.merged.stepName = names[RunKey.of(members[i].run.id)]
        }
    }

    // MARK: Logs and code

    /// The run's logs by path. A log that was handed in twice (same name, same bytes) counts once.
    private func logs(_ key: String) throws -> [LogEvidence] {
        let sql = """
            SELECT l.path, l.source_id, l.number, l.json FROM binding b JOIN log l ON l.source_id = b.source_id AND l.number = b.number
            WHERE b.run_key = ? AND b.kind = 'log'
            """
        var logs = DistinctLogs()
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [key])
        while let row = try rows.next() {
            logs.add(path: row[0], source: row[1], number: row[2], try decoder.decode(LogEvidence.self, from: row, at: 3))
        }
        return try logs.sorted(SourceNames(db: db))
    }

    private func code(_ key: String) throws -> [CodeEvidence] {
        let sql = """
            SELECT c.source_id, c.number FROM binding b JOIN code c ON c.source_id = b.source_id AND c.number = b.number
            JOIN source s ON s.id = b.source_id WHERE b.run_key = ? AND b.kind = 'code' ORDER BY c.path, s.key, c.number
            """
        let json = "SELECT json FROM code WHERE source_id = ? AND number = ?"
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [key]).compactMap { place -> CodeEvidence? in
            let (source, number): (Int64, Int) = (place[0], place[1])
            return try context.histories.code("\(source) \(number)") {
                let row = try Row.fetchOne(db.cachedStatement(sql: json), arguments: [source, number])
                return try row.map { try decoder.decode(CodeEvidence.self, from: $0, at: 0) }
            }
        }
    }

    // MARK: Coverage

    private func coverage(of dossier: Dossier, key: String, hasRunHistory: Bool) throws -> RunCoverage {
        var coverage = RunCoverage()
        coverage.hasRunHistory = hasRunHistory
        coverage.hasUserLog = dossier.logs.contains { $0.role.isUserOutput }
        coverage.hasSystemLogs = dossier.logs.contains { !$0.role.isUserOutput }
        coverage.hasStatusEvents = dossier.events.contains { $0.kind == .runStatus }
        coverage.hasJobEvents = dossier.events.contains { $0.kind == .job }
        coverage.hasCode = !dossier.code.isEmpty
        coverage.status = context.ranges.status
        coverage.job = context.ranges.job
        coverage.activity = context.ranges.activity
        coverage.cluster = context.ranges.cluster
        guard context.hasDamage else { return coverage }
        let sql = """
            SELECT DISTINCT s.path FROM source s WHERE s.state = 'damaged' AND (s.id IN (SELECT source_id FROM binding WHERE run_key = ?1)
            OR s.id IN (SELECT source_id FROM statement WHERE run_key = ?1)
            OR s.id IN (SELECT source_id FROM event_group WHERE run_key = ?1)) ORDER BY s.path
            """
        coverage.damagedSources = try String.fetchAll(db.cachedStatement(sql: sql), arguments: [key])
        return coverage
    }
}
