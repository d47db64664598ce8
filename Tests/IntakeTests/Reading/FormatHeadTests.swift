import Testing

@testable import Intake

@Suite("What the head of a file says")
struct FormatHeadTests {
    private func head(_ text: String, name: String = "f", isWhole: Bool = true) -> FormatHead {
        FormatHead(path: name, bytes: Array(text.utf8), isWhole: isWhole)
    }

    @Test("is at most five records")
    func five() {
        let head = head(String(repeating: "{\"a\":1}\n", count: 9))
        #expect(head.records.map(\.root.compact) == [String](repeating: "{a:1}", count: 5))
        #expect(head.isPythonLiteral == false)
    }

    @Test(
        "is a part of the first record if that is longer",
        arguments: [
            ("{\"a\":1,\"b\":{\"c\":[1,2", "{a:1,b:{c:[1]}}"), ("{\"value\":[{\"a\":\"x\",\"b", "{a:\"x\"}"), ("[{\"a\":1,", "{a:1}"),
            ("{'a': None, 'b': 'x", "{a:null}"), ("\"a\": 1, \"b", "{a:1}"),
        ])
    func partial(text: String, record: String) {
        #expect(head(text, isWhole: false).records.map(\.root.compact) == [record])
    }

    @Test(
        "tells Python values from JSON",
        arguments: [
            ("{'a': 1}", true), ("{\"a\": None}", true), ("[{'a': 1}]", true), ("'a': 1,\n'b': None", true), ("{\"a\": 1}", false),
            ("[2021-04-03T14:17:58.226511] Starting", false), ("{broken", false), ("[INFO] it's", false),
        ])
    func python(text: String, isPython: Bool) {
        #expect(head(text).isPythonLiteral == isPython)
    }

    @Test(
        "is text unless control characters are many",
        arguments: [
            ("plain\tänd \u{1B}[31mred\u{1B}[0m\r\n", true), ("\u{0}\u{1}\u{2}abc", false), ("", false),
            ("PK\u{3}\u{4}\u{14}\u{0}\u{0}\u{0}", false),
        ])
    func text(text: String, isText: Bool) {
        #expect(head(text).isText == isText)
    }

    @Test(
        "looks like JSON by its first two characters",
        arguments: [
            ("{\"a", true), ("{ }", true), ("[\n {", true), ("[]", true), ("[2021-", false), ("{x", false), ("a", false), ("", false),
            ("{'a", false),
        ])
    func looksLikeJSON(text: String, looks: Bool) {
        #expect(head(text).looksLikeJSON == looks)
    }

    @Test("takes the extension in front of .gz")
    func extensions() {
        #expect(head("", name: "a/b/Std_Log.TXT.gz").fileExtension == "txt")
        #expect(head("", name: "a.b/log").fileExtension == "")
        #expect(head("", name: "a/x.tar.GZ").fileName == "x.tar")
    }
}

@Suite("Text that no record format claims")
struct TextFormatTests {
    private func chosen(_ text: String, name: String) -> String? {
        let head = FormatHead(path: name, bytes: Array(text.utf8), isWhole: true)
        return FormatCatalogue.best(of: [.log, .pythonSource], for: head)?.id
    }

    @Test(
        "is a log, unless its content or name says that nobody printed it",
        arguments: [
            ("Starting\nTraceback (most recent call last):\n", "user_logs/std_log.txt", "log"),
            ("2021-01-01 00:00:00 INFO x\n", "no-extension", "log"), ("[2021-04-03T14:17:58] Starting\n", "70_driver_log.txt.gz", "log"),
            ("{'loss': 0.3, 'epoch': 1}\nnext\n", "out", "log"),
            (
                "{\"process_name\":\"main\",\"status\":\"Started\"}\n{\"process_name\":\"main\",\"status\":\"Failed\"}\n",
                "process_status.json", "log"
            ),
            ("{\"level\":\"error\",\"message\":\"boom\"}\n", "structured.json", "log"),
            ("{\"error\":{\"code\":\"UserError\"}}", "stderrlogs", "log"),
            ("{\"a\":1}", "whatever.json", nil), ("{\"a\":1}", "whatever.txt", "log"), ("{\"a\":", "broken.json", nil),
            ("{\"a\":", "broken.log", "log"),
            ("a,b\n1,2\n", "table.csv", nil), ("a: 1\n", "conda.yaml.gz", nil), ("# Title\n", "README.md", nil),
            ("\u{0}\u{1}\u{2}\u{3}", "model.log", nil),
            ("import os\n\ndef main():\n    pass\n\nif __name__ == '__main__':\n    main()\n", "train", "python-source"),
            ("print('x')\n", "train.py", "python-source"),
            ("#!/usr/bin/env python\nimport os\nimport sys\nclass A:\n  pass\n", "job.txt", "python-source"),
            ("import failed: no module\nfrom here on import nothing\ndefault\n", "x.txt", "log"),
        ] as [(String, String, String?)])
    func choice(text: String, name: String, format: String?) {
        #expect(chosen(text, name: name) == format)
    }
}
