import Evidence
import Foundation
import Testing

@testable import Store

@Suite("Values that are written by hand are written as the encoder would")
struct RowEvidenceTests {
    private static func foundation(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private static func ours(_ value: some Encodable) throws -> String { String(decoding: try RowEncoder().encode(value), as: UTF8.self) }

    private static let location = Location(source: "a \"b\"\\c.json", line: 3, offset: 40)
    private static let quote = Quote(
        location: location, time: Timestamp(microseconds: 12), text: #"{"Message": "caf\u00e9 é", "Path": "C:\\x"}"# + "\u{1}\t\n",
        before: ["x\"", ""],
        after: ["y", "\u{1F600}"])

    /// Every member says something: one that the writer forgets shows.
    private static var event: Event {
        var event = Event(
            kind: .runStatus, time: Timestamp(microseconds: -1), name: "Änderung", quote: quote,
            detail: ["b": "1", "a\"": "2", "é": "3", "": "4"])
        event.runID = "run"
        event.parentRunID = "parent"
        event.rootRunID = "root"
        event.compute = "cluster"
        event.nodeID = "node"
        event.status = .completed
        event.result = "Succeeded"
        event.message = "seven b\"\\ and a line\n"
        event.caller = "somebody"
        event.correlationID = "c"
        event.stage = "fit"
        return event
    }

    private static func isFull(_ value: Any) -> Bool {
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .optional { return !mirror.children.isEmpty }
        return mirror.children.allSatisfy { isFull($0.value) }
    }

    @Test("an event, with all that it may say and with nothing")
    func events() throws {
        #expect(Self.isFull(Self.event))
        #expect(try Self.ours(Self.event) == Self.foundation(Self.event))
        let bare = Event(kind: .other, time: nil, name: "", quote: Quote(location: Location(source: ""), text: ""))
        #expect(try Self.ours(bare) == Self.foundation(bare))
        #expect(try Self.ours([Self.event, bare]) == Self.foundation([Self.event, bare]))
    }

    @Test("a line of a log, within a log's evidence and by itself")
    func lines() throws {
        let line = LogLine(number: 4, offset: 99, time: Timestamp(microseconds: 5), text: "INFO \"x\"\u{7F}", isWrapper: true)
        let plain = LogLine(number: 1, offset: 0, time: nil, text: "")
        #expect(Self.isFull(line))
        var log = LogEvidence(source: "std_log.txt", role: .user)
        log.head = [plain, line]
        log.lastUserLine = line
        log.silences = [Silence(before: plain, after: line, seconds: 2.5)]
        #expect(try Self.ours(line) == Self.foundation(line))
        #expect(try Self.ours(log) == Self.foundation(log))
    }

    @Test("escapes at every place of a word and around its ends", arguments: 0...17)
    func escapes(length: Int) throws {
        for special in ["\"", "\\", "\u{1F}", "\n", "é", "\u{80}", "!"] {
            for at in 0...length {
                let text = String(repeating: "a", count: at) + special + String(repeating: "b", count: length - at) + special
                #expect(try Self.ours([text]) == Self.foundation([text]))
            }
        }
    }
}

@Suite("Outlines of events are read from the bytes as the decoder would")
struct OutlineTests {
    private static func both(_ event: Event) throws -> (EventOutline?, EventOutline) {
        let json = try RowEncoder().encode(event)
        return (
            json.withUnsafeBytes { RowDecoder().read(EventOutline.self, from: $0) },
            try RowDecoder().decode(EventOutline.self, from: String(decoding: json, as: UTF8.self))
        )
    }

    private static func event() -> Event {
        let quote = Quote(
            location: Location(source: "a.json", line: 1, offset: 0), text: #"{"runID": "other", "status": "Failed", "a": [1]}"#)
        var event = Event(kind: .runStatus, time: Timestamp(microseconds: 7), name: "n \"\\\"", quote: quote)
        event.runID = "run_1"
        return event
    }

    @Test("what is there and what is missing")
    func words() throws {
        var event = Self.event()
        let (bare, same) = try Self.both(event)
        #expect(bare == same)
        event.parentRunID = "p"
        event.rootRunID = "r"
        event.compute = "cpu"
        event.status = .canceled
        event.message = "ends with a backslash \\"
        event.detail = [
            "displayName": "load", "experimentName": "nightly", "jobName": "j", "experiment": "e", "level": "\"x\"", "zone": "\\",
        ]
        let (full, expected) = try Self.both(event)
        #expect(full == expected)
        #expect(full?.detail.displayName == "load")
    }

    @Test("words with escapes, and a text that was cut anywhere is refused")
    func others() throws {
        var event = Self.event()
        event.runID = "a\"b"
        let (read, expected) = try Self.both(event)
        #expect(read == expected)
        let json = try RowEncoder().encode(Self.event())
        for length in 0..<json.count {
            #expect(Array(json.prefix(length)).withUnsafeBytes { RowDecoder().read(EventOutline.self, from: $0) } == nil)
        }
    }
}
