import Evidence

/// Reads JSON as a stream and hands out records as they complete: a top-level object, an element of a top-level array, an element
/// of an envelope (`{"records":[...]}`), a row of a REST table. Memory is bounded by one record.
///
/// A record is tried as it stands in memory; if its end is missing it is tried again when twice as much is there, so that all tries
/// together cost little more than the last. What cannot be read is skipped up to the next line that can begin a record.
struct JSONRecordReader {
    /// A record longer than this is given up: nothing that exports write comes near.
    static let maximumRecordBytes = 64 << 20

    private var window = RecordWindow()
    private var frames: [JSONFrame] = []
    private var problems: ProblemList
    /// Bytes that must be available before the next try.
    private var wanted = 0
    /// Damage is being skipped.
    private var recovery: Recovery?
    /// Nothing but white space came yet.
    private var isAtStart = true
    /// Cut values are handed out as far as they go (`partialRecord`).
    private var keepsCut = false
    /// Rows of a table that was read whole, the next one last.
    private var waiting: [JSONRecord] = []
    private var forms = RecordForms()
    /// Containers that were entered and left.
    private var changes = 0

    /// How the next record is found after damage.
    private struct Recovery {
        /// White space in front of the other elements of the damaged array.
        var indentation: Int?
        /// The line that holds the damage is behind.
        var isAtLineStart = false
    }

    /// What one step over the bytes came to.
    private enum Step {
        case record(JSONRecord)
        /// A record was passed over whose event its form gives.
        case filled
        case moved
        case needsMore
    }

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
        var none = EventList()
        return next(filling: &none)
    }

    /// The next complete record that fits none of the forms that were learned; the events of those before it that do are added to `events`.
    mutating func next(filling events: inout EventList) -> JSONRecord? {
        if let row = waiting.popLast() { return row }
        while window.available >= wanted || window.isComplete {
            if recovery != nil, !recover() { return nil }
            switch step() {
            case .record(let record):
                guard let rows = JSONColumn.rows(of: record) else { return record }
                waiting = rows.reversed()
                if let row = waiting.popLast() { return row }
            case .filled: window.appendEvent(of: forms, to: &events)
            case .moved: continue
            case .needsMore: return nil
            }
        }
        return nil
    }

    /// Who finds the form of the record that was handed out last; nil if it can have none, or enough was spent on forms.
    mutating func learner(of record: JSONRecord) -> FormLearner? {
        guard forms.mayLearn(), let learner = FormLearner(record, number: forms.learned) else { return nil }
        forms.noteAttempt()
        return learner
    }

    /// Takes the form of the record that was handed out last.
    mutating func learn(_ form: RecordForm) {
        forms.add(form)
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
}

// MARK: - Steps

extension JSONRecordReader {
    /// Reads a separator, a bracket or an item.
    private mutating func step() -> Step {
        if isAtStart, !window.skipByteOrderMark() { return .needsMore }
        guard let byte = window.skipSpace() else { return atEnd() }
        guard let frame = frames.last else { return topLevelItem(beginningWith: byte) }
        if case .only = frame.kind, frame.state == .afterItem {
            leaveFrame()
            return .moved
        }
        if frame.state != .beforeItem, byte == frame.closing {
            window.advance()
            leaveFrame()
            return .moved
        }
        if frame.state == .afterItem {
            guard byte == UInt8(ascii: ",") else { return missingSeparator(in: frame, before: byte) }
            window.advance()
            frames[frames.count - 1].state = .beforeItem
            return .moved
        }
        if frame.state == .first { frames[frames.count - 1].indentation = window.indentation }
        if case .members(let envelope) = frame.kind { return member(of: envelope, in: frame) }
        return element(in: frame, beginningWith: byte)
    }

    private mutating func topLevelItem(beginningWith byte: UInt8) -> Step {
        let isFirst = isAtStart
        isAtStart = false
        switch byte {
        case UInt8(ascii: "["):
            let frame = JSONFrame(kind: .elements, envelope: nil, header: [], line: window.line)
            push([frame])
            return .moved
        case UInt8(ascii: "{"):
            if fitsForm() { return .filled }
            return openableObject(.page, in: nil)
        default:
            let step = attempt { parser throws(JSONParser.Failure) in
                isFirst ? try parser.looseValue() : try parser.separateValue()
            } then: { reader, node, end in
                .record(reader.record(node, end: end, in: nil))
            }
            if case .needsMore = step { isAtStart = isFirst }
            return step
        }
    }

    private mutating func element(in frame: JSONFrame, beginningWith byte: UInt8) -> Step {
        if fitsForm() {
            frames[frames.count - 1].state = .afterItem
            return .filled
        }
        if byte == UInt8(ascii: "{"), let envelope = frame.elementEnvelope { return openableObject(envelope, in: frame) }
        return attempt { parser throws(JSONParser.Failure) in
            try parser.value(depth: 1)
        } then: { reader, node, end in
            .record(reader.record(node, end: end, in: frame))
        }
    }

    private mutating func openableObject(_ envelope: JSONEnvelope, in frame: JSONFrame?) -> Step {
        attempt { parser throws(JSONParser.Failure) in
            try parser.open(envelope)
        } then: { reader, opening, end in
            switch opening {
            case .whole(let node): return .record(reader.record(node, end: end, in: frame))
            case .opened(let key, let header):
                if envelope == .page { header.forEach { reader.noteIfPartial($0) } }
                reader.push(JSONFrame.frames(for: key, of: envelope, header: header, line: reader.window.line, outer: frame))
                return .moved
            }
        }
    }

    /// A member behind the records of an envelope: more records, or something to pass over.
    private mutating func member(of envelope: JSONEnvelope, in frame: JSONFrame) -> Step {
        attempt { parser throws(JSONParser.Failure) in
            try parser.member(of: envelope, header: frame.header)
        } then: { reader, member, _ in
            switch member {
            case .records(let key):
                reader.push([JSONFrame.frame(for: key, of: envelope, header: frame.header, line: reader.window.line, outer: frame)])
            case .other(let member):
                reader.frames[reader.frames.count - 1].state = .afterItem
                reader.noteIfPartial(member)
            }
            return .moved
        }
    }

    /// Enters containers whose bracket the cursor stands at; the object under a single key is entered as an item.
    private mutating func push(_ added: [JSONFrame]) {
        if !frames.isEmpty { frames[frames.count - 1].state = .afterItem }
        frames += added
        noteContext()
        if let last = added.last, last.isArray { window.advance() }
    }

    private mutating func leaveFrame() {
        frames.removeLast()
        noteContext()
    }

    private mutating func leaveAllFrames() {
        frames = []
        noteContext()
    }

    private mutating func noteContext() {
        changes += 1
        forms.enter(frames.last?.context(number: changes) ?? .topLevel)
    }

    /// Moves behind the record at the cursor if it fits a form. That takes all bytes up to its line feed, and more would change nothing: a
    /// record that is read in the other way is one that fits none, whatever blocks it came in.
    private mutating func fitsForm() -> Bool {
        guard !keepsCut, window.skipRecord(of: &forms) else { return false }
        wanted = 0
        return true
    }

    private func record(_ root: JSONNode, end: Int, in frame: JSONFrame?) -> JSONRecord {
        var record = JSONRecord(root: root, envelope: frame?.envelope, header: frame?.header ?? [])
        if case .rows(let table, let columns)? = frame?.kind {
            record.root = JSONColumn.object(from: root, columns: columns)
            record.table = table
            record.columns = columns
        }
        return record
    }

    /// Tries to read something at the cursor; on success the cursor moves behind it and `then` says what it means.
    private mutating func attempt<Item>(
        _ read: (inout JSONParser) throws(JSONParser.Failure) -> Item, then: (inout JSONRecordReader, Item, Int) -> Step
    ) -> Step {
        let tried: (JSONParser, Result<Item, JSONParser.Failure>)? = window.parse(keepsCut: keepsCut) { parser in
            do throws(JSONParser.Failure) {
                return .success(try read(&parser))
            } catch {
                return .failure(error)
            }
        }
        guard let (parser, result) = tried else { return .needsMore }
        let length = parser.position - window.cursor
        switch result {
        case _ where length > JSONRecordReader.maximumRecordBytes:
            return tooLong()
        case .failure(.endsEarly):
            return endsEarly(after: parser)
        case .failure(let failure):
            return fail(failure.reason, at: parser)
        case .success(let item):
            // A record is handed out once all is there that a quote from it may show.
            guard keepsCut || window.holdsMargin(behind: parser.position) else {
                wanted = length + RecordWindow.margin
                return .needsMore
            }
            wanted = 0
            let raw = window.raw(to: parser.position)
            window.move(to: parser)
            var step = then(&self, item, parser.position)
            if case .record(var record) = step {
                record.raw = raw
                if !frames.isEmpty { frames[frames.count - 1].state = .afterItem }
                step = .record(record)
            }
            return step
        }
    }
}

// MARK: - Damage

extension JSONRecordReader {
    private mutating func atEnd() -> Step {
        guard window.isComplete, !keepsCut, let frame = frames.last else { return .needsMore }
        problems.add(
            "The file ends inside the \(frame.closing == UInt8(ascii: "]") ? "array" : "object") that begins in line \(frame.line).",
            line: window.line, offset: window.offset, recoveredBytes: window.offset)
        leaveAllFrames()
        return .needsMore
    }

    private mutating func endsEarly(after parser: JSONParser) -> Step {
        if keepsCut { return .needsMore }
        let available = window.available
        if available > JSONRecordReader.maximumRecordBytes { return tooLong() }
        guard window.isComplete else {
            wanted = min(2 * available, JSONRecordReader.maximumRecordBytes + 1)
            return .needsMore
        }
        problems.add(
            "The file ends inside the record that begins in line \(window.line).", line: window.line, offset: window.offset,
            recoveredBytes: window.offset)
        return beginRecovery()
    }

    private mutating func tooLong() -> Step {
        problems.add(
            "The record that begins in line \(window.line) is longer than \(JSONRecordReader.maximumRecordBytes >> 20) MiB.",
            line: window.line, offset: window.offset, recoveredBytes: window.offset)
        return beginRecovery()
    }

    private mutating func fail(_ reason: String, at parser: JSONParser) -> Step {
        if keepsCut { return .needsMore }
        problems.add(
            "Bad JSON at line \(parser.line), column \(parser.position - parser.lineStart + 1): \(reason).", line: parser.line,
            offset: parser.base + parser.position, recoveredBytes: window.offset)
        return beginRecovery()
    }

    private mutating func missingSeparator(in frame: JSONFrame, before byte: UInt8) -> Step {
        if keepsCut { return .needsMore }
        let failure: JSONParser.Failure = frame.isArray ? .noCommaInArray : .noCommaInObject
        problems.add(
            "Bad JSON at line \(window.line), column \(window.column): \(failure.reason).", line: window.line, offset: window.offset,
            recoveredBytes: window.offset)
        // Only the comma is missing: nothing is lost.
        guard frame.isArray, byte == frame.elementStart else { return beginRecovery() }
        frames[frames.count - 1].state = .beforeItem
        return .moved
    }

    /// Looks for the next record: in the innermost array that puts its elements on lines of their own, else at top level.
    private mutating func beginRecovery() -> Step {
        wanted = 0
        let own = window.indentation
        while let frame = frames.last, !frame.isArray || frame.indentation == nil { leaveFrame() }
        recovery = Recovery(indentation: frames.isEmpty ? own : frames.last?.indentation)
        return .moved
    }

    /// Skips lines until one can begin a record; false if more bytes are needed to tell.
    private mutating func recover() -> Bool {
        while let recovery {
            guard recovery.isAtLineStart || window.skipLine() else {
                guard window.isComplete else { return false }
                leaveAllFrames()
                self.recovery = nil
                return true
            }
            self.recovery?.isAtLineStart = true
            guard let (blanks, byte) = window.lineStartBytes() else {
                guard window.isComplete else { return false }
                self.recovery?.isAtLineStart = false
                continue
            }
            let isElement = blanks == recovery.indentation && byte == (frames.last?.elementStart ?? byte)
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "["), isElement || blanks == 0 {
                if isElement, !frames.isEmpty { frames[frames.count - 1].state = .beforeItem } else { leaveAllFrames() }
                self.recovery = nil
                return true
            }
            self.recovery?.isAtLineStart = false
        }
        return true
    }

    /// A query's answer with an `error` beside its tables is partial.
    private mutating func noteIfPartial(_ member: JSONMember) {
        let keys = ["error", "partial_error"]
        guard keys.contains(where: member.key.equalsIgnoringASCIICase), case .object = member.value.value else { return }
        let message = member.value.member("message")?.string ?? member.value.member("code")?.string ?? "no reason is given"
        problems.add(
            "The answer is partial, it came with an error: \(message)", line: member.value.line, offset: member.value.offset,
            recoveredBytes: window.offset, isDamage: false)
    }
}
