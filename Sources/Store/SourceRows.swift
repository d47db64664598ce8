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
    private var learned = LearnedSecrets()

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
        let key = key(of: statement.runID)
        let newest = [statement.created, statement.started, statement.ended].compactMap { $0 }.max()
        runs.insert(key)
        try insert(
            .statement,
            [
                key, statement.runID, statement.runUUID.map(RunKey.uuid), statement.snapshotID?.lowercased(), newest?.microseconds,
                statement.logFiles.isEmpty ? nil : statement.logFiles.joined(separator: "\n"),
                json(statement),
            ])
    }

    private mutating func add(_ event: Event) throws {
        let key = event.runID.map(key(of:))
        if let key { runs.insert(key) }
        try insert(
            .event,
            [
                event.key, event.kind.rawValue, event.time?.microseconds, key, event.parentRunID, event.rootRunID,
                event.compute?.lowercased(), event.name, json(event),
            ])
    }

    private mutating func add(_ output: OutputObject) throws {
        let path = String(output.path.drop { $0 == "/" })
        try insert(
            .output,
            [
                path, output.container, OutputPaths.owner(of: path), output.bytes, output.modified?.microseconds,
                json(output),
            ])
    }

    private mutating func add(_ log: LogEvidence) throws {
        let silence = log.silences.map(\.seconds).max()
        try insert(
            .log,
            [
                log.source, log.role.rawValue, log.rank, log.role.isUserOutput, log.lineCount, log.byteCount, log.firstTime?.microseconds,
                log.lastTime?.microseconds, silence, log.lastUserLine?.text, json(log.hints), json(log), lastValues(of: log),
            ])
        for fact in log.facts {
            insert(
                .fact,
                [
                    fact.kind.rawValue, fact.name, fact.line, fact.offset, fact.time?.microseconds, fact.amount,
                    fact.text,
                ])
        }
    }

    /// The last value of each printed metric, name to text; nil where there is none.
    private mutating func lastValues(of log: LogEvidence) throws -> CleanJSON? {
        guard let metrics = log.metrics, log.role.isUserOutput else { return nil }
        let last = metrics.compactMap { metric in metric.points.last.map { (metric.name, MetricPoint.text(of: $0.value)) } }
        return try json(Dictionary(last) { first, _ in first })
    }

    private mutating func add(_ code: CodeEvidence) throws {
        var code = code
        // A default of `--db-password` stands in a field of its own, apart from its name.
        for i in code.arguments.indices {
            code.arguments[i].defaultValue = redactor.redact(code.arguments[i].defaultValue, ofName: code.arguments[i].destination)
        }
        try insert(.code, [code.source, code.snapshotID?.lowercased(), code.module, json(code)])
    }

    private mutating func add(_ metric: MetricPoint) throws {
        let special = metric.value.isFinite ? nil : metric.valueText
        try insert(
            .metric,
            [
                metric.key, metric.runID.map(key(of:)), metric.runID, metric.resource, metric.name, metric.step,
                metric.time?.microseconds, special == nil ? metric.value : nil, special, metric.aggregation,
                metric.dimensions.isEmpty ? nil : json(metric.dimensions), metric.quote.location.source, metric.quote.location.line,
                metric.quote.location.offset, metric.quote.text,
            ])
    }

    private mutating func add(_ problem: Problem) {
        insert(
            .problem,
            [
                problem.source, problem.line, problem.offset, problem.reason, problem.recoveredBytes, problem.isDamage,
            ])
    }

    /// Made of the id as it will be shown, so that the one leads to the other.
    private func key(of runID: String) -> String { RunKey.of(redactor.redact(runID)) }

    /// All that a source says comes through here, and no text passes but through the redactor.
    private mutating func insert(_ table: Table, _ values: [(any DatabaseValueConvertible)?]) {
        let clean = values.map { value -> DatabaseValue in
            let stored = value?.databaseValue ?? .null
            guard !(value is CleanJSON), case .string(let text) = stored.storage else { return stored }
            return withoutSecrets(text).databaseValue
        }
        rows.append(Row(table: table, values: clean))
    }

    private mutating func withoutSecrets(_ text: String) -> String {
        var copy = text
        return copy.withUTF8 { redactor.redacted($0, as: .plain, learned: &learned) } ?? text
    }

    /// The value as JSON, without secrets.
    private mutating func json(_ value: some Encodable) throws -> CleanJSON {
        let data = try encoder.encode(value)
        let clean = data.withUnsafeBytes { redactor.redacted($0.bindMemory(to: UInt8.self), as: .json, learned: &learned) }
        return CleanJSON(text: clean ?? String(decoding: data, as: UTF8.self))
    }
}

/// JSON that was redacted as such: as plain text its escapes would be misread.
private struct CleanJSON: DatabaseValueConvertible {
    let text: String

    var databaseValue: DatabaseValue { text.databaseValue }

    /// Rows are only written from it.
    static func fromDatabaseValue(_ value: DatabaseValue) -> CleanJSON? { nil }
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
