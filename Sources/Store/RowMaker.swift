import Evidence

/// Makes the rows of a batch: what is asked for in columns of its own, and the whole value as JSON. No text gets into either but through
/// the redactor.
///
/// Of each row the JSON is made first: it has the names beside the values, and what is learned there is taken out of the columns too.
struct RowMaker {
    var rows = SourceRows()
    let redactor: Redactor
    let encoder = RowEncoder()
    private(set) var learned = LearnedSecrets()
    /// The entry of an event under construction.
    let entry = RowText()

    init(redactor: Redactor) { self.redactor = redactor }

    /// Adds what a batch says.
    mutating func add(_ batch: EvidenceBatch) throws {
        for statement in batch.statements { try add(statement) }
        try add(batch.events)
        for output in batch.outputs { try add(output) }
        for log in batch.logs { try add(log) }
        for code in batch.snapshots { try add(code) }
        for metric in batch.metrics { try add(metric) }
        for problem in batch.problems { add(problem) }
    }

    private mutating func add(_ statement: RunStatement) throws {
        let key = key(of: statement.runID)
        let newest = [statement.created, statement.started, statement.ended].compactMap { $0 }.max()
        let whole = try json(statement)
        rows.touch(run: key)
        rows.covered.add(.statement, newest)
        rows.begin(.statement)
        add(key)
        add(statement.runID)
        add(statement.runUUID.map(RunKey.uuid))
        add(statement.snapshotID?.lowercased())
        rows.add(newest?.microseconds)
        add(statement.logFiles.isEmpty ? nil : statement.logFiles.joined(separator: "\n"))
        rows.add(whole)
    }

    private mutating func add(_ output: OutputObject) throws {
        let path = String(output.path.drop { $0 == "/" })
        let whole = try json(output)
        rows.covered.add(.output, output.modified)
        rows.begin(.output)
        add(path)
        add(output.container)
        add(OutputPaths.owner(of: path))
        rows.add(output.bytes)
        rows.add(output.modified?.microseconds)
        rows.add(whole)
    }

    private mutating func add(_ log: LogEvidence) throws {
        let (hints, whole) = (try json(log.hints), try json(log))
        let metrics = try lastValues(of: log)
        rows.covered.add(log.role.isUserOutput ? .userLog : .systemLog, log.firstTime, log.lastTime)
        rows.begin(.log)
        add(log.source)
        add(log.role.rawValue)
        rows.add(log.rank)
        rows.add(log.role.isUserOutput)
        rows.add(log.lineCount)
        rows.add(log.byteCount)
        rows.add(log.firstTime?.microseconds)
        rows.add(log.lastTime?.microseconds)
        rows.add(log.silences.map(\.seconds).max())
        add(log.lastUserLine?.text)
        rows.add(hints)
        rows.add(whole)
        rows.add(metrics)
        for fact in log.facts {
            rows.begin(.fact)
            add(fact.kind.rawValue)
            add(fact.name)
            rows.add(fact.line)
            rows.add(fact.offset)
            rows.add(fact.time?.microseconds)
            rows.add(fact.amount)
            add(fact.text)
        }
    }

    /// The last value of each printed metric, name to text; null where there is none.
    private mutating func lastValues(of log: LogEvidence) throws -> SourceRows.Cell {
        guard let metrics = log.metrics, log.role.isUserOutput else { return .null }
        let last = metrics.compactMap { metric in metric.points.last.map { (metric.name, MetricPoint.text(of: $0.value)) } }
        return try json(Dictionary(last) { first, _ in first })
    }

    private mutating func add(_ code: CodeEvidence) throws {
        var code = code
        // A default of `--db-password` stands in a field of its own, apart from its name.
        for i in code.arguments.indices {
            code.arguments[i].defaultValue = redactor.redact(code.arguments[i].defaultValue, ofName: code.arguments[i].destination)
        }
        let whole = try json(code)
        rows.covered.add(.code)
        rows.begin(.code)
        add(code.source)
        add(code.snapshotID?.lowercased())
        add(code.module)
        rows.add(whole)
    }

    private mutating func add(_ metric: MetricPoint) throws {
        let special = metric.value.isFinite ? nil : metric.valueText
        let dimensions = metric.dimensions.isEmpty ? SourceRows.Cell.null : try json(metric.dimensions)
        let key = metric.runID.map(key(of:))
        if let key { rows.touch(run: key) }
        rows.covered.add(key == nil ? .platformMetric : .runMetric, metric.time)
        rows.begin(.metric)
        add(metric.key)
        add(key)
        add(metric.runID)
        add(metric.resource)
        add(metric.name)
        rows.add(metric.step)
        rows.add(metric.time?.microseconds)
        rows.add(special == nil ? metric.value : nil)
        add(special)
        add(metric.aggregation)
        rows.add(dimensions)
        add(metric.quote.location.source)
        rows.add(metric.quote.location.line)
        rows.add(metric.quote.location.offset)
        add(metric.quote.text)
    }

    private mutating func add(_ problem: Problem) {
        rows.begin(.problem)
        add(problem.source)
        rows.add(problem.line)
        rows.add(problem.offset)
        add(problem.reason)
        rows.add(problem.recoveredBytes)
        rows.add(problem.isDamage)
    }

    /// Made of the id as it will be shown, so that the one leads to the other.
    func key(of runID: String) -> String { RunKey.of(redactor.redact(runID)) }

    // MARK: Without secrets

    private mutating func add(_ value: String?) {
        guard var value else { return rows.add(SourceRows.Cell.null) }
        rows.add(value.withUTF8 { withoutSecrets($0, as: .plain) })
    }

    /// The value as JSON.
    private mutating func json(_ value: some Encodable) throws -> SourceRows.Cell {
        withoutSecrets(try encoder.bytes(of: value), as: .json)
    }

    /// Hands over the value as JSON without its secrets.
    mutating func withJSON(of value: some Encodable, _ body: (UnsafeBufferPointer<UInt8>) -> Void) throws {
        let text = try encoder.bytes(of: value)
        guard var clean = redactor.redacted(text, as: .json, learned: &learned) else { return body(text) }
        clean.withUTF8 { body($0) }
    }

    private mutating func withoutSecrets(_ text: UnsafeBufferPointer<UInt8>, as form: Redactor.Form) -> SourceRows.Cell {
        guard var clean = redactor.redacted(text, as: form, learned: &learned) else { return rows.kept(text) }
        return clean.withUTF8 { rows.kept($0) }
    }
}
