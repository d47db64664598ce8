import Evidence

extension Format {
    /// Files of a copied `mlruns` folder: a run's `meta.yaml`, its metrics, parameters and tags.
    static let mlflowFolder = Format(
        id: "mlflow-folder",
        title: "Files of an MLflow folder (mlruns: meta.yaml, metrics, params, tags)",
        howToGet: "copy the folder mlruns (or the folder that the tracking URI names) as it is"
    ) { head in
        MLflowFile(path: head.path)?.score(of: head) ?? 0
    } makeDecoder: { context in
        MLflowFileDecoder(context: context)
    }
}

/// What a file of the folder holds, as far as its place in it tells.
private struct MLflowFile {
    enum Part: String {
        case meta, metrics, params, tags
    }

    let part: Part
    /// Name of the metric, parameter or tag: the path below the part's folder.
    let key: String
    /// Name of the run's folder, which is its id.
    let runID: String?

    init?(path: String) {
        let plain = path.lowercased().hasSuffix(".gz") ? String(path.dropLast(3)) : path
        let names = plain.split(separator: "/").map(String.init)
        guard let last = names.last else { return nil }
        if last == "meta.yaml" {
            part = .meta
            key = ""
            runID = names.count >= 2 ? names[names.count - 2] : nil
            return
        }
        let places = names.indices.dropLast().filter { Part(rawValue: names[$0]).map { $0 != .meta } ?? false }
        let isBelowRun = { (place: Int) in place > 0 && MLflowFile.isRunID(names[place - 1], in: names) }
        guard let place = places.first(where: isBelowRun) ?? places.first(where: { names[$0] == "metrics" }),
            let found = Part(rawValue: names[place])
        else { return nil }
        part = found
        key = names[(place + 1)...].joined(separator: "/")
        let isKnown = isBelowRun(place) || place > 0 && names[place - 1].contains { $0.isNumber }
        runID = isKnown ? names[place - 1] : nil
    }

    /// MLflow's own ids are 32 digits; under `mlruns` anything with a digit in it may be one.
    private static func isRunID(_ name: String, in path: [String]) -> Bool {
        let digits = name.filter { $0 != "-" }
        if digits.count == 32, digits.allSatisfy(\.isHexDigit) { return true }
        return path.contains("mlruns") && name.contains { $0.isNumber }
    }

    /// The content must be that of the part; of parameters and tags, which may be any text, the place among 32 digits has to do.
    func score(of head: FormatHead) -> Int {
        guard head.isText || head.bytes.isEmpty else { return 0 }
        switch part {
        case .meta:
            let names = Set(FlatYAML.members(head.bytes).map(\.key))
            return !names.isDisjoint(with: ["run_id", "run_uuid"]) && names.contains("artifact_uri") ? 90 : 0
        case .metrics:
            var lines = head.bytes.split(separator: 0x0A)
            if lines.count > 1, head.bytes.last != 0x0A { lines.removeLast() }
            return !lines.isEmpty && lines.prefix(20).allSatisfy { MetricLine($0) != nil } ? 90 : 0
        case .params, .tags:
            return runID != nil && head.bytes.count <= MLflowFile.longestValue && !head.bytes.isEmpty ? 60 : 0
        }
    }

    /// Longer values are refused by MLflow itself.
    private static let longestValue = 8_000
}

/// `timestamp value step` of a metric's file; old files have no step, new ones name a data set or a model behind it.
private struct MetricLine {
    let time: Timestamp
    let value: Double
    let step: Int64?

    init?(_ line: some Collection<UInt8>) {
        let parts = line.prefix(1_000).split(whereSeparator: { $0 == 0x20 || $0 == 0x0D }).map { String(decoding: $0, as: UTF8.self) }
        guard (2...6).contains(parts.count), (12...14).contains(parts[0].utf8.count), let milliseconds = Int64(parts[0]),
            let value = MetricPoint.value(of: parts[1])
        else { return nil }
        time = Timestamp(microseconds: milliseconds * 1_000)
        self.value = value
        step = parts.count > 2 ? Int64(parts[2]) : nil
    }
}

/// The `key: value` lines of a flat YAML file, which is all that MLflow writes.
private enum FlatYAML {
    static func members(_ bytes: some Collection<UInt8>) -> [JSONMember] {
        var members: [JSONMember] = []
        var offset = 0
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            defer { offset += line.count + 1 }
            guard let first = line.first, first > 0x20, first != UInt8(ascii: "#"), first != UInt8(ascii: "-"),
                let colon = line.firstIndex(of: UInt8(ascii: ":"))
            else { continue }
            let key = String(decoding: line[..<colon], as: UTF8.self)
            let value = scalar(String(decoding: line[line.index(after: colon)...], as: UTF8.self))
            members.append(JSONMember(key: key, value: JSONNode(value: value, offset: offset, line: index + 1)))
        }
        return members
    }

    private static func scalar(_ text: String) -> JSONValue {
        var value = Substring(text)
        while value.first?.isWhitespace == true { value = value.dropFirst() }
        while value.last?.isWhitespace == true { value = value.dropLast() }
        if value.isEmpty || value == "null" || value == "~" || value == "[]" || value == "{}" { return .null }
        guard value.count >= 2, let quote = value.first, quote == "'" || quote == "\"", value.last == quote else {
            return .string(String(value))
        }
        return .string(value.dropFirst().dropLast().split(separator: "''", omittingEmptySubsequences: false).joined(separator: "'"))
    }
}

/// Reads one file of the folder: metrics line by line, the other parts, which are small, as a whole.
private struct MLflowFileDecoder: EvidenceDecoder {
    /// Far more than MLflow allows a parameter or needs for a `meta.yaml`; of a metric's file the longest line.
    private static let maximumBytes = 1 << 16

    private let context: DecoderContext
    private let file: MLflowFile?
    private var bytes: [UInt8] = []
    private var line = 1
    private var offset = 0
    private var batch = EvidenceBatch()
    private var problems: ProblemList

    init(context: DecoderContext) {
        self.context = context
        file = MLflowFile(path: context.source)
        problems = ProblemList(source: context.source)
    }

    mutating func feed(_ more: UnsafeRawBufferPointer) {
        guard file?.part == .metrics else {
            bytes.append(contentsOf: more.prefix(max(0, MLflowFileDecoder.maximumBytes - bytes.count)))
            return
        }
        var rest = more[...]
        while let end = rest.firstIndex(of: 0x0A) {
            bytes.append(contentsOf: rest[..<end])
            takeLine(at: bytes)
            offset += bytes.count + 1
            line += 1
            bytes.removeAll(keepingCapacity: true)
            rest = rest[(end + 1)...]
        }
        bytes.append(contentsOf: rest)
    }

    mutating func finish() {
        switch file?.part {
        case .metrics:
            guard !bytes.isEmpty else { break }
            // MLflow ends every line: a last one without its end was cut, and what is left of its number may be another.
            problems.add("The last line has no end: it was cut.", line: line, offset: offset, recoveredBytes: offset)
        case .meta: takeMeta()
        case .params, .tags: takeText()
        case nil: break
        }
        batch.problems += problems.take(atEnd: true)
    }

    mutating func take() -> EvidenceBatch {
        let full = batch
        batch = EvidenceBatch()
        return full
    }

    private mutating func takeLine(at bytes: [UInt8]) {
        guard bytes.contains(where: { $0 > 0x20 }), let file else { return }
        guard let read = MetricLine(bytes) else {
            problems.add("Line \(line) is no value of a metric.", line: line, offset: offset, recoveredBytes: offset)
            return
        }
        let quote = Quote(
            location: Location(source: context.source, line: line, offset: offset), time: read.time,
            text: String(decoding: bytes.prefix(160).filter { $0 != 0x0D }, as: UTF8.self))
        batch.metrics.append(
            MetricPoint(
                runID: file.runID ?? context.options.runID, name: file.key, step: read.step, time: read.time, value: read.value,
                quote: quote))
    }

    /// The file as one record, for quotes.
    private func record(_ members: [JSONMember]) -> JSONRecord {
        var record = JSONRecord(root: JSONNode(value: .object(members), offset: 0, line: 1))
        record.raw = RawRecord(bytes: bytes, base: 0, start: 0, end: bytes.count, lineStart: 0)
        return record
    }

    private mutating func takeMeta() {
        let record = record(FlatYAML.members(bytes))
        let fields = RecordFields(record.root)
        guard let runID = fields.text("runid", "runuuid") else { return }
        batch.statements.append(MLflowRecord(runID: runID, info: fields, record: record, source: context.source).statement)
    }

    private mutating func takeText() {
        guard let file, let runID = file.runID else { return }
        var text = String(decoding: bytes, as: UTF8.self)
        while text.last?.isNewline == true { text.removeLast() }
        let node = JSONNode(value: .string(text), offset: 0, line: 1)
        var run = MLflowRecord(runID: runID, info: RecordFields(nil), record: record([]), source: context.source)
        if file.part == .tags { run.add(tag: file.key, node) } else { run.add(parameter: file.key, node) }
        batch.statements.append(run.statement)
    }
}
