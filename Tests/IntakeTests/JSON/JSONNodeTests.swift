import Testing

@testable import Intake

@Suite("A JSON node")
struct JSONNodeTests {
    private func node(_ text: String) throws -> JSONNode {
        var text = text
        return try text.withUTF8 { try JSONText.parse(UnsafeRawBufferPointer($0), offset: 100, line: 7) }
    }

    @Test("knows its offset and line")
    func place() throws {
        let root = try node("{\n \"a\": [1,\n 2]}")
        let second = try #require(root["a"]?.array?.last)
        #expect([root.offset, root.line, root["a"]?.offset, root["a"]?.line, second.offset, second.line] == [100, 7, 108, 8, 113, 9])
    }

    @Test("finds members by exact key first, the last of two, then by any case")
    func members() throws {
        let root = try node("{\"RunId\":1,\"runid\":2,\"runid\":3,\"stätus\":4}")
        #expect(root["runid"]?.compact == "3")
        #expect(root["RUNID"] == nil)
        #expect(root.member("RunId")?.compact == "1")
        #expect(root.member("RUNID")?.compact == "3")
        #expect(root.member("STäTUS")?.compact == "4")
        #expect(root.member("statu") == nil)
        #expect(try node("[1]").member("0") == nil)
    }

    @Test("reads text, numbers and booleans whichever way they are written")
    func scalars() throws {
        let root = try node("[\"3\",3,3.0,\"3.5\",\"True\",\"false\",true,null,\"x\",1e400]").array ?? []
        #expect(root.map(\.string) == ["3", "3", "3.0", "3.5", "True", "false", "true", nil, "x", "1e400"])
        #expect(root.map(\.int) == [3, 3, 3, nil, nil, nil, nil, nil, nil, nil])
        #expect(root.map(\.bool) == [nil, nil, nil, nil, true, false, true, nil, nil, nil])
        #expect(root.map(\.double) == [3, 3, 3, 3.5, nil, nil, nil, nil, nil, .infinity])
        #expect(root.map(\.isNull) == [false, false, false, false, false, false, false, true, false, false])
    }

    @Test(
        "opens text that holds JSON, encoded once or twice, or a Python literal",
        arguments: [
            (#"{"a":1}"#, "{a:1}"), (#""{\"a\":\"b\"}""#, "{a:\"b\"}"), (#"" [1, 2] ""#, "[1,2]"), (#""\"{\\\"a\\\":1}\"""#, "{a:1}"),
            (#""{'a': None, \"b\": True}""#, "{a:null,b:true}"), (#""plain""#, nil), (#""{broken""#, nil), ("12", nil), ("null", nil),
            (#""""#, nil), (#""\"text\"""#, nil),
        ])
    func embedded(text: String, value: String?) throws {
        #expect(try node(text).embedded?.compact == value)
    }

    @Test("what stood in a string stands where the string stands")
    func embeddedPlace() throws {
        let inner = try #require(try node(#"{"a": "{\"b\": [1]}"}"#)["a"]?.embedded?["b"]?.array?.first)
        #expect([inner.offset, inner.line] == [106, 7])
    }
}
