package import Evidence

/// What the rules say of a root run and everything below it.
package struct FamilyDiagnosis: Sendable {
    package var findings: [Finding]
    package var runs: [RunReport]
    package var skipped: [SkippedRule]
}

/// Asks every rule about every run of a family, ranks what they say, and judges each run.
package enum Diagnosis {
    package static func diagnose(_ family: RunFamily) -> FamilyDiagnosis { diagnose(family, thresholds: []) }

    /// The same with limits that the user declared for metrics.
    package static func diagnose(_ family: RunFamily, thresholds: [MetricThreshold]) -> FamilyDiagnosis {
        let graph = FamilyGraph(family)
        var files = family.members.map { member in CaseFile(dossier: member, producers: producers(of: member, graph, family)) }
        for index in files.indices { files[index].thresholds = thresholds }
        meetChildren(&files, graph)
        var candidates: [Candidate] = []
        var skipped: [SkippedRule] = []
        let plain = RuleCatalogue.all.filter { !$0.isCascade }
        for file in files {
            for rule in plain { ask(rule, file, &candidates, &skipped) }
        }
        meetRelatives(&files, graph, candidates)
        blameLikelyProducers(files, &candidates)
        for rule in RuleCatalogue.all where rule.isCascade {
            for file in files { ask(rule, file, &candidates, &skipped) }
        }
        let findings = Ranking.ranked(candidates)
        let judge = RunJudge(files: files, findings: findings, graph: graph)
        return FamilyDiagnosis(findings: findings, runs: files.map(judge.report), skipped: skipped)
    }

    private static func ask(_ rule: Rule, _ file: CaseFile, _ candidates: inout [Candidate], _ skipped: inout [SkippedRule]) {
        let conclusions = rule.conclude(file)
        if conclusions.isEmpty, let lack = Lack(rule, file) {
            skipped.append(SkippedRule(rule: rule.id, runID: file.run.id, reason: lack.reason))
        }
        for conclusion in conclusions {
            var finding = Finding(
                rule: rule.id, category: conclusion.category ?? rule.category, kind: conclusion.kind ?? rule.kind,
                severity: conclusion.severity ?? rule.severity, confidence: conclusion.confidence, runID: file.run.id,
                fingerprint: "\(rule.id)/\(rule.version):\(conclusion.mechanism)", title: conclusion.title,
                explanation: conclusion.explanation,
                evidence: Array(distinct(conclusion.evidence).prefix(12)), remedy: conclusion.remedy ?? rule.remedy)
            finding.exception = conclusion.exception
            finding.alert = rule.alert
            finding.effectiveTime = conclusion.effectiveTime
            finding.lastSeen = conclusion.effectiveTime ?? file.run.ended ?? file.run.started ?? file.run.created
            finding.firstSeen = finding.lastSeen
            candidates.append(Candidate(finding: finding, rule: rule, conclusion: conclusion))
        }
    }

    private static func distinct(_ quotes: [Quote]) -> [Quote] {
        var seen: Set<Location> = []
        return quotes.filter { seen.insert($0.location).inserted }
    }

    private static func producers(of member: Dossier, _ graph: FamilyGraph, _ family: RunFamily) -> [Producer] {
        graph.producers(of: member.run.id).map { edge in
            let source = family.members.first { $0.run.id == edge.from }
            let output = source?.outputs.first { $0.port.name == edge.output } ?? (source?.outputs.count == 1 ? source?.outputs.first : nil)
            return Producer(
                runID: edge.from, input: edge.input, output: edge.output, status: source?.status, content: output?.content ?? .unknown,
                isLost: output.map { state in state.content == .empty || source?.isStale(state) == true } ?? false)
        }
    }

    /// A file that was missing below an input whose writer is not known, or is well: the one troubled step before it is asked.
    private static func blameLikelyProducers(_ files: [CaseFile], _ candidates: inout [Candidate]) {
        let byRun = Dictionary(files.map { ($0.run.id, $0) }, uniquingKeysWith: { first, _ in first })
        for index in candidates.indices {
            guard let exception = candidates[index].finding.exception, ExceptionKind.isMissingFile(exception.type),
                let file = byRun[candidates[index].finding.runID],
                let producer = InputReading.likelyProducer(ofMissing: exception.message, file: file)
            else { continue }
            candidates[index].conclusion.blames.append(producer)
        }
    }

    /// Tells every run what lies directly below it and who reads what it writes.
    private static func meetChildren(_ files: inout [CaseFile], _ graph: FamilyGraph) {
        let below = Dictionary(grouping: files.filter { $0.run.parentRunID != nil }, by: { $0.run.parentRunID ?? "" })
        let readers = Dictionary(grouping: graph.edges, by: \.from)
        for index in files.indices {
            let id = files[index].run.id
            files[index].children = (below[id] ?? []).map { child in
                ChildState(runID: child.run.id, label: child.run.label, status: child.status, ended: child.run.ended)
            }
            var seen: Set<String> = []
            files[index].consumers = (readers[id] ?? []).map(\.to).filter { seen.insert($0).inserted }
        }
    }

    /// Tells every run of a family about the others, for the cascade rule.
    private static func meetRelatives(_ files: inout [CaseFile], _ graph: FamilyGraph, _ candidates: [Candidate]) {
        guard files.count > 1 else {
            for index in files.indices { files[index].hasOwnCause = candidates.contains { $0.finding.kind == .cause } }
            return
        }
        var troubles: [String: Conclusion] = [:]
        var strength: [String: Double] = [:]
        for candidate in candidates where candidate.finding.kind == .cause && candidate.finding.confidence >= Ranking.threshold {
            let id = candidate.finding.runID
            guard candidate.finding.severity >= .warning, candidate.finding.confidence > strength[id] ?? 0 else { continue }
            strength[id] = candidate.finding.confidence
            var conclusion = candidate.conclusion
            conclusion.severity = candidate.finding.severity
            troubles[id] = conclusion
        }
        let statuses = files.map { (id: $0.run.id, parent: $0.run.parentRunID, status: $0.status, file: $0) }
        for index in files.indices {
            let own = files[index].run.id
            let upstream = graph.upstream(of: own)
            let rank = Dictionary(upstream.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
            let below = descendants(of: own, in: statuses.map { ($0.id, $0.parent) })
            var relatives: [Relative] = []
            for other in statuses where other.id != own {
                let relation: Relative.Relation
                if below.contains(other.id) {
                    relation = .descendant
                } else if rank[other.id] != nil {
                    relation = .upstream
                } else if other.parent == files[index].run.parentRunID, other.parent != nil {
                    relation = .sibling
                } else if other.id == files[index].run.parentRunID {
                    relation = .ancestor
                } else {
                    continue
                }
                relatives.append(
                    Relative(
                        runID: other.id, label: other.file.run.label, relation: relation, status: other.status,
                        compute: other.file.run.compute,
                        ended: other.file.run.ended, trouble: troubles[other.id], failed: other.status == .failed))
            }
            relatives.sort { (rank[$0.runID] ?? Int.max, $0.runID) < (rank[$1.runID] ?? Int.max, $1.runID) }
            files[index].relatives = relatives
            files[index].hasOwnCause = troubles[own] != nil
            let parent = statuses.first { $0.id == files[index].run.parentRunID }?.file
            files[index].goesOnAfterFailure = parent?.run.continueOnStepFailure == true
        }
    }

    private static func descendants(of root: String, in members: [(id: String, parent: String?)]) -> Set<String> {
        var found: Set<String> = []
        var frontier = [root]
        while let at = frontier.popLast() {
            for member in members where member.parent == at && found.insert(member.id).inserted { frontier.append(member.id) }
        }
        return found
    }
}
