import Evidence

/// The report as JUnit XML.
///
/// A suite is a run. Its first case, `verdict`, says how the run ended; then there is a case for each rule that found something, and a skipped
/// one for each rule that could not be decided. Rules that were decided and found nothing have no case: sixty times two thousand
/// lines that say nothing help nobody.
struct JUnitDocument {
    let report: Report

    private struct Counts {
        var tests = 0
        var failures = 0
        var skipped = 0

        static func + (left: Counts, right: Counts) -> Counts {
            Counts(tests: left.tests + right.tests, failures: left.failures + right.failures, skipped: left.skipped + right.skipped)
        }
    }

    var text: String {
        let findings = Dictionary(grouping: report.findings, by: \.runID)
        let skipped = Dictionary(grouping: report.coverage.rulesSkipped, by: \.runID)
        var total = Counts()
        var suites = ""
        for entry in report.runs {
            let (text, counts) = suite(entry, findings[entry.run.id] ?? [], skipped[entry.run.id] ?? [])
            suites += text
            total = total + counts
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"mlpostmortem\"" + attributes(total) + ">\n" + suites
            + "</testsuites>\n"
    }

    private func attributes(_ counts: Counts) -> String {
        " tests=\"\(counts.tests)\" failures=\"\(counts.failures)\" errors=\"0\" skipped=\"\(counts.skipped)\""
    }

    private func suite(_ entry: RunReport, _ findings: [Finding], _ skipped: [SkippedRule]) -> (String, Counts) {
        let run = entry.run
        var counts = Counts()
        var cases = verdict(entry, &counts)
        var seen: [String: Int] = [:]
        for finding in findings {
            seen[finding.rule, default: 0] += 1
            let number = seen[finding.rule] ?? 1
            cases += self.case(finding, named: number == 1 ? finding.rule : finding.rule + " (\(number))", in: run, &counts)
        }
        for rule in skipped where seen[rule.rule] == nil {
            seen[rule.rule] = 1
            counts.tests += 1
            counts.skipped += 1
            cases += opening(rule.rule, run) + ">\n      <skipped" + XMLText.attribute("message", rule.reason) + "/>\n    </testcase>\n"
        }
        let name = run.label == run.id ? run.id : run.label + " (" + run.id + ")"
        var text = "  <testsuite" + XMLText.attribute("name", name) + attributes(counts)
        text += XMLText.attribute("time", seconds(run)) + XMLText.attribute("timestamp", moment(run.started ?? run.created)) + ">\n"
        text += properties(entry) + cases + "  </testsuite>\n"
        return (text, counts)
    }

    private func properties(_ entry: RunReport) -> String {
        let status: String? = entry.run.status?.rawValue
        let values: [(String, String?)] = [
            ("run_id", entry.run.id), ("root_run_id", entry.run.rootRunID), ("experiment", entry.run.experiment), ("status", status),
            ("verdict", entry.verdict.rawValue), ("compute", entry.run.compute), ("root_cause_finding", entry.rootCauseFinding),
            ("root_cause_run_id", entry.rootCauseRunID),
        ]
        let lines = values.compactMap { name, value in
            value.map { "      <property name=\"" + name + "\"" + XMLText.attribute("value", $0) + "/>\n" }
        }
        return "    <properties>\n" + lines.joined() + "    </properties>\n"
    }

    private func verdict(_ entry: RunReport, _ counts: inout Counts) -> String {
        counts.tests += 1
        let head = opening("verdict", entry.run) + XMLText.attribute("time", seconds(entry.run))
        let message = Wording.label(entry.verdict) + ": " + entry.summary
        switch entry.verdict {
        case .succeeded: return head + "/>\n"
        case .failed, .stuck, .suspicious:
            counts.failures += 1
            return head + ">\n      <failure" + XMLText.attribute("message", message) + XMLText.attribute("type", entry.verdict.rawValue)
                + "/>\n    </testcase>\n"
        case .canceled, .running, .notRun, .unknown:
            counts.skipped += 1
            return head + ">\n      <skipped" + XMLText.attribute("message", message) + "/>\n    </testcase>\n"
        }
    }

    /// What is of severity error or worse fails its case; what is milder passes with its text, because JUnit knows no warnings.
    private func `case`(_ finding: Finding, named name: String, in run: Run, _ counts: inout Counts) -> String {
        counts.tests += 1
        let head = opening(name, run) + ">\n"
        let body = lines(finding).map(XMLText.escaped).joined(separator: "\n")
        guard finding.severity >= .error else {
            return head + "      <system-out>" + body + "</system-out>\n    </testcase>\n"
        }
        counts.failures += 1
        let type = finding.exception?.type ?? finding.category.rawValue
        return head + "      <failure" + XMLText.attribute("message", finding.title) + XMLText.attribute("type", type) + ">" + body
            + "</failure>\n    </testcase>\n"
    }

    private func opening(_ name: String, _ run: Run) -> String {
        "    <testcase" + XMLText.attribute("classname", run.label) + XMLText.attribute("name", name)
    }

    private func lines(_ finding: Finding) -> [String] {
        let band = ConfidenceBand(finding.confidence).rawValue
        var lines = ["\(finding.severity.rawValue), \(band) (\(ConfidenceBand.number(finding.confidence))): \(finding.title)"]
        if !finding.explanation.isEmpty { lines.append(finding.explanation) }
        for quote in finding.evidence.prefix(5) {
            let line = quote.location.line.map { ":\($0)" } ?? ""
            lines.append(quote.location.source + line + ": " + VisibleText.shortened(quote.text, to: 500))
        }
        if let cause = finding.causedBy { lines.append("Caused by \(cause.finding) in \(cause.runID).") }
        return lines + finding.remedy.prefix(1).map { "Do this first: " + $0 }
    }

    private func seconds(_ run: Run) -> String? {
        run.seconds.map { seconds in
            let thousandths = Int((min(max(0, seconds), 1e12) * 1_000).rounded())
            let rest = String(thousandths % 1_000)
            return "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
        }
    }

    /// The schema in use knows neither fractions nor a zone; UTC is understood.
    private func moment(_ time: Timestamp?) -> String? {
        time.map { $0.readable.replacing(" ", with: "T") }
    }
}
