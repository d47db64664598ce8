import Evidence

/// One run as `show --json` prints it.
struct RunJSON {
    let dossier: Dossier
    let report: RunReport
    let findings: [Finding]

    var tree: JSONTree {
        let run = dossier.run
        return .object([
            ("run_id", .string(run.id)), ("display_name", .text(run.displayName)), ("experiment", .text(run.experiment)),
            ("kind", .text(run.kind?.rawValue)), ("parent_run_id", .text(run.parentRunID)), ("root_run_id", .text(run.rootRunID)),
            ("status", .text(run.status?.rawValue)), ("verdict", .string(report.verdict.rawValue)), ("summary", .string(report.summary)),
            ("created", .time(run.created)), ("started", .time(run.started)), ("ended", .time(run.ended)), ("seconds", .real(run.seconds)),
            ("compute", .text(run.compute)), ("command", .text(run.command ?? run.script)), ("snapshot_id", .text(run.snapshotID)),
            ("root_cause_finding", .text(report.rootCauseFinding)), ("root_cause_run_id", .text(report.rootCauseRunID)),
            ("witnesses", .list(report.witnesses.map(witness))), ("findings", .list(findings.map(finding))),
            ("timeline", .list(report.timeline.map(moment))), ("logs", .list(dossier.logs.map(log))),
            ("metrics", .list(MetricSummary.all(of: dossier.metrics).map { .string($0.text) })),
            ("outputs", .list(dossier.outputs.map(output))), ("code", .list(dossier.code.map(code))),
            ("evidence", .list(report.evidence.map(item))), ("unknowns", .texts(report.unknowns)),
        ])
    }

    private func witness(_ witness: Witness) -> JSONTree {
        .object([
            ("name", .string(witness.name)), ("statement", .string(witness.statement)), ("contradicts", .bool(witness.contradicts)),
            ("quote", witness.quote.map(quote) ?? .null),
        ])
    }

    private func finding(_ finding: Finding) -> JSONTree {
        .object([
            ("id", .string(finding.id)), ("fingerprint", .string(finding.fingerprint)), ("rule", .string(finding.rule)),
            ("category", .string(finding.category.rawValue)), ("kind", .string(finding.kind.rawValue)),
            ("severity", .string(finding.severity.rawValue)), ("confidence", .number((finding.confidence * 100).rounded() / 100)),
            ("root_cause", .bool(finding.isRootCause)), ("title", .string(finding.title)), ("explanation", .string(finding.explanation)),
            (
                "caused_by",
                finding.causedBy.map { .object([("run_id", .string($0.runID)), ("finding", .string($0.finding))]) } ?? .null
            ),
            ("alternatives", .texts(finding.alternatives)), ("ranking", finding.ranking.map(ranking) ?? .null),
            ("evidence", .list(finding.evidence.map(quote))),
            ("remedy", .texts(finding.remedy)),
        ])
    }

    /// Why it ranks where it does.
    private func ranking(_ terms: RankingTerms) -> JSONTree {
        let hundredths = { (value: Double) in JSONTree.number((value * 100).rounded() / 100) }
        return .object([
            ("score", hundredths(terms.score)), ("confidence", hundredths(terms.confidence)),
            ("unexplained", hundredths(terms.unexplained)),
            ("prior", .count(terms.prior)), ("reach", hundredths(terms.reach)), ("early", hundredths(terms.early)),
        ])
    }

    private func moment(_ entry: TimelineEntry) -> JSONTree {
        .object([
            ("time", .time(entry.time)), ("text", .string(entry.text)), ("source", .text(entry.location?.source)),
            ("line", .count(entry.location?.line)),
        ])
    }

    private func log(_ log: LogEvidence) -> JSONTree {
        .object([
            ("source", .string(log.source)), ("role", .string(log.role.rawValue)), ("lines", .count(log.lineCount)),
            ("bytes", .integer(log.byteCount)), ("first_time", .time(log.firstTime)), ("last_time", .time(log.lastTime)),
            ("last_user_line", .text(log.lastUserLine?.text)), ("last_user_line_number", .count(log.lastUserLine?.number)),
        ])
    }

    private func output(_ output: OutputState) -> JSONTree {
        .object([
            ("name", .string(output.port.name)), ("uri", .text(output.port.uri)), ("content", .string(output.content.rawValue)),
            ("objects", .count(output.objects.count)), ("bytes", .integer(output.bytes)),
        ])
    }

    private func code(_ code: CodeEvidence) -> JSONTree {
        .object([("source", .string(code.source)), ("lines", .count(code.lineCount))])
    }

    private func item(_ item: EvidenceItem) -> JSONTree {
        .object([
            ("kind", .string(item.kind.rawValue)), ("state", .string(item.state.rawValue)), ("detail", .text(item.detail)),
            ("first", .time(item.first)), ("last", .time(item.last)),
        ])
    }

    private func quote(_ quote: Quote) -> JSONTree {
        .object([
            ("source", .string(quote.location.source)), ("line", .count(quote.location.line)), ("offset", .count(quote.location.offset)),
            ("time", .time(quote.time)), ("text", .string(quote.text)),
        ])
    }
}
