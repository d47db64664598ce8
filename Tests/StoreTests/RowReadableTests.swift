import Evidence
import Foundation
import Testing

@testable import Store

@Suite("Rows of common types are read straight from their bytes, and no differently")
struct RowReadableTests {
    private static let texts = ["", "short", "a line of more than sixteen bytes", "C:\\data\\\"x\"\n\ttab\u{1B}[0m é 😀", "\u{FFFD}é"]

    private static func quote(_ at: Int) -> Quote {
        var quote = Quote(
            location: Location(source: "logs/std_log.txt", line: at, offset: at * 10), time: Timestamp(microseconds: -5),
            text: texts[at % texts.count])
        (quote.before, quote.after) = ([texts[2], texts[3]], [texts[3]])
        return quote
    }

    private static func line(_ at: Int) -> LogLine {
        LogLine(number: at, offset: 7, time: at == 0 ? nil : Timestamp(microseconds: 1_730_871_262_048_539), text: texts[at % texts.count])
    }

    private static var log: LogEvidence {
        var log = LogEvidence(source: texts[3], role: .driver)
        log.rank = 3
        log.hints.runIDs = ["a"]
        log.hints.explicitRunID = texts[3]
        (log.lineCount, log.byteCount, log.userLineCount) = (5, 1 << 40, 4)
        (log.firstTime, log.lastTime) = (Timestamp(microseconds: 1), Timestamp(microseconds: 2))
        log.head = (0..<5).map(line)
        log.tail = (0..<5).map(line)
        log.lastUserLine = line(3)
        (log.endsInsideLine, log.endsInsideBlock) = (true, true)
        var hit = PatternHit(
            pattern: "done-marker", captures: [texts[3]: texts[3], "b": ""], text: texts[2], level: "INFO", quote: quote(3), attempt: 1,
            rank: 0)
        hit.isWrapper = true
        log.hits = [hit, PatternHit(pattern: "p", captures: [:], text: "t", quote: Quote(location: Location(source: "s"), text: ""))]
        log.counts = ["done-marker": 1, texts[3]: 2]
        log.cappedPatterns = ["p"]
        let frame = TracebackFrame(file: "a.py", line: 3, function: "f", code: texts[3], logLine: 2)
        log.tracebacks = [
            Traceback(
                form: .python, header: quote(1), lastLine: 9,
                blocks: [TracebackBlock(link: .none, frames: [frame], type: "E", message: texts[3], final: quote(2))])
        ]
        log.silences = [Silence(before: line(1), after: line(2), seconds: 0.1), Silence(before: line(0), after: line(3), seconds: 1e21)]
        log.progress = [ProgressSeries(name: "tqdm", first: 0, last: -2.5, total: 10, marks: 3, attempt: 0, lastLine: line(1))]
        log.progress[0].longestGap = 1e-7
        log.attemptStarts = [4, -1]
        log.attemptTimes = [Timestamp(microseconds: 5)]
        log.metrics = [PrintedMetric(name: "loss", points: [PrintedPoint(line: 1, value: .infinity)], lastLine: line(2))]
        return log
    }

    private static var event: Event {
        var event = Event(
            kind: .stage, time: Timestamp(microseconds: 9), name: texts[3], quote: quote(4),
            detail: ["level": texts[2], texts[3]: texts[3]])
        (event.runID, event.parentRunID, event.rootRunID, event.compute, event.nodeID) = ("r", "p", "q", "c", "n")
        (event.status, event.result, event.message, event.caller) = (.failed, texts[3], texts[2], "me")
        (event.correlationID, event.stage) = ("id", "stage")
        return event
    }

    private static var statement: RunStatement {
        var statement = RunStatement(runID: "run")
        statement.runUUID = "0123456789abcdef0123456789abcdef"
        (statement.parentRunID, statement.rootRunID, statement.displayName, statement.experiment) = ("p", "r", texts[3], texts[2])
        (statement.kind, statement.status) = (.pipeline, .canceled)
        (statement.created, statement.started) = (Timestamp(microseconds: 1), Timestamp(microseconds: 2))
        (statement.ended, statement.compute) = (Timestamp(microseconds: 3), "c")
        statement.error = RunError(code: "UserError", innerCodes: ["a"], message: texts[3], component: "x")
        statement.inputs = [Port(name: "in", uri: texts[3], mode: "ro", isFile: true, producer: PortReference(step: "s", port: "p"))]
        statement.outputs = [Port(name: "out")]
        (statement.command, statement.script, statement.snapshotID) = (texts[3], "a.py", "s")
        (statement.limitSeconds, statement.logFiles, statement.reusedRunID) = (3600.5, texts, "z")
        (statement.nodeID, statement.stepName) = ("n", "step")
        (statement.continueOnStepFailure, statement.anyExitCodeSucceeds) = (true, false)
        (statement.submittedBy, statement.cancelationReason) = ("me", "why")
        statement.steps = [PipelineStep(id: "1", name: texts[3], runID: "r", compute: "c")]
        statement.edges = [PipelineEdge(from: PortReference(step: "1", port: "o"), to: PortReference(step: "2", port: "i"))]
        statement.properties = ["a": texts[3]]
        for (at, citation) in [Citation.record, .status, .error, .started, .ended, .limit, .outputs].enumerated() {
            statement.citations[citation] = quote(at)
        }
        return statement
    }

    private static var output: OutputObject {
        OutputObject(path: texts[3], container: "c", bytes: 1 << 40, modified: Timestamp(microseconds: 1), quote: quote(1))
    }

    /// Reads `value` as it is written, in both ways.
    private static func check<Value: RowReadable & Encodable>(_ value: Value) throws {
        let bytes = try RowEncoder().encode(value)
        let decoder = RowDecoder()
        let read = try #require(
            bytes.withUnsafeBytes { decoder.read(Value.self, from: $0) }, "\(Value.self) is not read as it is written")
        #expect(try RowEncoder().encode(read) == bytes)
        let measure = try bytes.withUnsafeBytes { try decoder.decodeAny(Value.self, from: $0) }
        #expect(try RowEncoder().encode(measure) == bytes)
        try checkChanged(Value.self, bytes, decoder)
    }

    /// Whatever a byte is changed to: what is still read is read alike.
    private static func checkChanged<Value: RowReadable & Encodable>(_ type: Value.Type, _ bytes: [UInt8], _ decoder: RowDecoder) throws {
        for at in stride(from: 0, to: bytes.count, by: 19) {
            var changed = bytes
            changed[at] = [UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "7"), 0x1F][at / 19 % 5]
            let (read, measure) = try changed.withUnsafeBytes { text in
                let read = decoder.read(Value.self, from: text)
                return (read, read == nil ? nil : try decoder.decodeAny(Value.self, from: text))
            }
            guard let read, let measure else { continue }
            #expect(try RowEncoder().encode(read) == RowEncoder().encode(measure))
            let cut = Array(bytes.prefix(at))
            cut.withUnsafeBytes { text in #expect(decoder.read(Value.self, from: text) == nil) }
        }
    }

    @Test("values with every member, and with none that may be missing")
    func everyMember() throws {
        try Self.check(Self.log)
        try Self.check(LogEvidence(source: "", role: .user))
        try Self.check(Self.event)
        try Self.check(Event(kind: .job, time: nil, name: "", quote: Quote(location: Location(source: ""), text: "")))
        try Self.check(Self.statement)
        try Self.check(RunStatement(runID: ""))
        try Self.check(Self.output)
        try Self.check(OutputObject(path: "", bytes: 0, modified: nil, quote: Quote(location: Location(source: ""), text: "")))
    }

    @Test("every member of a type is read: the samples leave none out")
    func samplesAreComplete() throws {
        for (sample, count) in [(Mirror(reflecting: Self.log), 23), (Mirror(reflecting: Self.event), 16)] {
            #expect(sample.children.count == count)
            for child in sample.children { #expect("\(child.value)" != "nil" && "\(child.value)" != "[]", "\(child.label ?? "")") }
        }
        for child in Mirror(reflecting: Self.statement).children {
            #expect("\(child.value)" != "nil" && "\(child.value)" != "[]", "\(child.label ?? "")")
        }
    }

    @Test("lines and hits that are left for later are the same when they are asked for, all or by pattern")
    func later() throws {
        let log = Self.log
        let bytes = try RowEncoder().encode(log)
        let trouble = LateTrouble()
        let decoder = RowDecoder(late: trouble)
        let late = try #require(bytes.withUnsafeBytes { decoder.read(LogEvidence.self, from: $0) })
        #expect(late.hits(of: "done-marker") == log.hits(of: "done-marker"))
        #expect(late.hits(of: "nothing") == [])
        #expect(late.hits(where: { $0.count < 5 }) == log.hits(where: { $0.count < 5 }))
        #expect(late == log)
        #expect(try RowEncoder().encode(late) == bytes)
        #expect(!late.$hits.isEmpty)
        try trouble.check()
        let empty = try RowEncoder().encode(LogEvidence(source: "", role: .user))
        let none = try #require(empty.withUnsafeBytes { decoder.read(LogEvidence.self, from: $0) })
        #expect(none.$hits.isEmpty && none.head.isEmpty)
    }

    @Test("damage in a part that is left for later is told once it was asked for")
    func lateDamage() throws {
        let text = String(decoding: try RowEncoder().encode(Self.log), as: UTF8.self)
        for (right, wrong) in [(#""tail":[{"isWrapper":false"#, #""tail":[{"isWrapper":"x""#), (#","text":"t"}]"#, #","text":7}]"#)] {
            let bytes = Array(text.replacing(right, with: wrong).utf8)
            #expect(bytes.count != text.utf8.count)
            let trouble = LateTrouble()
            let late = try #require(bytes.withUnsafeBytes { RowDecoder(late: trouble).read(LogEvidence.self, from: $0) })
            try trouble.check()
            #expect(late.tail.isEmpty || late.hits.count == 1)
            #expect(throws: DecodingError.self) { try trouble.check() }
            #expect(throws: DecodingError.self) { try bytes.withUnsafeBytes { try RowDecoder().decode(LogEvidence.self, from: $0) } }
        }
    }

    @Test("what another program wrote is read the long way: blanks, another order, members that nobody knows")
    func otherWritings() throws {
        let text = #"{ "source":"s", "unknown":[1], "line" : 3 }"#
        let decoder = RowDecoder()
        let bytes = Array(text.utf8)
        #expect(bytes.withUnsafeBytes { decoder.read(Location.self, from: $0) } == nil)
        let location = try bytes.withUnsafeBytes { try decoder.decode(Location.self, from: $0) }
        #expect(location == Location(source: "s", line: 3))
    }

    @Test("texts of one row are not taken for those of the next")
    func manyRows() throws {
        let decoder = RowDecoder()
        for number in 0..<3_000 {
            let text = "line \(number % 7) of a log \\ \"\(number % 11)\" and more of it"
            let plain = "another line, number \(number % 13)"
            let quote = Quote(location: Location(source: plain), text: text, before: [plain, text], after: [text])
            let bytes = try RowEncoder().encode(quote)
            #expect(bytes.withUnsafeBytes { decoder.read(Quote.self, from: $0) } == quote)
        }
    }
}
