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
        let members = Dictionary(family.members.map { ($0.run.id, $0) }, uniquingKeysWith: { first, _ in first })
        var files = family.members.map { member in CaseFile(dossier: member, producers: producers(of: member, graph, members)) }
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
        let judge = RunJudge(findings: findings)
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

    private static func producers(of member: Dossier, _ graph: FamilyGraph, _ members: [String: Dossier]) -> [Producer] {
        graph.producers(of: member.run.id).map { edge in
            let source = members[edge.from]
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
        let children = files.indices.filter { files[$0].run.parentRunID != nil }
        let below = Dictionary(grouping: children, by: { files[$0].run.parentRunID ?? "" })
        let readers = Dictionary(grouping: graph.edges, by: \.from)
        for index in files.indices {
            let id = files[index].run.id
            files[index].children = (below[id] ?? []).map { at in
                let child = files[at]
                return ChildState(runID: child.run.id, label: child.run.label, status: child.status, ended: child.run.ended)
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
        let kinship = Kinship(
            files.map { file in
                Kinship.Member(
                    runID: file.run.id, parentRunID: file.run.parentRunID, label: file.run.label, status: file.status,
                    compute: file.run.compute, ended: file.run.ended, trouble: troubles[file.run.id], failed: file.status == .failed)
            }, graph)
        let goOn = Set(files.lazy.filter { $0.run.continueOnStepFailure == true }.map(\.run.id))
        for index in files.indices {
            files[index].kinship = kinship
            files[index].hasOwnCause = troubles[files[index].run.id] != nil
            files[index].goesOnAfterFailure = files[index].run.parentRunID.map(goOn.contains) ?? false
        }
    }
}
