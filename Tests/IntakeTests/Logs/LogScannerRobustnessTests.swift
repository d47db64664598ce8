import Evidence
import Testing

@testable import Intake

struct LogScannerRobustnessTests {
    @Test("Every truncation of a log is read, and none finds more lines than the whole")
    func truncations() throws {
        let bytes = Array(LogSupport.mixture.utf8)
        let whole = try LogSupport.scan(bytes)
        let patterns = try PatternSet([LogSupport.failure, LogSupport.key])
        for length in 0...bytes.count {
            var scanner = LogScanner(source: "std_log.txt", patterns: patterns)
            bytes.withUnsafeBytes { scanner.feed(UnsafeRawBufferPointer(rebasing: $0[..<length])) }
            let log = scanner.finish()
            #expect(log.byteCount == Int64(length))
            #expect(log.lineCount <= whole.lineCount)
            #expect(log.hits.count <= whole.hits.count)
        }
    }

    @Test("Random bytes, and random pieces of logs, are survived", arguments: 0..<24)
    func randomBytes(seed: UInt64) throws {
        var generator = SplitMix(state: seed)
        let pieces: [[UInt8]] = [
            "Traceback (most recent call last):", "\n", "\r", "\r\n", "\u{1B}[", "\u{1B}", "%|", "1%|# | 1/10 [", "]", "epoch ", "step",
            "3/", "[rank0]:",
            "2026-01-01 10:00:00", "[2026-01-01T10:00:00.1]", "  File \"a.py\", line ", "KeyError", ": 'x'", "failure in", "{\"a\": {", "}",
            "SyntaxError: ",
            " [====", "━━━━", "(most recent call first)", "ERROR", " - ", "|", "/azureml/cr/j/", "/LS_root/jobs/", "Cleanup took ", ".go:",
            "\u{8}",
            "INFO ", "Entering context manager injector", "will restart worker group", "E0101 10:00:00.0 a.py:1] ", "\"<START>[", "  | ",
            "  +-+---- 1",
        ].map { Array($0.utf8) }
        var bytes: [UInt8] = []
        let isText = seed % 3 != 0
        while bytes.count < 30_000 {
            if isText, !Int.random(in: 0..<8, using: &generator).isMultiple(of: 8) {
                bytes += pieces[Int.random(in: 0..<pieces.count, using: &generator)]
            } else {
                bytes.append(UInt8.random(in: 0...255, using: &generator))
            }
        }
        let names = ["std_log.txt", "70_driver_log.txt", "executionlogs.txt"]
        let name = names[Int(seed) % names.count]
        let whole = try LogSupport.scan(bytes, as: name)
        #expect(whole.byteCount == Int64(bytes.count))
        #expect(try LogSupport.scan(bytes, as: name, block: 997) == whole)
    }

    @Test("A few mixed bytes thousands of times over are survived in long lines too", arguments: [UInt8(ascii: "\r"), 0x1B, 0x80, 0])
    func repeated(byte: UInt8) throws {
        let bytes = [UInt8](repeating: byte, count: 2_700_000) + Array("failure in end".utf8)
        let log = try LogSupport.scan(bytes, block: 1 << 20)
        #expect(log.lineCount == 1)
        #expect(log.counts == ["failure": 1])
    }

    @Test("A large log says the same on one thread and on several")
    func readsOnSeveralThreads() throws {
        let dull = String(repeating: "2026-03-01 10:00:01,200 INFO trainer: all is well, and this is the usual line\n", count: 9_000)
        let long = String(repeating: "x", count: 2_900_000) + "failure in the middle" + String(repeating: "y", count: 100_000) + "\n"
        let bytes = Array((LogSupport.mixture + "\n" + dull + long + dull + LogSupport.mixture).utf8)
        let logs = try [false, true].map { readsAhead in
            var scanner = LogScanner(
                source: "std_log.txt", patterns: try PatternSet([LogSupport.failure, LogSupport.key]), readsAhead: readsAhead)
            bytes.withUnsafeBytes { scanner.feed($0) }
            return scanner.finish()
        }
        #expect(logs[0] == logs[1])
        #expect(logs[0].byteCount == Int64(bytes.count))
        #expect(logs[0].counts["failure"] == 5)
    }

    @Test("A scanner that is given up in the middle of a large log leaves nothing behind")
    func isAbandoned() throws {
        let patterns = try PatternSet([LogSupport.failure])
        var scanner = LogScanner(source: "std_log.txt", patterns: patterns, readsAhead: true)
        let block = [UInt8](repeating: .newline, count: 3 << 20)
        block.withUnsafeBytes { scanner.feed($0) }
    }
}
