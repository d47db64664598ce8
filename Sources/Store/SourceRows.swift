import Evidence
import Foundation
import GRDB

/// What a batch of evidence puts into the store's tables.
///
/// Making rows (JSON, redaction) costs more than inserting them, and needs no database: tasks make them side by side, while only one at a
/// time may write.
package struct SourceRows: Sendable {
    /// A row without the source's id and its number.
    struct Row: Sendable {
        var table: Table
        var values: [DatabaseValue]
    }

    enum Table: String, Sendable { case statement, event, output, log, fact, code, metric, problem }

    private(set) var rows: [Row] = []
    /// Keys of the runs that the batch speaks of.
    private(set) var runs: Set<String> = []
    private let redactor: Redactor
    private let encoder = RowEncoder()

    init(redactor: Redactor) { self.redactor = redactor }

    /// Adds what a batch says.
    mutating func add(_ batch: EvidenceBatch) throws {
        for statement in batch.statements { try add(statement) }
        for event in batch.events { try add(event) }
        for output in batch.outputs { try add(output) }
        for log in batch.logs { try add(log) }
        for code in batch.snapshots { try add(code) }
        for metric in batch.metrics { try add(metric) }
        for problem in batch.problems { add(problem) }
    }

    private mutating func add(_ statement: RunStatement) throws {
        let key = RunKey.of(statement.runID)
        let newest = [statement.created, statement.started, statement.ended].compactMap { $0 }.max()
        runs.insert(key)
        try insert(
            .statement,
            [
                key, statement.runID, statement.runUUID.map(RunKey.uuid), statement.snapshotID?.lowercased(), newest?.microseconds,
                statement.logFiles.isEmpty ? nil : statement.logFiles.map { redactor.redact($0, as: .plain) }.joined(separator: "\n"),
                json(statement),
            ])
    }

    private mutating func add(_ event: Event) throws {
        let key = event.runID.map(RunKey.of)
        if let key { runs.insert(key) }
        try insert(
            .event,
            [
                event.key, event.kind.rawValue, event.time?.microseconds, key, event.parentRunID, event.rootRunID,
                event.compute?.lowercased(), redactor.redact(event.name), json(event),
            ])
    }

    private mutating func add(_ output: OutputObject) throws {
        let path = String(output.path.drop { $0 == "/" })
        try insert(
            .output,
            [
                redactor.redact(path), output.container, OutputPaths.owner(of: path), output.bytes, output.modified?.microseconds,
                json(output),
            ])
    }

    private mutating func add(_ log: LogEvidence) throws {
        let silence = log.silences.map(\.seconds).max()
        try insert(
            .log,
            [
                log.source, log.role.rawValue, log.rank, log.role.isUserOutput, log.lineCount, log.byteCount, log.firstTime?.microseconds,
                log.lastTime?.microseconds, silence, redactor.redact(log.lastUserLine?.text), json(log.hints), json(log),
                lastValues(of: log),
            ])
        for fact in log.facts {
            insert(
                .fact,
                [
                    fact.kind.rawValue, redactor.redact(fact.name), fact.line, fact.offset, fact.time?.microseconds, fact.amount,
                    redactor.redact(fact.text),
                ])
        }
    }

    /// The last value of each printed metric, name to text; nil where there is none.
    private func lastValues(of log: LogEvidence) throws -> String? {
        guard let metrics = log.metrics, log.role.isUserOutput else { return nil }
        let last = metrics.compactMap { metric in metric.points.last.map { (metric.name, MetricPoint.text(of: $0.value)) } }
        return try json(Dictionary(last) { first, _ in first })
    }

    private mutating func add(_ code: CodeEvidence) throws {
        try insert(
            .code,
            [code.source, code.snapshotID?.lowercased(), code.module, json(code)])
    }

    private mutating func add(_ metric: MetricPoint) throws {
        let special = metric.value.isFinite ? nil : metric.valueText
        try insert(
            .metric,
            [
                metric.key, metric.runID.map(RunKey.of), metric.runID, metric.resource, redactor.redact(metric.name), metric.step,
                metric.time?.microseconds, special == nil ? metric.value : nil, special, metric.aggregation,
                metric.dimensions.isEmpty ? nil : json(metric.dimensions), metric.quote.location.source, metric.quote.location.line,
                metric.quote.location.offset, redactor.redact(metric.quote.text),
            ])
    }

    private mutating func add(_ problem: Problem) {
        insert(
            .problem,
            [
                problem.source, problem.line, problem.offset, redactor.redact(problem.reason), problem.recoveredBytes, problem.isDamage,
            ])
    }

    private mutating func insert(_ table: Table, _ values: [(any DatabaseValueConvertible)?]) {
        rows.append(Row(table: table, values: values.map { $0?.databaseValue ?? .null }))
    }

    /// The value as JSON, without secrets.
    private func json(_ value: some Encodable) throws -> String {
        let data = try encoder.encode(value)
        let clean = data.withUnsafeBytes { redactor.redacted($0.bindMemory(to: UInt8.self), as: .json) }
        return clean ?? String(decoding: data, as: UTF8.self)
    }
}

/// JSON with sorted keys: equal values are equal texts.
private struct RowEncoder: Sendable {
    private let encoder: JSONEncoder

    init() {
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    func encode(_ value: some Encodable) throws -> Data { try encoder.encode(value) }
}
