import Evidence

/// Makes the rows of a batch: what is asked for in columns of its own, the whole value as JSON, and no secret in either.
struct RowMaker {
    private(set) var rows = SourceRows()
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
        rows.touch(run: key)
        rows.begin(.statement)
        rows.add(key)
        rows.add(statement.runID)
        rows.add(statement.runUUID.map(RunKey.uuid))
        rows.add(statement.snapshotID?.lowercased())
        rows.add(newest?.microseconds)
        rows.add(
            statement.logFiles.isEmpty ? nil : statement.logFiles.map { redactor.redact($0, as: .plain) }.joined(separator: "\n"))
        try addJSON(statement)
    }

    private mutating func add(_ event: Event) throws {
        let key = event.runID.map(RunKey.of)
        if let key { rows.touch(run: key) }
        rows.begin(.event)
        rows.add(event.key)
        rows.add(event.kind.rawValue)
        rows.add(event.time?.microseconds)
        rows.add(key)
        rows.add(event.parentRunID)
        rows.add(event.rootRunID)
        rows.add(event.compute?.lowercased())
        addRedacted(event.name)
        try addJSON(event)
    }

    private mutating func add(_ output: OutputObject) throws {
        let path = String(output.path.drop { $0 == "/" })
        rows.begin(.output)
        addRedacted(path)
        rows.add(output.container)
        rows.add(OutputPaths.owner(of: path))
        rows.add(output.bytes)
        rows.add(output.modified?.microseconds)
        try addJSON(output)
    }

    private mutating func add(_ log: LogEvidence) throws {
        rows.begin(.log)
        rows.add(log.source)
        rows.add(log.role.rawValue)
        rows.add(log.rank)
        rows.add(log.role.isUserOutput)
        rows.add(log.lineCount)
        rows.add(log.byteCount)
        rows.add(log.firstTime?.microseconds)
        rows.add(log.lastTime?.microseconds)
        rows.add(log.silences.map(\.seconds).max())
        addRedacted(log.lastUserLine?.text)
        try addJSON(log.hints)
        try addJSON(log)
        for fact in log.facts {
            rows.begin(.fact)
            rows.add(fact.kind.rawValue)
            addRedacted(fact.name)
            rows.add(fact.line)
            rows.add(fact.offset)
            rows.add(fact.time?.microseconds)
            rows.add(fact.amount)
            addRedacted(fact.text)
        }
    }

    private mutating func add(_ code: CodeEvidence) throws {
        rows.begin(.code)
        rows.add(code.source)
        rows.add(code.snapshotID?.lowercased())
        rows.add(code.module)
        try addJSON(code)
    }

    private mutating func add(_ metric: MetricPoint) throws {
        let special = metric.value.isFinite ? nil : metric.valueText
        rows.begin(.metric)
        rows.add(metric.key)
        rows.add(metric.runID.map(RunKey.of))
        rows.add(metric.runID)
        rows.add(metric.resource)
        addRedacted(metric.name)
        rows.add(metric.step)
        rows.add(metric.time?.microseconds)
        rows.add(special == nil ? metric.value : nil)
        rows.add(special)
        rows.add(metric.aggregation)
        if metric.dimensions.isEmpty { rows.add(nil as String?) } else { try addJSON(metric.dimensions) }
        rows.add(metric.quote.location.source)
        rows.add(metric.quote.location.line)
        rows.add(metric.quote.location.offset)
        addRedacted(metric.quote.text)
    }

    private mutating func add(_ problem: Problem) {
        rows.begin(.problem)
        rows.add(problem.source)
        rows.add(problem.line)
        rows.add(problem.offset)
        addRedacted(problem.reason)
        rows.add(problem.recoveredBytes)
        rows.add(problem.isDamage)
    }

    // MARK: Without secrets

    private mutating func addRedacted(_ value: String?) {
        guard var value else { return rows.add(nil as String?) }
        value.withUTF8 { addRedacted($0, as: .plain) }
    }

    /// The value as JSON.
    private mutating func addJSON(_ value: some Encodable) throws {
        try encoder.encode(value).withUnsafeBufferPointer { addRedacted($0, as: .json) }
    }

    private mutating func addRedacted(_ text: UnsafeBufferPointer<UInt8>, as form: Redactor.Form) {
        if let clean = redactor.redacted(text, as: form) { rows.add(clean) } else { rows.add(utf8: text) }
    }
}
