import Evidence

/// The report as a SARIF 2.1.0 log with one run: results are findings, artifacts are the sources that were read.
struct SARIFLog {
    let report: Report
    private let rules: [RuleSummary]
    private let ruleIndex: [String: Int]
    private let runs: [String: Run]
    private let chains: CauseChains

    init(report: Report) {
        self.report = report
        rules = SARIFLog.rules(of: report)
        ruleIndex = Dictionary(rules.enumerated().map { ($1.id, $0) }) { first, _ in first }
        runs = Dictionary(report.runs.map { ($0.run.id, $0.run) }) { first, _ in first }
        chains = CauseChains(report.findings)
    }

    var value: JSONValue {
        .object([
            ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")),
            ("version", .string("2.1.0")),
            ("runs", .array([run])),
        ])
    }

    private var run: JSONValue {
        let driver: JSONValue = .object([
            ("name", .string("mlpostmortem")), ("version", .string(report.toolVersion)), ("semanticVersion", .string(report.toolVersion)),
            ("rules", .array(rules.map { SARIFRule(rule: $0).value })),
            ("properties", .object([("rulesVersion", .string(report.rulesVersion))])),
        ])
        let exported = "The folder that was ingested; what stands behind `!` is a member of an archive."
        return .object([
            ("tool", .object([("driver", driver)])),
            ("invocations", .array([invocation])),
            ("originalUriBaseIds", .object([("EXPORT", .object([("description", SARIFText.message(exported))]))])),
            ("columnKind", .string("unicodeCodePoints")),
            ("results", .array(report.findings.map(result))),
            ("properties", .object([("asOf", .string(report.now?.rfc3339))])),
        ])
    }

    /// The rules asked, and those that a finding names beside them.
    private static func rules(of report: Report) -> [RuleSummary] {
        var known = Set(report.rules.map(\.id))
        var rules = report.rules
        for finding in report.findings where known.insert(finding.rule).inserted {
            rules.append(
                RuleSummary(
                    id: finding.rule, title: finding.rule, category: finding.category, kind: finding.kind, severity: finding.severity,
                    why: "", remedy: []))
        }
        return rules
    }

    /// What could not be read, and which rules could not be decided.
    private var invocation: JSONValue {
        let problems: [JSONValue] = report.coverage.problems.map { problem in
            let quote = Quote(location: Location(source: problem.source, line: problem.line, offset: problem.offset), text: "")
            return .object([
                ("level", .string(problem.isDamage ? "warning" : "note")),
                ("message", SARIFText.message(problem.reason)),
                ("locations", .array([.object([("physicalLocation", SARIFPlace.physical(quote))])])),
            ])
        }
        var order: [String] = []
        var undecided: [String: [SkippedRule]] = [:]
        for skipped in report.coverage.rulesSkipped {
            if undecided[skipped.rule] == nil { order.append(skipped.rule) }
            undecided[skipped.rule, default: []].append(skipped)
        }
        let gaps: [JSONValue] = order.map { rule in
            let entries = undecided[rule] ?? []
            let runs = Wording.count(Set(entries.map(\.runID)).count, "run")
            let text = "The rule " + rule + " could not be decided for " + runs + ". " + (entries.first?.reason ?? "")
            return .object([("level", .string("note")), ("message", SARIFText.message(text))])
        }
        return .object([
            ("executionSuccessful", .bool(true)), ("toolExecutionNotifications", .array(problems)),
            ("toolConfigurationNotifications", .array(gaps)),
        ])
    }

    private func result(_ finding: Finding) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("ruleId", .string(finding.rule)),
            ("ruleIndex", .integer(ruleIndex[finding.rule])),
            ("kind", .string("fail")),
            ("level", .string(SARIFText.level(finding.severity))),
            ("message", SARIFText.message(message(finding))),
            ("locations", .array([place(finding)])),
        ]
        let flows = chains.flows(through: finding).map(flow)
        if !flows.isEmpty { members.append(("codeFlows", .array(flows))) }
        let related = finding.evidence.dropFirst().enumerated().map { index, quote in
            JSONValue.object([
                ("id", .integer(index + 1)), ("physicalLocation", SARIFPlace.physical(quote)),
                ("message", SARIFText.message(VisibleText.shortened(quote.text, to: 200))),
            ])
        }
        if !related.isEmpty { members.append(("relatedLocations", .array(related))) }
        members += [
            ("partialFingerprints", fingerprints(finding)),
            ("baselineState", .string(finding.isNew ? "new" : "unchanged")),
            ("rank", .hundredths(min(max(finding.confidence.isNaN ? 0 : finding.confidence, 0), 1) * 100)),
            ("occurrenceCount", .integer(max(1, finding.occurrences))),
            ("properties", properties(finding)),
        ]
        return .object(members)
    }

    /// `mlpostmortem/failure/v1` names the same failure in any run, `mlpostmortem/finding/v1` this one in this run.
    private func fingerprints(_ finding: Finding) -> JSONValue {
        .object([
            ("mlpostmortem/failure/v1", .string(finding.fingerprint)), ("mlpostmortem/finding/v1", .string(finding.id)),
        ])
    }

    private func properties(_ finding: Finding) -> JSONValue {
        .object([
            ("runId", .string(finding.runID)),
            ("category", .string(finding.category.rawValue)),
            ("findingKind", .string(finding.kind.rawValue)),
            ("severity", .string(finding.severity.rawValue)),
            ("confidence", .hundredths(finding.confidence)),
            ("rootCause", .bool(finding.isRootCause)),
            ("causedBy", .string(finding.causedBy?.finding)),
            ("exceptionType", .string(finding.exception?.type)),
            ("remedy", .strings(finding.remedy)),
        ])
    }

    private func message(_ finding: Finding) -> String {
        let title = Wording.sentence(finding.title)
        return finding.explanation.isEmpty ? title : title + " " + Wording.sentence(finding.explanation)
    }

    /// The first place that proves it, and the run it speaks of.
    private func place(_ finding: Finding) -> JSONValue {
        var members: [(String, JSONValue)] = []
        if let quote = finding.evidence.first { members.append(("physicalLocation", SARIFPlace.physical(quote))) }
        let label = runs[finding.runID]?.label ?? finding.runID
        members.append(
            (
                "logicalLocations",
                .array([
                    .object([
                        ("name", .string(VisibleText.of(label))), ("fullyQualifiedName", .string(VisibleText.of(finding.runID))),
                        ("kind", .string("resource")),
                    ])
                ])
            ))
        return .object(members)
    }

    /// From the cause to what it took down, one step a finding.
    private func flow(_ chain: [Finding]) -> JSONValue {
        let steps: [JSONValue] = chain.enumerated().map { index, finding in
            guard case .object(var location) = place(finding) else { return .null }
            location.append(("message", SARIFText.message(Wording.sentence(finding.title))))
            return .object([
                ("location", .object(location)), ("nestingLevel", .integer(index)), ("executionOrder", .integer(index + 1)),
                ("importance", .string(index == 0 ? "essential" : "important")),
            ])
        }
        return .object([("threadFlows", .array([.object([("locations", .array(steps))])]))])
    }
}
