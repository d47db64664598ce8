import Testing

@testable import Intake

@Suite("JSON is read as RFC 8259 says")
struct JSONConformanceTests {
    private func parse(_ text: String) -> Result<String, JSONError> {
        parse(Array(text.utf8))
    }

    private func parse(_ bytes: [UInt8]) -> Result<String, JSONError> {
        bytes.withUnsafeBytes { raw in
            do throws(JSONError) {
                return .success(try JSONText.parse(raw).compact)
            } catch {
                return .failure(error)
            }
        }
    }

    @Test(
        "what the grammar allows is accepted",
        arguments: [
            ("null", "null"), (" true ", "true"), ("false\n", "false"), ("0", "0"), ("-0", "-0"), ("-12.5e+3", "-12.5e+3"), ("1E9", "1E9"),
            ("1e-9", "1e-9"), ("0.5", "0.5"), ("12345678901234567890", "12345678901234567890"), ("\"\"", "\"\""), ("[]", "[]"),
            ("{}", "{}"),
            ("[ ]", "[]"), ("{ }", "{}"), ("[1,2]", "[1,2]"), ("{\"\":0}", "{:0}"), ("{\"a\":1,\"a\":2}", "{a:1,a:2}"),
            ("\r\n\t [ 1 , { \"k\" : null } ]", "[1,{k:null}]"), ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\"\\/\u{8}\u{C}\n\r\t\""),
            ("\"\\u0041\\u00e9\\u20AC\"", "\"Aé€\""), ("\"\\uD83D\\uDE00\"", "\"😀\""), ("\"\u{7F}\"", "\"\u{7F}\""),
            ("\"a string longer than one machine word, with ü\"", "\"a string longer than one machine word, with ü\""),
            ("\"\\u0000\"", "\"\u{0}\""), ("[\"é\u{2028}\"]", "[\"é\u{2028}\"]"),
        ])
    func accepts(text: String, value: String) {
        #expect(parse(text) == .success(value))
    }

    @Test(
        "what it does not allow is rejected",
        arguments: [
            "", " ", "nul", "nulL", "True", "NaN", "Infinity", "-Infinity", "-", "+1", "01", "-01", "1.", ".5", "1.e3", "1e", "1e+", "0x1F",
            "1_0",
            "\"", "\"a", "\"\\", "\"\\x41\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\'\"", "'a'", "\"\n\"", "\"\t\"", "\"\u{0}\"", "[", "]", "[1",
            "[1,]",
            "[,1]", "[1 2]", "[1,,2]", "{", "}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,\"a\":1}", "{a:1}", "{'a':1}", "{\"a\" 1}",
            "{\"a\":1 \"b\":2}",
            "{1:2}", "[1}", "{\"a\":1]", "1 2", "[] []", "{}x", "/* */ 1", "1 // one", "\u{FEFF}1", "[1]\u{0}", "\u{B}1", "\u{A0}1",
        ])
    func rejects(text: String) {
        #expect(throws: JSONError.self) { try parse(text).get() }
    }

    @Test("an error names its line and column")
    func place() {
        #expect(
            parse("{\n  \"a\": 1,\n  \"b\": tru\n}")
                == .failure(JSONError(reason: "a word is neither true, false nor null", offset: 19, line: 3, column: 8)))
        #expect(
            parse("[1, 2 3]") == .failure(JSONError(reason: "a comma or a closing bracket is missing", offset: 6, line: 1, column: 7)))
    }

    @Test("512 containers may stand in each other, not 513")
    func depth() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(parse(nested(512)) == .success(nested(512)))
        #expect(
            parse(nested(513))
                == .failure(
                    JSONError(reason: "containers are nested deeper than 512 levels", offset: 512, line: 1, column: 513)))
        let objects = String(repeating: "{\"a\":", count: 513) + "1" + String(repeating: "}", count: 513)
        #expect(throws: JSONError.self) { try parse(objects).get() }
        #expect(throws: JSONError.self) { try parse(String(repeating: "[", count: 1_000_000)).get() }
    }

    @Test("bytes that are no UTF-8 and lone surrogates are replaced")
    func repair() {
        #expect(parse([0x22, 0x61, 0xE9, 0x62, 0x22]) == .success("\"a\u{FFFD}b\""))
        #expect(parse("\"\\uD800x\\uDC00\"") == .success("\"\u{FFFD}x\u{FFFD}\""))
        #expect(parse("\"\\uD83D\\u0041\"") == .success("\"\u{FFFD}A\""))
    }
}
