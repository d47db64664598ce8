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

    package init(runID: String, fingerprint: String) {
        runKey = RunKey.of(runID)
        self.fingerprint = fingerprint
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
    /// Puts what the rules say of a family in the place of what they said before.
    package func replaceFindings(rootRunID: String, findings: [Finding], runs: [RunReport]) throws {
        try replaceFindings([(rootRunID, findings, runs)])
    }

    /// The same for many families, in one transaction.
    ///
    /// `words` say with what the findings were made; they are kept only if the evidence is still that of `changes`. Where another process
    /// has brought more in the meantime, the next reader asks the rules again.
    package func replaceFindings(
        _ families: [(rootRunID: String, findings: [Finding], runs: [RunReport])], madeWith words: String? = nil, changes: String? = nil
    ) throws {
        try writing { db in
            for family in families {
                let root = RunKey.of(family.rootRunID)
                try db.cachedStatement(sql: "DELETE FROM finding WHERE root_key = ?").execute(arguments: [root])
                for finding in family.findings { try insert(finding, root: root, in: db) }
                let update = try db.cachedStatement(
                    sql: "UPDATE run SET verdict = ?, root_cause_finding = ?, root_cause_run_id = ?, summary = ? WHERE run_key = ?")
                for report in family.runs {
                    try update.execute(arguments: [
                        report.verdict.rawValue, report.rootCauseFinding, report.rootCauseRunID, redactor.redact(report.summary),
                        RunKey.of(report.run.id),
                    ])
                }
            }
            // A run may have gone since the rules were asked.
            try db.execute(sql: "DELETE FROM finding WHERE run_key NOT IN (SELECT run_key FROM run)")
            let isCurrent = try meta("bindings", in: db) == nil && meta("changes", in: db) == changes
            if let words { try setMeta("diagnosed", isCurrent ? words : nil, in: db) }
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
            (finding.lastSeen ?? finding.effectiveTime)?.microseconds,
            redactor.redact(evidence, as: .json), redactor.redact(remedy, as: .json),
        ]
        let marks = repeatElement("?", count: values.count).joined(separator: ", ")
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO finding VALUES (\(marks))").execute(arguments: StatementArguments(values))
    }

    /// The rules' version and the moment with which the findings were made, as `Diagnose` worded them; nil if evidence came since.
    package func diagnosedWith() throws -> String? {
        try reading { try meta("diagnosed", in: $0) }
    }

    /// Failures that were there when the last scan finished; nil before the first scan.
    package func reportedMarks() throws -> Set<ReportedMark> {
        try reading { db in
            try Set(
                Row.fetchAll(db, sql: "SELECT run_key, fingerprint FROM reported").map { ReportedMark(runID: $0[0], fingerprint: $0[1]) })
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
