import Evidence
import Rules
import Store

/// What the rules say of all that the store holds.
struct StoreDiagnosis: Sendable {
    /// The newest evidence, or `--as-of`.
    var now: Timestamp?
    /// By the roots' creation time and id.
    var families: [FamilyDiagnosis]
}

extension Session {
    /// As many families are read in one go: neighbours in time share their cluster's events, and the tasks still end together.
    private static let chunk = 16

    /// Asks the rules about every family, on several tasks, and keeps what they say in the store.
    func diagnose(asOf: Timestamp? = nil) async throws -> StoreDiagnosis {
        do {
            try store.refresh()
            let changes = try store.changes()
            let now = try asOf ?? store.newestTime()
            let roots = try store.rootRunIDs()
            var families = try await diagnose(roots, now: now)
            addHistory(&families)
            try store.replaceFindings(
                families.indices.map { (roots[$0], families[$0].findings, families[$0].runs) },
                madeWith: diagnosedWords(asOf: asOf), changes: changes)
            return StoreDiagnosis(now: now, families: families)
        } catch {
            throw CannotRun.translated(error)
        }
    }

    /// Brings verdicts and findings up to date, if evidence or rules changed since they were made.
    func diagnoseIfStale() async throws {
        let words = try CannotRun.translating { try store.diagnosedWith() }
        if words != diagnosedWords(asOf: nil) { _ = try await diagnose() }
    }

    private func diagnosedWords(asOf: Timestamp?) -> String {
        let limits = thresholds.isEmpty ? "" : ", \(thresholds.count) limits \(SHA256.hexadecimal(of: "\(thresholds)", digits: 12))"
        return "rules \(RuleCatalogue.version), program \(Session.toolVersion), \(asOf?.rfc3339 ?? "newest evidence")\(limits)"
    }

    private func diagnose(_ roots: [String], now: Timestamp?) async throws -> [FamilyDiagnosis] {
        let context = try store.familyContext(now: now)
        let starts = Array(stride(from: 0, to: roots.count, by: Session.chunk))
        let next = Shared(0)
        let parts = try await withThrowingTaskGroup(of: [(Int, [FamilyDiagnosis])].self) { group in
            for _ in 0..<jobs {
                group.addTask {
                    var done: [(Int, [FamilyDiagnosis])] = []
                    while true {
                        let at = next.with { next in
                            defer { next += 1 }
                            return next
                        }
                        guard at < starts.count else { return done }
                        let ids = Array(roots[starts[at]..<min(starts[at] + Session.chunk, roots.count)])
                        var part: [FamilyDiagnosis] = []
                        try store.families(rootRunIDs: ids, in: context) { family in
                            part.append(Diagnosis.diagnose(family, thresholds: thresholds).withoutQuotes)
                        }
                        done.append((at, part))
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
    }

    /// When the store first and last saw each failure, and in how many runs.
    private func addHistory(_ families: inout [FamilyDiagnosis]) {
        struct History {
            var first: Timestamp?
            var last: Timestamp?
            var runs: Set<String> = []
        }
        var histories: [String: History] = [:]
        for finding in families.lazy.flatMap(\.findings) {
            var history = histories[finding.fingerprint] ?? History()
            history.first = [history.first, finding.firstSeen].compactMap { $0 }.min()
            history.last = [history.last, finding.lastSeen].compactMap { $0 }.max()
            history.runs.insert(finding.runID)
            histories[finding.fingerprint] = history
        }
        for f in families.indices {
            for i in families[f].findings.indices {
                guard let history = histories[families[f].findings[i].fingerprint] else { continue }
                families[f].findings[i].firstSeen = history.first
                families[f].findings[i].lastSeen = history.last
                families[f].findings[i].occurrences = history.runs.count
            }
        }
    }
}

extension FamilyDiagnosis {
    /// Without what only the rules ask a run for: a store's worth of raw lines.
    fileprivate var withoutQuotes: FamilyDiagnosis {
        var brief = self
        for i in brief.runs.indices { brief.runs[i].run = brief.runs[i].run.withoutQuotes }
        return brief
    }
}
