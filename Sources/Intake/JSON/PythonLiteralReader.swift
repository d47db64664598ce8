import Evidence

/// Reads printed Python values (`{'runId': 'x', 'error': None}`) as if they were JSON records: dictionaries one after another, in lists, or
/// in pages (`{'value': [...]}`), with whatever a notebook printed between them.
///
/// Only dictionaries are records; lines that begin none are passed over. Such files are small: a top-level value is held whole.
struct PythonLiteralReader {
    private var window = RecordWindow()
    private var waiting: [JSONRecord] = []
    private var problems: ProblemList
    private var wanted = 0
    private var isAtStart = true
    private var keepsCut = false
    /// The rest of the line is of no use.
    private var isSkipping = false

    /// A broken value may be read far before that shows; after so many the file is something else.
    private static let mostProblems = 200

    init(source: String) {
        problems = ProblemList(source: source)
    }

    /// Takes the next bytes; call `next()` until it is nil before the next call.
    mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        window.append(bytes)
    }

    /// There are no more bytes.
    mutating func finish() {
        window.isComplete = true
    }

    /// The next complete record, nil if there is none yet (or, after `finish()`, no more).
    mutating func next() -> JSONRecord? {
        while waiting.isEmpty {
            guard window.available >= wanted || window.isComplete else { return nil }
            if isSkipping {
                guard window.skipLine() else { return nil }
                isSkipping = false
            }
            if isAtStart, !window.skipByteOrderMark() { return nil }
            guard let byte = window.skipSpace(), read(beginningWith: byte) else { return nil }
        }
        return waiting.removeLast()
    }

    /// What there is of a record whose end is missing. The reader is of no more use after it.
    mutating func partialRecord() -> JSONRecord? {
        keepsCut = true
        window.isComplete = true
        return next()
    }

    /// What went wrong since the last call.
    mutating func takeProblems() -> [Problem] {
        problems.take(atEnd: window.isComplete)
    }

    /// Reads the value at the cursor; false if more bytes are needed.
    private mutating func read(beginningWith byte: UInt8) -> Bool {
        let isLoose = isAtStart && (byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\""))
        guard isLoose || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "["), problems.count < PythonLiteralReader.mostProblems else {
            isAtStart = false
            isSkipping = true
            return true
        }
        let tried: (JSONParser, Result<JSONNode, JSONParser.Failure>)? = window.parse(keepsCut: keepsCut) { parser in
            do throws(JSONParser.Failure) {
                guard isLoose else { return .success(try parser.pythonValue(depth: 0)) }
                let place = JSONNode(value: .null, offset: parser.base + parser.position, line: parser.line)
                let members = try parser.pythonMembers(depth: 1, isBraced: false).members
                return .success(JSONNode(value: .object(members), offset: place.offset, line: place.line))
            } catch {
                return .failure(error)
            }
        }
        guard let (parser, result) = tried else { return false }
        switch result {
        case .success(let node):
            guard keepsCut || window.holdsMargin(behind: parser.position) else {
                wanted = parser.position - window.cursor + RecordWindow.margin
                return false
            }
            waiting = records(in: node, raw: window.raw(to: parser.position)).reversed()
            window.move(to: parser)
        case .failure(.endsEarly) where !window.isComplete && window.available <= JSONRecordReader.maximumRecordBytes:
            wanted = min(2 * window.available, JSONRecordReader.maximumRecordBytes + 1)
            return false
        case .failure(let failure):
            if keepsCut { return false }
            note(failure, at: parser)
            isSkipping = true
        }
        isAtStart = false
        wanted = 0
        return true
    }

    private mutating func note(_ failure: JSONParser.Failure, at parser: JSONParser) {
        let reason =
            failure == .endsEarly
            ? "The file ends inside the Python value that begins in line \(window.line)."
            : "Bad Python value at line \(parser.line), column \(parser.position - parser.lineStart + 1): \(failure.reason)."
        problems.add(reason, line: parser.line, offset: parser.base + parser.position, recoveredBytes: window.offset)
    }

    /// The dictionaries of a top-level value; pages are opened as those of JSON are.
    private func records(in node: JSONNode, raw: RawRecord, envelope: String? = nil, header: [JSONMember] = []) -> [JSONRecord] {
        switch node.value {
        case .array(let elements):
            return elements.flatMap { records(in: $0, raw: raw, envelope: envelope, header: header) }
        case .object(let members):
            for (index, member) in members.enumerated() where envelope == nil {
                let name = JSONEnvelope.pageKey(member.key, after: Array(members[..<index]))
                guard let name, case .object? = member.value.array?.first?.value else { continue }
                return records(in: member.value, raw: raw, envelope: name, header: Array(members[..<index]))
            }
            guard !members.isEmpty else { return [] }
            return [JSONRecord(root: node, envelope: envelope, header: header, raw: raw)]
        case .null, .bool, .number, .string, .watched:
            return []
        }
    }
}
