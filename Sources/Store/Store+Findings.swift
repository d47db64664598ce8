package import Evidence
import GRDB

/// How often and when the store has seen a failure.
package struct FingerprintHistory: Hashable, Sendable {
    package var first: Timestamp?
    package var last: Timestamp?
    /// Runs that have it.
    package var runs: Int
}

/// What `scan` reported: a failure of a run.
package struct ReportedMark: Hashable, Sendable {
    package let runKey: String
    package let fingerprint: String

    init(runKey: String, fingerprint: String) {
        self.runKey = runKey
        self.fingerprint = fingerprint
    }
}

/// What the rules say of a root run and everything below it, to be kept.
package struct DiagnosedFamily: Sendable {
    let rootRunID: String
    let findings: [Finding]
    let runs: [RunReport]
    let places: [ListedPlace]

    package init(rootRunID: String, findings: [Finding], runs: [RunReport], places: [ListedPlace] = []) {
        self.rootRunID = rootRunID
        self.findings = findings
        self.runs = runs
        self.places = places
    }
}

/// A run as the store lists it.
package struct RunSummary: Sendable {
    package var runID: String
    package var label: String
    package var experiment: String?
    package var kind: String?
    package var status: String?
    package var verdict: String?
    package var parentRunID: String?
    package var created: Timestamp?
    package var started: Timestamp?
    package var ended: Timestamp?
    package var rootCauseRunID: String?
    package var rootCauseTitle: String?
}

extension Store {
    /// Puts what the rules say of families in the place of what they said before, in one transaction.
    ///
    /// `words` say with what the findings were made, `now` of which moment they speak. Marks of what is stale go only if the evidence is
    /// still that of `changes`: where another process has brought more in the meantime, the next reader asks the rules again.
    package func replaceFindings(
        _ families: [DiagnosedFamily], areAll: Bool, madeWith words: String, now: Timestamp?, changes: String?
    ) throws {
        try writing { db in
            let isCurrent = try meta("bindings", in: db) == nil && meta("changes", in: db) == changes
            for family in families { try replace(family, isCurrent: isCurrent, in: db) }
            // Runs may have gone since the rules were asked, or belong to another root.
            try db.execute(
                sql: """
                    DELETE FROM finding WHERE run_key NOT IN (SELECT run_key FROM run) OR root_key NOT IN (SELECT root_key FROM run);
                    DELETE FROM listed_place WHERE root_key NOT IN (SELECT root_key FROM run);
                    """)
            if areAll {
                if isCurrent { try db.execute(sql: "DELETE FROM stale_family") }
                try setMeta("diagnosed", isCurrent ? words : nil, in: db)
            }
            if isCurrent { try setMeta("diagnosed_now", now.map { "\($0.microseconds)" }, in: db) }
        }
    }

    private func replace(_ family: DiagnosedFamily, isCurrent: Bool, in db: Database) throws {
        let root = RunKey.of(family.rootRunID)
        for table in ["finding", "listed_place"] + (isCurrent ? ["stale_family"] : []) {
            try db.cachedStatement(sql: "DELETE FROM \(table) WHERE root_key = ?").execute(arguments: [root])
        }
        for finding in family.findings { try insert(finding, root: root, in: db) }
        let update = try db.cachedStatement(
            sql: "UPDATE run SET verdict = ?, root_cause_finding = ?, root_cause_run_id = ?, summary = ? WHERE run_key = ?")
        for report in family.runs {
            try update.execute(arguments: [
                report.verdict.rawValue, report.rootCauseFinding, report.rootCauseRunID, redactor.redact(report.summary),
                RunKey.of(report.run.id),
            ])
        }
        let place = try db.cachedStatement(sql: "INSERT OR REPLACE INTO listed_place VALUES (?, ?, ?, ?, ?, ?)")
        for (number, entry) in family.places.enumerated() {
            try place.execute(arguments: [entry.runKey, number, root, entry.text, entry.ended, entry.wasListed])
        }
    }

    /// Roots of the families about which the rules may say something else now, by creation time and id; nil where that is all of them:
    /// they were never asked, or asked with something else than `words`.
    package func staleRootRunIDs(madeWith words: String, now: Timestamp?) throws -> [String]? {
        try reading { db in
            guard try meta("diagnosed", in: db) == words else { return nil }
            var stale = "root_key IN (SELECT root_key FROM stale_family)"
            if try meta("diagnosed_now", in: db) != now.map({ "\($0.microseconds)" }) {
                // Of a run without a known status its events may say that it goes on.
                let over = RunStatus.allCases.filter(\.isTerminal).map { "'\($0.rawValue)'" }.joined(separator: ", ")
                stale += """
                     OR root_key IN (SELECT root_key FROM run WHERE known_by <> 'log' AND coalesce(status, '') NOT IN (\(over)))
                    """
            }
            return try Store.rootRunIDs(db, where: stale)
        }
    }

    /// Roots of the families with findings that no scan has reported, by creation time and id.
    package func unreportedRootRunIDs() throws -> [String] {
        try reading { db in
            try Store.rootRunIDs(
                db,
                where: """
                    root_key IN (SELECT root_key FROM finding f WHERE NOT EXISTS
                    (SELECT 1 FROM reported r WHERE r.run_key = f.run_key AND r.fingerprint = f.fingerprint))
                    """)
        }
    }

    /// When the store first and last saw each failure, and in how many runs, by fingerprint.
    package func fingerprintHistories() throws -> [String: FingerprintHistory] {
        try reading { db in
            let sql = "SELECT fingerprint, min(time), max(time), count(DISTINCT run_key) FROM finding GROUP BY fingerprint"
            let rows = try Row.fetchAll(db, sql: sql).map { row in
                let time = { (at: Int) in (row[at] as Int64?).map(Timestamp.init(microseconds:)) }
                return (row[0] as String, FingerprintHistory(first: time(1), last: time(2), runs: row[3]))
            }
            return Dictionary(rows) { first, _ in first }
        }
    }

    /// Names the state of the evidence: another one after every source that was written.
    package func changes() throws -> String? {
        try reading { try meta("changes", in: $0) }
    }

    private func insert(_ finding: Finding, root: String, in db: Database) throws {
        let encoder = RowEncoder()
        let evidence = String(decoding: try encoder.encode(finding.evidence), as: UTF8.self)
        let remedy = String(decoding: try encoder.encode(finding.remedy), as: UTF8.self)
        let values: [(any DatabaseValueConvertible)?] = [
            finding.id, root, RunKey.of(finding.runID), finding.runID, redactor.redact(finding.fingerprint), finding.rule,
            finding.category.rawValue, finding.kind.rawValue, finding.severity.rawValue, finding.confidence, redactor.redact(finding.title),
            redactor.redact(finding.explanation), finding.isRootCause, finding.causedBy?.runID, finding.causedBy?.finding,
            redactor.redact(finding.exception?.type), redactor.redact(finding.exception?.message),
            finding.lastSeen?.microseconds,
            redactor.redact(evidence, as: .json), redactor.redact(remedy, as: .json),
        ]
        let marks = repeatElement("?", count: values.count).joined(separator: ", ")
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO finding VALUES (\(marks))").execute(arguments: StatementArguments(values))
    }

    /// The mark of a finding, as the store keeps it.
    package func mark(of finding: Finding) -> ReportedMark {
        ReportedMark(runKey: RunKey.of(finding.runID), fingerprint: redactor.redact(finding.fingerprint))
    }

    /// Failures that were there when the last scan finished; nil before the first scan.
    package func reportedMarks() throws -> Set<ReportedMark> {
        try reading { db in
            try Set(
                Row.fetchAll(db, sql: "SELECT run_key, fingerprint FROM reported").map { ReportedMark(runKey: $0[0], fingerprint: $0[1]) })
        }
    }

    /// Failures that are there now.
    package func currentMarks() throws -> Set<ReportedMark> {
        try reading { db in
            try Set(
                Row.fetchAll(db, sql: "SELECT run_key, fingerprint FROM finding").map { ReportedMark(runKey: $0[0], fingerprint: $0[1]) })
        }
    }

    /// Moves the mark: what is there now is no longer new.
    package func markReported(_ marks: Set<ReportedMark>) throws {
        try writing { db in
            try db.execute(sql: "DELETE FROM reported")
            let insert = try db.cachedStatement(sql: "INSERT INTO reported VALUES (?, ?)")
            for mark in marks.sorted(by: { ($0.runKey, $0.fingerprint) < ($1.runKey, $1.fingerprint) }) {
                try insert.execute(arguments: [mark.runKey, mark.fingerprint])
            }
        }
    }

    /// Runs that failed by their status or by the last diagnosis, by creation time and id.
    package func failingRunIDs() throws -> [String] {
        try reading { db in
            let sql = """
                SELECT run_id FROM run WHERE status IN ('Failed', 'NotResponding') OR verdict IN ('failed', 'suspicious', 'stuck')
                ORDER BY coalesce(created, started, ended), run_id
                """
            return try String.fetchAll(db, sql: sql)
        }
    }

    /// All runs by creation time and id, with what the last diagnosis said.
    package func runSummaries() throws -> [RunSummary] {
        try reading { db in
            let sql = """
                SELECT r.run_id, coalesce(r.display_name, r.step_name, r.script, r.run_id), r.experiment, r.kind, r.status, r.verdict,
                    r.parent_run_id, r.created, r.started, r.ended, r.root_cause_run_id, f.title
                FROM run r LEFT JOIN finding f ON f.id = r.root_cause_finding ORDER BY coalesce(r.created, r.started, r.ended), r.run_id
                """
            return try Row.fetchAll(db, sql: sql).map { row in
                let time = { (at: Int) in (row[at] as Int64?).map(Timestamp.init(microseconds:)) }
                return RunSummary(
                    runID: row[0], label: row[1], experiment: row[2], kind: row[3], status: row[4], verdict: row[5], parentRunID: row[6],
                    created: time(7), started: time(8), ended: time(9), rootCauseRunID: row[10], rootCauseTitle: row[11])
            }
        }
    }
}
