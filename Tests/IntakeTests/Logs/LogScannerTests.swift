import Evidence
import Testing

@testable import Intake

struct LogScannerTests {
    @Test("The evidence is the same however the input is cut", arguments: [1, 7, 4_096])
    func cutsDoNotMatter(block: Int) throws {
        let whole = try LogSupport.scan(LogSupport.mixture)
        #expect(try LogSupport.scan(LogSupport.mixture, block: block) == whole)
        #expect(whole.hits.map(\.text) == ["failure in loader", "KeyError: 'colour'", "KeyError: 'rank'", "failure in bar"])
        #expect(whole.tracebacks.map(\.terminal.type) == ["KeyError", "ValueError"])
    }

    @Test("Blocks of a log that is larger than the memory may be cut anywhere", arguments: [4_093, 1_048_576])
    func largeCutsDoNotMatter(block: Int) throws {
        var text = ""
        for number in 0..<40_000 {
            text +=
                "2026-03-01 10:\(number / 600 % 60 + 10 > 59 ? 59 : number / 600 % 60 + 10):00 INFO trainer step \(number) done, all is well here\n"
            if number % 9_000 == 8_999 {
                text += "failure in loader\nTraceback (most recent call last):\n  File \"a.py\", line 3, in f\nKeyError: 'x'\n"
            }
        }
        let whole = try LogSupport.scan(text, block: 3_000_000)
        #expect(text.utf8.count > 2_600_000)
        #expect(whole.counts == ["failure": 4, "key": 4])
        #expect(whole.hits.first?.quote.before.count == 3)
        #expect(whole.tracebacks.map(\.occurrences) == [4])
        #expect(whole.tail.count == 40)
        #expect(whole.tail.last?.number == whole.lineCount)
        #expect(try LogSupport.scan(text, block: block) == whole)
        #expect(try LogSupport.scanInPlace(Array(text.utf8), block: block) == whole)
    }

    @Test("A hit holds the raw line, three lines around it, its place and its time")
    func hitIsQuoted() throws {
        let text = "a\nb\nc\nd\n2026-03-01 10:00:00 ERROR trainer: failure in loader now\r\ne\nf\ng\nh\n"
        let log = try LogSupport.scan(text, as: "logs/std_log.txt")
        let hit = try #require(log.hits.first)
        let time = try #require(TimestampParser.parse("2026-03-01 10:00:00"))
        #expect(
            hit
                == PatternHit(
                    pattern: "failure", captures: ["place": "loader"], text: "failure in loader now", level: "ERROR",
                    quote: Quote(
                        location: Location(source: "logs/std_log.txt", line: 5, offset: 8), time: time,
                        text: "2026-03-01 10:00:00 ERROR trainer: failure in loader now", before: ["b", "c", "d"], after: ["e", "f", "g"])))
        #expect(log.lineCount == 9)
        #expect(log.byteCount == Int64(text.utf8.count))
        #expect(log.userLineCount == 9)
        #expect(log.firstTime == time)
        #expect(log.lastTime == time)
        #expect(!log.endsInsideLine)
    }

    @Test("The last redraw of a progress bar and text glued to it are read, and every redraw counts as progress")
    func carriageReturns() throws {
        let log = try LogSupport.scan(
            " 0%|    | 0/9 [00:00<?, ?it/s]\r 50%|##  | 5/9 [00:01<00:01]\r 99%|### | 8/9 [00:02<00:00]failure in bar\n")
        #expect(log.hits.map(\.text) == ["failure in bar"])
        #expect(log.hits.map(\.quote.location.line) == [1])
        #expect(log.progress.count == 1)
        #expect(log.progress.first?.name == "tqdm")
        #expect(log.progress.first?.first == 0)
        #expect(log.progress.first?.last == 8)
        #expect(log.progress.first?.total == 9)
        #expect(log.progress.first?.marks == 3)
    }

    @Test("A message that a later redraw overwrites is still found")
    func overwritten() throws {
        let log = try LogSupport.scan(" 10%|# | 1/10 [00:01]\rfailure in thread\r 20%|# | 2/10 [00:02]\n")
        #expect(log.hits.map(\.text) == ["failure in thread"])
    }

    @Test("Colour codes in the middle of a word hide nothing")
    func colours() throws {
        let log = try LogSupport.scan("\u{1B}[1;35mKeyErr\u{1B}[0mor\u{1B}[0m: \u{1B}[35m'b'\u{1B}[0m\n")
        #expect(log.hits.map(\.captures) == [["key": "b"]])
        #expect(log.hits.first?.quote.text == "\u{1B}[1;35mKeyErr\u{1B}[0mor\u{1B}[0m: \u{1B}[35m'b'\u{1B}[0m")
    }

    @Test("A hit deep in a line of three megabytes is found once, and shown with its surroundings", arguments: [65_536, 1_000_003])
    func longLine(block: Int) throws {
        var bytes = Array("first\n".utf8)
        bytes += [UInt8](repeating: UInt8(ascii: "x"), count: 1_500_000)
        bytes += Array(" failure in middle ".utf8)
        bytes += [UInt8](repeating: UInt8(ascii: "y"), count: 1_500_000)
        bytes += Array("\nfailure in last\n".utf8)
        let log = try LogSupport.scan(bytes, block: block)
        #expect(log.lineCount == 3)
        #expect(log.counts == ["failure": 2])
        #expect(log.hits.map(\.captures) == [["place": "middle"], ["place": "last"]])
        #expect(log.hits.map(\.quote.location.line) == [2, 3])
        #expect(log.hits.first?.quote.text.contains("failure in middle") == true)
        #expect(log.hits.allSatisfy { $0.quote.text.utf8.count <= Quote.maximumBytes })
        #expect(log.tail.map(\.number) == [1, 2, 3])
        #expect(log.userLineCount == 3)
    }

    @Test("A literal is found wherever a long line is cut into parts")
    func longLineSeams() throws {
        let size = 1_048_576 + 262_144
        for shift in stride(from: -20, through: 4, by: 2) {
            var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: size - LineNormalizer.maximumBytes + shift)
            bytes += Array(" failure in seam ".utf8)
            bytes += [UInt8](repeating: UInt8(ascii: "y"), count: 200_000)
            #expect(try LogSupport.scan(bytes, block: 1 << 20).counts == ["failure": 1])
        }
    }

    @Test("Bytes that are no UTF-8 are replaced, and the line is read all the same")
    func foreignBytes() throws {
        let log = try LogSupport.scan(Array("caf".utf8) + [0xE9, 0xFF, 0x00] + Array(" failure in latin\n".utf8))
        #expect(log.hits.map(\.captures) == [["place": "latin"]])
        #expect(log.hits.first?.text == "caf\u{FFFD}\u{FFFD}\u{0} failure in latin")
    }

    @Test("A byte order mark hides no time stamp, and lines may end as on Windows")
    func windows() throws {
        let log = try LogSupport.scan("\u{FEFF}2026-03-01 10:00:00 start\r\n\r\nKeyError: 'a'\r\n")
        #expect(log.firstTime == TimestampParser.parse("2026-03-01 10:00:00"))
        #expect(log.counts == ["key": 1])
        #expect(log.userLineCount == 2)
        #expect(log.head.map(\.text) == ["2026-03-01 10:00:00 start", "KeyError: 'a'"])
        #expect(log.hits.first?.quote.before == ["\u{FEFF}2026-03-01 10:00:00 start", ""])
    }

    @Test("A log without a final line feed says so, and its last line counts")
    func noFinalNewline() throws {
        let log = try LogSupport.scan("one\nfailure in end")
        #expect(log.endsInsideLine)
        #expect(log.lineCount == 2)
        #expect(log.counts == ["failure": 1])
        #expect(log.lastUserLine?.text == "failure in end")
        #expect(log.tail.map(\.text) == ["one", "failure in end"])
    }

    @Test("An empty log is an empty log")
    func empty() throws {
        let log = try LogSupport.scan("")
        #expect(log == LogEvidence(source: "std_log.txt", role: .user))
    }

    @Test("Of 120 hits the first and last fifty are kept, and all are counted")
    func keepsFirstAndLast() throws {
        let text = (1...120).map { "failure in part\($0)\n" }.joined()
        let log = try LogSupport.scan(text)
        #expect(log.counts == ["failure": 120])
        #expect(log.hits.map { $0.quote.location.line ?? 0 } == Array(1...50) + Array(71...120))
        #expect(log.hits.last?.quote.before == ["failure in part117", "failure in part118", "failure in part119"])
        #expect(log.cappedPatterns.isEmpty)
    }

    @Test("After two thousand hits candidates are counted, and the last fifty are matched", arguments: [64, 1_048_576])
    func capsCounting(block: Int) throws {
        let text = (1...3_000).map { "failure in part\($0) of many that look alike\n" }.joined() + "the end\n"
        let log = try LogSupport.scan(text, block: block)
        #expect(log.counts == ["failure": 3_000])
        #expect(log.cappedPatterns == ["failure"])
        #expect(log.hits.map { $0.quote.location.line ?? 0 } == Array(1...50) + Array(2_951...3_000))
        #expect(log.hits.last?.captures == ["place": "part3000"])
        #expect(log.hits.last?.quote.after == ["the end"])
    }

    @Test("Head and tail are the first twelve and the last forty lines")
    func headAndTail() throws {
        let log = try LogSupport.scan((1...60).map { "line \($0)\n" }.joined())
        #expect(log.head.map(\.number) == Array(1...12))
        #expect(log.tail.map(\.text) == (21...60).map { "line \($0)" })
    }

    @Test("Lines without a time stamp inherit the last one")
    func inheritsTime() throws {
        let log = try LogSupport.scan("2026-03-01 10:00:00 start\nwaiting\nfailure in wait\n")
        let time = TimestampParser.parse("2026-03-01 10:00:00")
        #expect(log.tail.map(\.time) == [time, time, time])
        #expect(log.hits.map(\.quote.time) == [time])
        #expect(log.lastUserLine?.time == time)
    }

    @Test("A log that stops within a traceback or an object says so")
    func endsInsideBlock() throws {
        #expect(try LogSupport.scan("Traceback (most recent call last):\n  File \"a.py\", line 3, in f\n").endsInsideBlock)
        #expect(try LogSupport.scan("Error:\n{\n  \"code\": {\n    \"x\": 1\n  },\n").endsInsideBlock)
        #expect(try !LogSupport.scan("Error:\n{\n  \"code\": {\n    \"x\": 1\n  }\n}\n").endsInsideBlock)
        #expect(try !LogSupport.scan("all is well {\nreally\n").endsInsideBlock)
        #expect(try !LogSupport.scan("Traceback (most recent call last):\n  File \"a.py\", line 3, in f\nKeyError: 'x'\n").endsInsideBlock)
    }

    @Test("A set of patterns refuses what it cannot search for")
    func refusesPatterns() {
        #expect(throws: PatternError.self) { try PatternSet([Pattern("a", literals: [], regex: "a", matches: [], ignores: [])]) }
        #expect(throws: PatternError.self) { try PatternSet([Pattern("a", literals: ["a"], regex: "a", matches: [], ignores: [])]) }
        #expect(throws: PatternError.self) {
            try PatternSet([Pattern("a", literals: ["abcd"], regex: "(", matches: [], ignores: [])]).check()
        }
        #expect(throws: PatternError.self) { try PatternSet([LogSupport.key, LogSupport.key]) }
    }

    @Test("The fingerprint of a set follows its patterns")
    func fingerprint() throws {
        #expect(try PatternSet([LogSupport.key]).fingerprint == PatternSet([LogSupport.key]).fingerprint)
        #expect(try PatternSet([LogSupport.key]).fingerprint != PatternSet([LogSupport.failure]).fingerprint)
    }
}
