import Evidence
import Testing

@testable import Intake

/// Decodes lines of a mapping with forms and without, and says which events were filled.
private func forms(of lines: [String], _ map: @escaping @Sendable (RecordFields, inout Event) -> Void) throws -> [Int?] {
    let text = lines.map { $0 + "\n" }.joined()
    let decoding = try FormDecoding(text, as: .mapped(map))
    #expect(try decoding.evidence == FormDecoding(text, as: .mapped(map), learnsForms: false).evidence)
    return decoding.forms
}

private func members(of line: String, _ map: @escaping @Sendable (RecordFields, inout Event) -> Void) throws -> [[EventForm.Member]]? {
    try FormDecoding(line + "\n" + line + "\n", as: .mapped(map)).batch.events.forms.first?.holes
}

@Suite("Learning a form")
struct FormLearnerTests {
    private static let line = #"{"time": "2026-02-01T00:00:00Z", "a": "one", "b": 17, "c": "x"}"#

    @Test("finds the members that take a value over")
    func memberOfValue() throws {
        let found = try members(of: Self.line) { fields, event in
            event.runID = fields.carried("a")
            event.message = fields.carried("a")
            event.detail = ["b": fields.carried("b") ?? "", "a": fields.carried("a") ?? ""]
        }
        #expect(found == [[.time], [.runID, .message, .detail("a")], [.detail("b")], []])
    }

    @Test("leaves alone what was looked at, even if it is carried as well")
    func read() throws {
        let found = try members(of: Self.line) { fields, event in
            event.status = fields.text("a").flatMap { RunStatus(text: $0) }
            event.runID = fields.carried("a")
            event.detail["b"] = fields.node("b")?.int.map { "\($0 + 1)" }
        }
        #expect(found == [[.time], []])
    }

    @Test("leaves alone what became a part of a text, or stands where no form has a hole")
    func part() throws {
        let found = try members(of: Self.line) { fields, event in
            event.runID = "run " + (fields.carried("a") ?? "")
            event.message = fields.carried("a")
            event.compute = fields.carried("b")
            event.nodeID = fields.carried("c")
        }
        #expect(found == [[.time], [.nodeID]])
    }

    @Test("gives up where a value is a name of a detail, or was changed")
    func given() throws {
        #expect(try members(of: Self.line) { fields, event in event.detail[fields.carried("a") ?? ""] = "x" } == nil)
        #expect(try members(of: Self.line) { fields, event in event.runID = fields.carried("a")?.uppercased() } == nil)
        #expect(try members(of: Self.line) { fields, event in event.runID = fields.carried("a") == "one" ? "1" : "2" } == nil)
        #expect(try members(of: Self.line) { fields, event in event.time = event.time?.adding(seconds: 1) } == nil)
    }

    @Test("sees what is looked at under a condition when the condition holds")
    func condition() throws {
        let lines = ["x", "y", "x", "y", "x", "y"].enumerated().map { #"{"a": "\#($1)", "b": "\#($0)"}"# }
        let found = try forms(of: lines) { fields, event in
            if fields.text("a") == "x" { event.name = fields.text("b") ?? "" } else { event.runID = fields.carried("b") }
        }
        #expect(found == [nil, nil, nil, 1, nil, 1])
    }

    @Test("knows a time from what is none")
    func times() throws {
        let times = [
            "2026-02-01T00:00:00Z", "2026-02-02 00:00:01.25", "2/25/2025, 9:05:00 PM", "2026-02-02", "tomorrow", "0001-01-01T00:00:00",
            "2026-02-01 19:54:21 +0000 GMT", " 2026-02-01T00:00:00Z ", "datetime.datetime(2026, 2, 1, 0, 0)", "2026-02-01T00:00:00Z x",
        ]
        let found = try forms(of: times.map { #"{"time": "\#($0)", "b": "\#($0)"}"# }) { fields, event in
            event.message = fields.carried("b")
        }
        #expect(found == [nil, 0, 0, 0, nil, nil, 0, 0, 0, nil])
    }

    @Test("takes the time once: another moment that was asked for stays as it is")
    func twoTimes() throws {
        let line = #"{"time": "2026-02-01T00:00:00Z", "end": "2026-02-02T00:00:00Z"}"#
        #expect(try members(of: line) { fields, event in event.name = fields.time("end") == nil ? "open" : "closed" } == [[.time]])
    }

    @Test("holds for plain values only")
    func plainValues() throws {
        let values = [
            #""one""#, #""two""#, #""None""#, #""NaT""#, #""True""#, #""4.0""#, #""""#, #""a\"b""#, #""ä""#, #""\u0041""#, "17", "null",
            "true",
            #""three words in it""#,
        ]
        let found = try forms(of: values.map { "{\"a\": \($0)}" }) { fields, event in
            event.detail = EventDetail.fields(of: fields, without: [])
        }
        #expect(found == [nil, 0, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, 0])
    }

    @Test("holds for numbers that JSON allows")
    func numbers() throws {
        let values = [
            "17", "-3", "1.5", "2e7", "-0.25E-3", "0", "03", "1.", "-", "1e", "+1", "4.0", "\"5\"", "18446744073709551616", "12 ",
        ]
        let found = try forms(of: values.map { "{\"a\": \($0), \"b\": 1}" }) { fields, event in
            event.detail = EventDetail.fields(of: fields, without: [])
        }
        #expect(found == [nil, 0, 0, 0, 0, 0, nil, nil, 0, nil])
    }

    @Test("needs the record alone on its line, and all of the line in the quote")
    func lines() throws {
        let record = #"{"a": "one"}"#
        let carry: @Sendable (RecordFields, inout Event) -> Void = { fields, event in event.runID = fields.carried("a") }
        #expect(try forms(of: ["  \(record)  ", "  \(record)  ", " \(record)  "], carry) == [nil, 0, nil])
        let wide = #"{"a": "one of two or of three values"}"#
        #expect(try forms(of: [wide + wide, wide + wide], carry) == [nil, nil, nil, nil])
        #expect(try forms(of: ["{\"a\":\n\"one\"}", "{\"a\":\n\"one\"}"], carry) == [nil, nil])
        let long = { (count: Int) in "{\"a\": \"\(String(repeating: "x", count: count - 9))\"}" }
        #expect(try forms(of: [long(1_744), long(1_744), long(1_745), long(1_746)], carry) == [nil, 0, nil, nil])
        #expect(try forms(of: [long(1_745), long(1_745)], carry) == [nil, nil])
    }

    @Test("notes every way to the text of a value")
    func notes() {
        func isRead(_ isNumber: Bool = false, _ look: (JSONNode) -> Void) -> Bool {
            let leaf = WatchedLeaf(text: "17", isNumber: isNumber, offset: 0, number: 0)
            look(JSONNode(value: .watched(leaf), offset: 0, line: 1))
            return leaf.isRead
        }
        #expect(isRead { _ = $0.string })
        #expect(isRead { _ = $0.double })
        #expect(isRead { _ = $0.int })
        #expect(isRead { _ = $0.bool })
        #expect(isRead { _ = $0.embedded })
        #expect(isRead { _ = $0.plainText })
        #expect(isRead { _ = RecordFields(JSONNode(value: .object([JSONMember(key: "a", value: $0)]), offset: 0, line: 1)).time("a") })
        #expect(!isRead { _ = $0.carriedText })
        #expect(!isRead { _ = ($0.isNull, $0.array?.count, $0.object?.count) })
        #expect(!isRead(true) { _ = ($0.bool, $0.embedded?.line) })
    }
}
