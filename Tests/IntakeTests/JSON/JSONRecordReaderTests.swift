import Evidence
import Testing

@testable import Intake

@Suite("Records of JSON files")
struct JSONRecordReaderTests {
    @Test(
        "come out of every container that exports use",
        arguments: [
            ("{\"a\":1}", ["@1:0 {a:1} | {\"a\":1}"]),
            ("{\"a\":1}\n{\"b\":2}\r\n", ["@1:0 {a:1} | {\"a\":1}", "@2:8 {b:2} | {\"b\":2}"]),
            ("{\"a\":1}{\"b\":2}", ["@1:0 {a:1} | {\"a\":1}{\"b\":2}", "@1:0 {b:2} | {\"a\":1}{\"b\":2}"]),
            ("[{\"a\":1}, 7]", ["@1:0 {a:1} | [{\"a\":1}, 7]", "@1:0 7 | [{\"a\":1}, 7]"]),
            ("[]", []), ("", []), (" \n", []), ("{}", ["@1:0 {} | {}"]),
            (
                "{\"records\":[{\"a\":1},\n{\"b\":2}]}",
                ["records@1:0 {a:1} | {\"records\":[{\"a\":1},", "records@2:21 {b:2} | {\"b\":2}]}"]
            ),
            (
                "{\"x\":0,\"value\": [\n {\"a\":1}\n],\"nextLink\":\"u\"}\n[{\"b\":2}]",
                ["value@2:18 {a:1} |  {\"a\":1}", "@4:45 {b:2} | [{\"b\":2}]"]
            ),
            (
                "[{\"records\":[{\"a\":1}],\"PartitionId\":0},\n {\"b\":1}]",
                ["records@1:0 {a:1} | [{\"records\":[{\"a\":1}],\"PartitionId\":0},", "@2:40 {b:1} |  {\"b\":1}]"]
            ),
            (
                "{\"tables\":[{\"name\":\"T\",\"columns\":[{\"name\":\"c\",\"type\":\"int\"},{\"name\":\"d\",\"type\":\"string\"}],\n\"rows\":[[1,\"x\"],\n[2]]}]}",
                ["tables/T@2:91 {c:1,d:\"x\"} | \"rows\":[[1,\"x\"],", "tables/T@3:108 {c:2} | [2]]}]}"]
            ),
            (
                "{\"responses\":[{\"id\":\"1\",\"body\":{\"tables\":[{\"name\":\"T\",\"columns\":[{\"name\":\"c\"}],\n\"rows\":[[1]]}]},\"status\":200}]}",
                ["tables/T@2:80 {c:1} | \"rows\":[[1]]}]},\"status\":200}]}"]
            ),
            ("{\"runs\":[{\"info\":{}}]}", ["runs@1:0 {info:{}} | {\"runs\":[{\"info\":{}}]}"]),
            ("{\"value\":[1,2]}", ["@1:0 {value:[1,2]} | {\"value\":[1,2]}"]),
            ("{\"value\":[]}", ["@1:0 {value:[]} | {\"value\":[]}"]),
            ("\u{FEFF}{\"a\":1}", ["@1:3 {a:1} | {\"a\":1}"]),
            ("\"a\": 1,\n\"b\": {\"c\": 2}\n", ["@1:0 {a:1,b:{c:2}} | \"a\": 1,"]),
            ("\"a\": 1}\n{\"b\":2}", ["@1:0 {a:1} | \"a\": 1}", "@2:8 {b:2} | {\"b\":2}"]),
            ("1\n\"x\"\nnull", ["@1:0 1 | 1", "@2:2 \"x\" | \"x\"", "@3:6 null | null"]),
        ] as [(String, [String])])
    func containers(text: String, records: [String]) {
        let reading = Reading(text)
        #expect(reading.records == records)
        #expect(reading.reasons == [])
    }

    @Test("keep what their envelope says in front of them")
    func header() throws {
        var reader = JSONRecordReader(source: "x")
        var text = "{\"interval\":\"PT1H\",\"value\":[{\"a\":1}],\"late\":1}"
        text.withUTF8 { reader.feed(UnsafeRawBufferPointer($0)) }
        reader.finish()
        let first = reader.next()
        let record = try #require(first)
        #expect(record.header.map(\.key) == ["interval"])
        #expect(record.header.first?.value.compact == "\"PT1H\"")
    }

    @Test("keep the declared types of their columns")
    func columns() throws {
        var reader = JSONRecordReader(source: "x")
        var text = "{\"Tables\":[{\"TableName\":\"T\",\"Columns\":[{\"ColumnName\":\"c\",\"DataType\":\"Int64\"}],\"Rows\":[[1]]}]}"
        text.withUTF8 { reader.feed(UnsafeRawBufferPointer($0)) }
        reader.finish()
        let first = reader.next()
        let record = try #require(first)
        #expect(record.columns.map { "\($0.name) \($0.type)" } == ["c Int64"])
        #expect(record.root.compact == "{c:1}")
    }

    @Test("an answer that came with an error is partial, not damaged")
    func partialAnswer() {
        let reading = Reading(
            "{\"tables\":[{\"name\":\"T\",\"columns\":[{\"name\":\"c\"}],\"rows\":[[1]]}],\"error\":{\"code\":\"Partial\",\"message\":\"Too many rows.\"}}"
        )
        #expect(reading.values == ["{c:1}"])
        #expect(reading.reasons == ["The answer is partial, it came with an error: Too many rows."])
        #expect(reading.problems.map(\.isDamage) == [false])
    }

    @Test(
        "damage costs the record, not the file",
        arguments: [
            // A bad line of JSON Lines.
            ("{\"a\":1}\n{\"b\":,}\n{\"c\":3}\n", ["{a:1}", "{c:3}"], ["Bad JSON at line 2, column 6: no value begins here."]),
            (
                "{\"a\":1}\n{\"b\":\n{\"c\":3}\n{\"d\":4}\n", ["{a:1}", "{c:3}", "{d:4}"],
                ["Bad JSON at line 4, column 1: a comma or a closing brace is missing."]
            ),
            ("garbage\nmore\n{\"a\":1}", ["{a:1}"], ["Bad JSON at line 1, column 1: no value begins here."]),
            ("{\"a\":1}}\n{\"b\":2}", ["{a:1}", "{b:2}"], ["Bad JSON at line 1, column 8: no value begins here."]),
            ("{\"a\":\"x\n{\"b\":2}\n", ["{b:2}"], ["Bad JSON at line 1, column 8: a string holds a raw control character."]),
            // A file that was cut.
            ("{\"a\":1}\n{\"b\":2", ["{a:1}"], ["The file ends inside the record that begins in line 2."]),
            ("{\"a\":[\n{\"b\":2}\n", ["{b:2}"], ["The file ends inside the record that begins in line 1."]),
            ("[{\"a\":1},{\"b\"", ["{a:1}"], ["The file ends inside the record that begins in line 1."]),
            ("[{\"a\":1},", ["{a:1}"], ["The file ends inside the array that begins in line 1."]),
            ("{\"value\":[\n{\"a\":1}\n]", ["{a:1}"], ["The file ends inside the object that begins in line 1."]),
            // A bad element of an array that has its elements on lines of their own.
            (
                "[\n  {\"a\":1},\n  {\"b\":x},\n  {\"c\":3}\n]\n{\"d\":4}", ["{a:1}", "{c:3}", "{d:4}"],
                ["Bad JSON at line 3, column 8: no value begins here."]
            ),
            (
                "[\n {\n  \"a\": 1\n },\n {\n  \"b\": {\n },\n {\n  \"c\": 3\n }\n]", ["{a:1}", "{c:3}"],
                ["Bad JSON at line 8, column 2: a key in double quotes is missing."]
            ),
            ("[{\"a\":1} {\"b\":2}]", ["{a:1}", "{b:2}"], ["Bad JSON at line 1, column 10: a comma or a closing bracket is missing."]),
            ("[{\"a\":1},]\n{\"b\":2}", ["{a:1}", "{b:2}"], ["Bad JSON at line 1, column 10: no value begins here."]),
            (
                "[{\"a\":1},{x},{\"b\":2}]\n[{\"c\":3}]", ["{a:1}", "{c:3}"],
                ["Bad JSON at line 1, column 11: a key in double quotes is missing."]
            ),
            ("[{\"a\":NaN}]", [], ["Bad JSON at line 1, column 7: no value begins here."]),
        ] as [(String, [String], [String])])
    func damage(text: String, values: [String], reasons: [String]) {
        let reading = Reading(text)
        #expect(reading.values == values)
        #expect(reading.reasons == reasons)
    }

    @Test("a problem says where it is and how much was read before it")
    func problem() throws {
        let problem = try #require(Reading("{\"a\":1}\n{\"b\":,}\n").problems.first)
        #expect([problem.line, problem.offset, Int(problem.recoveredBytes)] == [2, 13, 8])
        #expect(problem.isDamage)
        #expect(problem.source == "x")
    }

    @Test("of many bad lines twenty are listed and the rest is counted")
    func manyProblems() {
        let reading = Reading(String(repeating: "{\"a\":1}\n{x}\n", count: 100))
        #expect(reading.records.count == 100)
        #expect(reading.reasons.count == 21)
        #expect(reading.reasons.last == "80 more places of this file could not be read.")
    }

    @Test("a record may be longer than any block")
    func longRecord() {
        let text = "{\"a\":\"" + String(repeating: "x", count: 3_000_000) + "\"}\n{\"b\":2}"
        #expect(Reading(text, blocks: 1 << 20).records.count == 2)
    }

    @Test("a record of more than 64 MiB is given up, the next is read")
    func tooLong() {
        let text = Array("{\"a\":\"".utf8) + [UInt8](repeating: 0x78, count: 65 << 20) + Array("\"}\n{\"b\":2}\n".utf8)
        let reading = Reading(text, blocks: 1 << 20)
        #expect(reading.values == ["{b:2}"])
        #expect(reading.reasons == ["The record that begins in line 1 is longer than 64 MiB."])
    }
}
