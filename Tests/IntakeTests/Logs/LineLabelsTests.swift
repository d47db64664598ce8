import Evidence
import Testing

@testable import Intake

@Suite("Labels before every line")
struct LineLabelsTests {
    private func scan(_ text: String) throws -> LogEvidence {
        var scanner = LogScanner(source: "slurm.out", patterns: try PatternSet([]))
        var text = text
        text.withUTF8 { scanner.feed(UnsafeRawBufferPointer($0)) }
        return scanner.finish()
    }

    private static func interleaved(_ first: String, _ second: String) -> String {
        func lines(_ name: String) -> [String] {
            [
                "start", "Traceback (most recent call last):", "  File \"\(name).py\", line 3, in <module>", "    run()",
                "ValueError: bad \(name)",
            ]
        }
        return zip(lines("a"), lines("b")).map { "\(first)\($0)\n\(second)\($1)\n" }.joined()
    }

    @Test(
        "tracebacks of two tasks that write line by line are told apart",
        arguments: [("0: ", "1: "), ("node-0: ", "node-1: "), ("0| ", "1| "), ("worker_0  | ", "worker_1  | "), (" 8: ", "12: ")])
    func interleavedTracebacks(first: String, second: String) throws {
        let found = try scan(Self.interleaved(first, second)).tracebacks
        #expect(found.map { "\($0.terminal.type): \($0.terminal.message)" } == ["ValueError: bad a", "ValueError: bad b"])
        #expect(found.map { $0.terminal.frames.map(\.file) } == [["a.py"], ["b.py"]])
        #expect(found.allSatisfy { $0.rank != nil })
    }

    @Test("tracebacks of two actors are told apart, and no process number is taken for a rank")
    func actors() throws {
        let found = try scan(Self.interleaved("(Train pid=41, ip=10.0.0.5) ", "(Train pid=77) ")).tracebacks
        #expect(found.map { $0.terminal.message } == ["bad a", "bad b"])
        #expect(found.map(\.rank) == [nil, nil])
    }

    @Test("the same traceback of several ranks is one, with all ranks")
    func ranks() throws {
        let lines = ["Traceback (most recent call last):", "  File \"a.py\", line 3, in <module>", "    run()", "KeyError: 'x'"]
        let text = lines.map { line in [2, 0, 1].map { "[rank\($0)]: \(line)\n" }.joined() }.joined()
        let found = try scan(text).tracebacks
        #expect(found.map(\.ranks) == [[0, 1, 2]])
        #expect(found.map(\.occurrences) == [3])
    }

    @Test(
        "numbers before lines that are no labels stay",
        arguments: [
            (1...40).map { "\($0): row \($0)\n" }.joined(), (1...40).map { "item-\($0): loss 0.5\n" }.joined(),
            "0: a\n1: b\n0: c\n", String(repeating: "10:02:03 loss\n", count: 40),
        ])
    func noLabels(text: String) {
        var text = text
        let labels = text.withUTF8 { LineLabels(head: LineBytes(UnsafeRawBufferPointer($0))) }
        #expect(labels == nil)
    }

    @Test("a syntax error that two ranks wrote into each other is one, with its message once")
    func gluedSyntaxError() throws {
        let text = """
              File "train.py", line 93
              File "train.py", line 93
                    name = "cpu""\"
            name = "cpu""\"
                    ^
            ^
            SyntaxErrorSyntaxError: : EOL while scanning string literalEOL while scanning string literal

            """
        let found = try scan(text).tracebacks
        #expect(found.map { "\($0.terminal.type): \($0.terminal.message)" } == ["SyntaxError: EOL while scanning string literal"])
    }
}
