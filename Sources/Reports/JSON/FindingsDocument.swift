import Evidence

/// The findings JSON, schema `mlpostmortem.findings/1`: key order and names as documented, `null` where something is not known.
struct FindingsDocument {
    static let schema = "mlpostmortem.findings/1"
    let report: Report

    var value: JSONValue {
        .object([
            ("schema", .string(FindingsDocument.schema)),
            (
                "tool",
                .object([
                    ("name", .string("mlpostmortem")), ("version", .string(report.toolVersion)),
                    ("rules_version", .string(report.rulesVersion)),
                ])
            ),
            ("as_of", time(report.now)),
            ("generated_at", .string(report.generatedAt)),
            ("coverage", coverage(report.coverage)),
            ("sources", .array(report.sourceHashes.sorted { $0.key < $1.key }.map(source))),
            ("runs", .list(report.runs.count) { run(report.runs[$0]) }),
            ("findings", .list(report.findings.count) { finding(report.findings[$0]) }),
        ])
    }

    private func source(path: String, hash: String) -> JSONValue {
        .object([("source", .string(path)), ("content_hash", .string(hash))])
    }

    private func coverage(_ coverage: Coverage) -> JSONValue {
        .object([
            ("files_read", .integer(coverage.filesRead)),
            ("files_damaged", .integer(coverage.filesDamaged)),
            ("files_skipped", .integer(coverage.filesSkipped)),
            ("bytes", .integer(coverage.bytes)),
            ("records", .integer(coverage.records)),
            ("problems", .array(coverage.problems.map(problem))),
            (
                "rules_skipped",
                .array(
                    coverage.rulesSkipped.map {
                        .object([("rule", .string($0.rule)), ("run_id", .string($0.runID)), ("reason", .string($0.reason))])
                    })
            ),
        ])
    }

    private func problem(_ problem: Problem) -> JSONValue {
        .object([
            ("source", .string(problem.source)),
            ("line", .integer(problem.line)),
            ("offset", .integer(problem.offset)),
            ("reason", .string(problem.reason)),
            ("recovered_bytes", .integer(problem.recoveredBytes)),
        ])
    }

    private func run(_ entry: RunReport) -> JSONValue {
        let run = entry.run
        return .object([
            ("run_id", .string(run.id)),
            ("display_name", .string(run.displayName)),
            ("experiment", .string(run.experiment)),
            ("kind", .string(run.kind?.rawValue)),
            ("parent_run_id", .string(run.parentRunID)),
            ("root_run_id", .string(run.rootRunID)),
            ("status", .string(run.status?.rawValue)),
            ("created", time(run.created)),
            ("started", time(run.started)),
            ("ended", time(run.ended)),
            ("compute", .string(run.compute)),
            ("verdict", .string(entry.verdict.rawValue)),
            ("root_cause_finding", .string(entry.rootCauseFinding)),
            ("root_cause_run_id", .string(entry.rootCauseRunID)),
            ("summary", .string(entry.summary)),
            ("evidence", .array(entry.evidence.map(item))),
            ("witnesses", .array(entry.witnesses.map(witness))),
            ("timeline", .array(entry.timeline.map(moment))),
            ("unknowns", .strings(entry.unknowns)),
        ])
    }

    private func witness(_ witness: Witness) -> JSONValue {
        .object([
            ("name", .string(witness.name)),
            ("statement", .string(witness.statement)),
            ("contradicts", .bool(witness.contradicts)),
            ("place", place(witness.quote?.location)),
        ])
    }

    private func moment(_ entry: TimelineEntry) -> JSONValue {
        .object([("time", time(entry.time)), ("text", .string(entry.text)), ("place", place(entry.location))])
    }

    private func place(_ location: Location?) -> JSONValue {
        guard let location else { return .null }
        return .object([
            ("source", .string(location.source)), ("line", .integer(location.line)), ("offset", .integer(location.offset)),
        ])
    }

    private func item(_ item: EvidenceItem) -> JSONValue {
        .object([
            ("kind", .string(item.kind.rawValue)),
            ("state", .string(item.state.rawValue)),
            ("detail", .string(item.detail)),
            ("first", time(item.first)),
            ("last", time(item.last)),
        ])
    }

    private func finding(_ finding: Finding) -> JSONValue {
        .object([
            ("id", .string(finding.id)),
            ("fingerprint", .string(finding.fingerprint)),
            ("rule", .string(finding.rule)),
            ("category", .string(finding.category.rawValue)),
            ("kind", .string(finding.kind.rawValue)),
            ("severity", .string(finding.severity.rawValue)),
            ("confidence", .hundredths(finding.confidence)),
            ("run_id", .string(finding.runID)),
            ("title", .string(finding.title)),
            ("explanation", .string(finding.explanation)),
            ("root_cause", .bool(finding.isRootCause)),
            (
                "caused_by",
                finding.causedBy.map { .object([("run_id", .string($0.runID)), ("finding", .string($0.finding))]) } ?? .null
            ),
            ("alternatives", .strings(finding.alternatives)),
            ("exception", finding.exception.map(exception) ?? .null),
            ("evidence", .array(finding.evidence.map(quote))),
            ("remedy", .strings(finding.remedy)),
            ("alert", finding.alert.map { .object([("table", .string($0.table)), ("kql", .string($0.kql))]) } ?? .null),
            ("first_seen", time(finding.firstSeen)),
            ("last_seen", time(finding.lastSeen)),
            ("occurrences", .integer(finding.occurrences)),
            ("new", .bool(finding.isNew)),
        ])
    }

    private func exception(_ exception: ExceptionSummary) -> JSONValue {
        .object([
            ("type", .string(exception.type)),
            ("message", .string(exception.message)),
            ("file", .string(exception.file)),
            ("line", .integer(exception.line)),
            ("function", .string(exception.function)),
        ])
    }

    private func quote(_ quote: Quote) -> JSONValue {
        .object([
            ("source", .string(quote.location.source)),
            ("line", .integer(quote.location.line)),
            ("offset", .integer(quote.location.offset)),
            ("time", time(quote.time)),
            ("text", .string(quote.text)),
            ("before", .strings(quote.before)),
            ("after", .strings(quote.after)),
        ])
    }

    private func time(_ time: Timestamp?) -> JSONValue {
        .string(time?.rfc3339)
    }
}
