import Foundation
import Testing

@testable import Reports

@Suite("JSON writer")
struct JSONValueTests {
    @Test("objects keep their order, lists are indented by two spaces, empty ones stay on their line")
    func layout() {
        let value = JSONValue.object([
            ("b", .integer(1)), ("a", .array([.bool(true), .null])), ("none", .array([])), ("o", .object([("x", .string("y"))])),
        ])
        #expect(
            value.text == """
                {
                  "b": 1,
                  "a": [
                    true,
                    null
                  ],
                  "none": [],
                  "o": {
                    "x": "y"
                  }
                }

                """)
    }

    @Test(
        "strings escape what ends, hides or reorders text",
        arguments: [
            (#"a"b\c/"#, #""a\"b\\c/""#), ("\n\r\t", #""\n\r\t""#), ("\u{0}\u{1B}\u{7F}\u{9B}", #""\u0000\u001b\u007f\u009b""#),
            ("\u{2028}\u{2029}\u{202E}\u{FEFF}", #""\u2028\u2029\u202e\ufeff""#), ("\u{E0041}", #""\udb40\udc41""#),
            ("é 日本 🙂", "\"é 日本 🙂\""),
        ])
    func strings(text: String, expected: String) throws {
        let written = JSONValue.string(text).text
        #expect(written == expected + "\n")
        #expect(try JSONDecoder().decode(String.self, from: Data(written.utf8)) == text)
    }

    @Test(
        "numbers are rounded to two decimals and always have a fraction",
        arguments: [
            (0.974, "0.97"), (0.9, "0.9"), (1, "1.0"), (0, "0.0"), (0.005, "0.01"), (0.05, "0.05"), (-0.25, "-0.25"), (12.999, "13.0"),
            (.nan, "0.0"), (.infinity, "0.0"), (1e300, "0.0"),
        ])
    func numbers(value: Double, expected: String) {
        #expect(JSONValue.hundredths(value).text == expected + "\n")
    }
}
