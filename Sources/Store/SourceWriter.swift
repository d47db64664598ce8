package import Evidence
import Foundation
import GRDB

/// Puts what one source says into the store, within that source's transaction.
package final class SourceWriter {
    private let db: Database
    private let sourceID: Int64
    private let redactor: Redactor
    private let encoder: JSONEncoder
    /// Next number of each table; with the source's key it names a row.
    private var numbers: [String: Int] = [:]
    private var touched: Set<String> = []

    init(db: Database, sourceID: Int64, redactor: Redactor) {
        self.db = db
        self.sourceID = sourceID
        self.redactor = redactor
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// Adds the batch to what the source said so far.
    package func write(_ batch: EvidenceBatch) throws {
        for statement in batch.statements { try write(statement) }
        for event in batch.events { try write(event) }
        for output in batch.outputs { try write(output) }
        for log in batch.logs { try write(log) }
        for code in batch.snapshots { try write(code) }
        for metric in batch.metrics { try write(metric) }
        for problem in batch.problems { try write(problem) }
    }

    /// Marks the runs that the source spoke of, so that they are put together anew.
    func finish() throws {
        let statement = try db.cachedStatement(sql: "INSERT OR IGNORE INTO stale_run VALUES (?)")
        for key in touched { try statement.execute(arguments: [key]) }
    }

    private func write(_ statement: RunStatement) throws {
        let key = RunKey.of(statement.runID)
        let newest = [statement.created, statement.started, statement.ended].compactMap { $0 }.max()
        touched.insert(key)
        try insert(
            "INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", table: "statement",
            [
                key, statement.runID, statement.runUUID.map(RunKey.uuid), statement.snapshotID?.lowercased(), newest?.microseconds,
                statement.logFiles.isEmpty ? nil : statement.logFiles.map { redactor.redact($0, as: .plain) }.joined(separator: "\n"),
                json(statement),
            ])
    }

    private func write(_ event: Event) throws {
        let key = event.runID.map(RunKey.of)
        if let key { touched.insert(key) }
        try insert(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", table: "event",
            [
                event.key, event.kind.rawValue, event.time?.microseconds, key, event.parentRunID, event.rootRunID,
                event.compute?.lowercased(), redactor.redact(event.name), json(event),
            ])
    }

    private func write(_ output: OutputObject) throws {
        let path = String(output.path.drop { $0 == "/" })
        try insert(
            "INSERT INTO output VALUES (?, ?, ?, ?, ?, ?, ?, ?)", table: "output",
            [
                redactor.redact(path), output.container, OutputPaths.owner(of: path), output.bytes, output.modified?.microseconds,
                json(output),
            ])
    }

    private func write(_ log: LogEvidence) throws {
        let silence = log.silences.map(\.seconds).max()
        try insert(
            "INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", table: "log",
            [
                log.source, log.role.rawValue, log.rank, log.role.isUserOutput, log.lineCount, log.byteCount, log.firstTime?.microseconds,
                log.lastTime?.microseconds, silence, redactor.redact(log.lastUserLine?.text), json(log.hints), json(log),
            ])
        for fact in log.facts {
            try insert(
                "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", table: "fact",
                [
                    fact.kind.rawValue, redactor.redact(fact.name), fact.line, fact.offset, fact.time?.microseconds, fact.amount,
                    redactor.redact(fact.text),
                ])
        }
    }

    private func write(_ code: CodeEvidence) throws {
        try insert(
            "INSERT INTO code VALUES (?, ?, ?, ?, ?, ?)", table: "code",
            [code.source, code.snapshotID?.lowercased(), code.module, json(code)])
    }

    private func write(_ metric: MetricPoint) throws {
        let special = metric.value.isFinite ? nil : metric.valueText
        try insert(
            "INSERT INTO metric VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", table: "metric",
            [
                metric.key, metric.runID.map(RunKey.of), metric.runID, metric.resource, redactor.redact(metric.name), metric.step,
                metric.time?.microseconds, special == nil ? metric.value : nil, special, metric.aggregation,
                metric.dimensions.isEmpty ? nil : json(metric.dimensions), metric.quote.location.source, metric.quote.location.line,
                metric.quote.location.offset, redactor.redact(metric.quote.text),
            ])
    }

    private func write(_ problem: Problem) throws {
        try insert(
            "INSERT INTO problem VALUES (?, ?, ?, ?, ?, ?, ?, ?)", table: "problem",
            [
                problem.source, problem.line, problem.offset, redactor.redact(problem.reason), problem.recoveredBytes, problem.isDamage,
            ])
    }

    private func insert(_ sql: String, table: String, _ values: [(any DatabaseValueConvertible)?]) throws {
        let number = numbers[table, default: 0]
        numbers[table] = number + 1
        let all: [(any DatabaseValueConvertible)?] = [sourceID, number] + values
        let statement = try db.cachedStatement(sql: sql)
        statement.setUncheckedArguments(StatementArguments(all))
        try statement.execute()
    }

    /// The value as JSON, without secrets.
    private func json(_ value: some Encodable) throws -> String {
        let data = try encoder.encode(value)
        let clean = data.withUnsafeBytes { redactor.redacted($0.bindMemory(to: UInt8.self), as: .json) }
        return clean ?? String(decoding: data, as: UTF8.self)
    }
}
