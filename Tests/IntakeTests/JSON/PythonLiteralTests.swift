import Evidence
import Testing

@testable import Intake

@Suite("Printed Python values")
struct PythonLiteralTests {
    @Test(
        "are read as the JSON they mean",
        arguments: [
            ("None", "null"), ("True", "true"), ("False", "false"), ("-3", "-3"), ("1.5e-3", "1.5e-3"), ("'a'", "\"a\""),
            ("\"it's\"", "\"it's\""),
            ("'it\\'s'", "\"it's\""), ("'\\n\\t\\\\\\x41\\u00e9\\U0001F600'", "\"\n\t\\Aé😀\""), ("'\\d'", "\"\\d\""), ("r'\\n'", "\"\\n\""),
            ("b'ab'", "\"ab\""), ("'a' 'b'\n \"c\"", "\"abc\""), ("('a'\n 'b')", "\"ab\""), ("'''a\nb'''", "\"a\nb\""), ("''", "\"\""),
            ("()", "[]"), ("(1,)", "[1]"), ("(1, 2)", "[1,2]"), ("[1, [2], ]", "[1,[2]]"), ("{}", "{}"), ("{1, 2}", "[1,2]"),
            ("{'a': 1, 2: 'b', None: 3, (1, 2): 4,}", "{a:1,2:\"b\",None:3,(1, 2):4}"), ("{'a': null, \"b\": true}", "{a:null,b:true}"),
            ("{'t': datetime.datetime(2021, 3, 23, 9, 7), 'u': 1}", "{t:\"datetime.datetime(2021, 3, 23, 9, 7)\",u:1}"),
            ("[<Dataset object at 0x7f>, 2]", "[\"<Dataset object at 0x7f>\",2]"), ("{<S.A: 'x'>: 1}", "{<S.A: 'x'>:1}"),
            ("{'d': FileDataset\n{\n \"source\": [\"a, b\"]\n}, 'e': 1}", "{d:\"FileDataset\n{\n \"source\": [\"a, b\"]\n}\",e:1}"),
            ("[nan, inf, -inf]", "[\"nan\",\"inf\",\"-inf\"]"), ("[a < b, 1]", "[\"a < b, 1\"]"), ("[not None, 1]", "[\"not None\",1]"),
        ])
    func values(text: String, value: String) {
        var text = text
        #expect(text.withUTF8 { PythonLiteral.parse(UnsafeRawBufferPointer($0)) }?.compact == value)
    }

    @Test("that are broken are none", arguments: ["", "{", "{'a'", "{'a': }", "['a", "'a\n'", "{'a': 1]", "1 2 ]"])
    func broken(text: String) {
        var text = text
        #expect(text.withUTF8 { PythonLiteral.parse(UnsafeRawBufferPointer($0)) }?.compact == nil)
    }

    @Test("give their dictionaries as records, whatever stands between them")
    func records() {
        let reading = Reading(
            "Details:\n{'a': 1,\n 'b': 2}\nRunId: x\n[{'c': 3}, 4]\n{'value': [{'d': 5}]}\n", python: true)
        #expect(
            reading.records == [
                "@2:9 {a:1,b:2} | {'a': 1,", "@5:36 {c:3} | [{'c': 3}, 4]", "value@6:50 {d:5} | {'value': [{'d': 5}]}",
            ])
        #expect(reading.reasons == [])
    }

    @Test("may lack their outer braces")
    func loose() {
        #expect(Reading("'a': None,\n'b': {'c': 1},\n", python: true).values == ["{a:null,b:{c:1}}"])
    }

    @Test("cost only themselves when they are broken or cut")
    func damage() {
        let reading = Reading("{'a': 1}\n{'b': 'x\n{'c': 3}\n{'d': [", python: true)
        #expect(reading.values == ["{a:1}", "{c:3}"])
        #expect(
            reading.reasons == [
                "Bad Python value at line 2, column 9: a string holds a raw control character.",
                "The file ends inside the Python value that begins in line 4.",
            ])
    }

    @Test("know the place of each of their nodes")
    func places() throws {
        var reader = PythonLiteralReader(source: "x")
        var text = "\n{'a': 1,\n 'b': ('x',\n 'y')}"
        text.withUTF8 { reader.feed(UnsafeRawBufferPointer($0)) }
        reader.finish()
        let first = reader.next()
        let record = try #require(first)
        let last = try #require(record.root["b"]?.array?.last)
        #expect([last.offset, last.line] == [23, 4])
        let quote = record.quote(of: last, source: "x")
        #expect(quote.text == " 'y')}")
        #expect(quote.location.offset == 22)
    }
}
