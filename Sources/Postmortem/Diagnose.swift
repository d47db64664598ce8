import Evidence
import Rules
import Store

/// What the rules say of the families that a report is about.
struct StoreDiagnosis: Sendable {
    /// The newest evidence, or `--as-of`.
    var now: Timestamp?
    /// By the roots' creation time and id.
    var families: [FamilyDiagnosis]
    /// Every failure that the store holds, of these families and of others.
    var marks: Set<ReportedMark>
}

/// Families for which somebody wants to know what the rules say.
enum FamilyChoice: Sendable {
    case all
    /// Those of these roots, in lower case.
    case roots(Set<String>)
    /// Those with a finding that no scan has reported.
    case unreported
}

/// A family and what the rules say of it.
private struct AskedFamily: Sendable {
    let rootRunID: String
    let said: FamilyDiagnosis
    let places: [ListedPlace]

    var kept: DiagnosedFamily { DiagnosedFamily(rootRunID: rootRunID, findings: said.findings, runs: said.runs, places: places) }
}

extension Session {
    /// As many families are read in one go: neighbours in time share their cluster's events, and the tasks still end together.
    private static let chunk = 16

    /// Asks the rules about the families chosen, and about all others of which they may say something else than the store holds; what they
    /// say is kept there.
    func diagnose(_ choice: FamilyChoice = .all, asOf: Timestamp? = nil) async throws -> StoreDiagnosis {
        do {
            try store.refresh()
            let changes = try store.changes()
            let now = try asOf ?? store.newestTime()
            let words = diagnosedWords(asOf: asOf)
            let stale = try store.staleRootRunIDs(madeWith: words, now: now)
            let context = try store.familyContext(now: now)
            var known: [String: AskedFamily] = [:]
            func ask(_ roots: [String]) async throws {
                for family in try await diagnose(roots, in: context) { known[family.rootRunID] = family }
            }
            let all = try store.rootRunIDs()
            switch choice {
            case .all: try await ask(all)
            case .roots, .unreported: try await ask(stale ?? all)
            }
            // Whoever only reads does not wait for another process that writes.
            if stale?.isEmpty != true {
                try store.replaceFindings(
                    (stale ?? all).compactMap { known[$0]?.kept }, areAll: stale == nil, madeWith: words, now: now, changes: changes)
            }
            let wanted =
                switch choice {
                case .all: all
                case .roots(let keys): all.filter { keys.contains($0.lowercased()) }
                case .unreported: try store.unreportedRootRunIDs()
                }
            try await ask(wanted.filter { known[$0] == nil })
            return StoreDiagnosis(now: now, families: try withHistory(wanted.compactMap { known[$0] }), marks: try store.currentMarks())
        } catch {
            throw CannotRun.translated(error)
        }
    }

    /// Brings verdicts and findings up to date, as far as evidence or rules changed since they were made.
    func diagnoseIfStale() async throws { _ = try await diagnose(.roots([])) }

    private func diagnosedWords(asOf: Timestamp?) -> String {
        let limits = thresholds.isEmpty ? "" : ", \(thresholds.count) limits \(SHA256.hexadecimal(of: "\(thresholds)", digits: 12))"
        return "rules \(RuleCatalogue.version), program \(Session.toolVersion), \(asOf?.rfc3339 ?? "newest evidence")\(limits)"
    }

    private func diagnose(_ roots: [String], in context: FamilyContext) async throws -> [AskedFamily] {
        let starts = Array(stride(from: 0, to: roots.count, by: Session.chunk))
        let next = Shared(0)
        let parts = try await withThrowingTaskGroup(of: [(Int, [AskedFamily])].self) { group in
            for _ in 0..<min(jobs, starts.count) {
                group.addTask {
                    var done: [(Int, [AskedFamily])] = []
                    while true {
                        let at = next.with { next in
                            defer { next += 1 }
                            return next
                        }
                        guard at < starts.count else { return done }
                        let ids = Array(roots[starts[at]..<min(starts[at] + Session.chunk, roots.count)])
                        var part: [AskedFamily] = []
                        try store.families(rootRunIDs: ids, in: context) { loaded in
                            let said = Diagnosis.diagnose(loaded.family, thresholds: thresholds).withoutQuotes
                            part.append(AskedFamily(rootRunID: ids[part.count], said: said, places: loaded.places))
                        }
                        done.append((at, part))
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
    }

    /// With the times at which the store first and last saw each failure, and in how many runs.
    private func withHistory(_ families: [AskedFamily]) throws -> [FamilyDiagnosis] {
        let histories = try store.fingerprintHistories()
        return families.map { family in
            var family = family.said
            for i in family.findings.indices {
                guard let history = histories[store.mark(of: family.findings[i]).fingerprint] else { continue }
                family.findings[i].firstSeen = history.first
                family.findings[i].lastSeen = history.last
                family.findings[i].occurrences = history.runs
            }
            return family
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
