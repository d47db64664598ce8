import Evidence
import Testing

@testable import Intake

@Suite("Damaged tracebacks")
struct DamagedTracebackTests {
    private static let samples: [String] = [
        """
        Traceback (most recent call last):
          File "/mnt/code/a.py", line 14, in load
            return row["price"]
                   ~~~^^^^^^^^^
        KeyError: 'price'

        During handling of the above exception, another exception occurred:

        Traceback (most recent call last):
          File "/mnt/code/a.py", line 28, in <module>
            main()
        RuntimeError: step failed: could not
        read the column
        """,
        """
          + Exception Group Traceback (most recent call last):
          |   File "/mnt/code/b.py", line 13, in <module>
          |     make()
          | ExceptionGroup: two tasks failed (2 sub-exceptions)
          +-+---------------- 1 ----------------
            | Traceback (most recent call last):
            |   File "/mnt/code/b.py", line 6, in make
            |     fail(e)
            | ValueError: bad row
            +---------------- 2 ----------------
            | OSError: [Errno 28] No space left on device
            +------------------------------------

        The above exception was the direct cause of the following exception:

        Traceback (most recent call last):
          File "/mnt/code/b.py", line 15, in <module>
            raise RuntimeError from g
        main.<locals>.StageFailure: gone
        """,
        """
        Fatal Python error: Segmentation fault

        Current thread 0x00007f99335eab80 (most recent call first):
          File "/usr/lib/python3.13/ctypes/__init__.py", line 538 in string_at
          File "/mnt/code/fault.py", line 8 in crash
          File "/mnt/code/fault.py", line 9 in <module>
        """,
        """
        ╭──────── Traceback (most recent call last) ────────╮
        │ /mnt/code/train.py:6 in <module>                   │
        │                                                    │
        │ ❱ 6 load({})                                       │
        ╰────────────────────────────────────────────────────╯
        KeyError: 'price'
        """,
        """
        KeyError                                  Traceback (most recent call last)
        Cell In[1], line 3
        ----> 3 f({'a': 1})

        Cell In[1], line 2, in f(d)
        ----> 2     return d['b']

        KeyError: 'b'
        """,
        #"""
        {"e":"Traceback (most recent call last):\n  File \"t.py\", line 3, in <module>\n    main()\nKeyError: 'x'\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"t.py\", line 5, in f\n    main()\nRuntimeError: y\n"}
        """#,
        """
        Traceback (most recent call last):
          File "train.py", line 30, in <module>
            mp.spawn(main)
        torch.multiprocessing.spawn.ProcessRaisedException: 

        -- Process 0 terminated with the following error:
        Traceback (most recent call last):
          File "/app/train.py", line 9, in main
            raise KeyError("label")
        KeyError: 'label'
        """,
        """
          File "/mnt/code/syn.py", line 12
            def f(:
                  ^
        SyntaxError: invalid syntax
        """,
    ]

    private static func flat(_ blocks: [TracebackBlock]) -> [TracebackBlock] {
        blocks.flatMap { [$0] + flat($0.members) }
    }

    /// The words of a cut block are words, or beginnings of words, of the whole one.
    private static func isPart(_ cut: TracebackBlock, of whole: TracebackBlock) -> Bool {
        let sameType = whole.type == cut.type || (cut.message.isEmpty && whole.type.hasPrefix(cut.type))
        guard sameType else { return false }
        var message = cut.message
        // Half a header inside a message is still text of the message.
        if let end = message.lastIndex(of: "\n"), "Traceback (most recent call last):".hasPrefix(message[end...].dropFirst()) {
            message = String(message[..<end])
        }
        guard whole.message.utf8.starts(with: message.utf8) || message.contains("\u{FFFD}") else { return false }
        return cut.frames.allSatisfy { frame in
            whole.frames.contains { $0.file == frame.file && $0.line == frame.line && $0.function.hasPrefix(frame.function) }
        }
    }

    @Test("cut at any byte, what is left is never something else", arguments: samples.indices)
    func cutAnywhere(index: Int) {
        let bytes = Array(Self.samples[index].utf8)
        let whole = scanTracebacks(Self.samples[index]).tracebacks.flatMap { Self.flat($0.blocks) }
        #expect(!whole.isEmpty)
        for end in 0..<bytes.count {
            let cut = scanTracebacks(String(decoding: bytes[..<end], as: UTF8.self))
            for block in cut.tracebacks.flatMap({ Self.flat($0.blocks) }) {
                #expect(whole.contains { Self.isPart(block, of: $0) }, "cut at byte \(end): \(block.type): \(block.message)")
            }
        }
    }

    @Test("with any one line missing nothing but its words is lost", arguments: samples.indices)
    func anyLineMissing(index: Int) {
        let lines = Self.samples[index].split(separator: "\n", omittingEmptySubsequences: false)
        let types = Set(scanTracebacks(Self.samples[index]).tracebacks.flatMap { Self.flat($0.blocks) }.map(\.type))
        for missing in lines.indices {
            var rest = lines
            rest.remove(at: missing)
            let scan = scanTracebacks(rest.joined(separator: "\n"))
            // A dump without the crash's announcement is one of threads.
            for block in scan.tracebacks.flatMap({ Self.flat($0.blocks) }) where block.type != "Thread" {
                #expect(types.contains(block.type), "without line \(missing + 1)")
            }
        }
    }

    @Test("an open one says so")
    func openness() {
        #expect(scanTracebacks("Traceback (most recent call last):\n  File \"x.py\", line 3, in f\n    g()").isOpen)
        #expect(!scanTracebacks("Traceback (most recent call last):\n  File \"x.py\", line 3, in f\n    g()\nKeyError: 3").isOpen)
        let half = scanTracebacks("Traceback (most recent call last):\n  File \"x.py\", line 3, in f\n    g()\nRunti")
        #expect(half.isOpen && half.tracebacks.isEmpty)
        let chain = scanTracebacks(
            "Traceback (most recent call last):\n  File \"x.py\", line 3, in f\nKeyError: 3\n\n"
                + "During handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File")
        #expect(chain.isOpen)
        #expect(describe(chain) == "python 1-7\nKeyError <3> @3\n  x.py:3 f @2")
    }

    @Test("Windows line ends are no part of the text")
    func carriageReturns() {
        let scan = scanTracebacks(
            "Traceback (most recent call last):\r\n  File \"C:\\jobs\\train.py\", line 7, in <module>\r\n    main()\r\nOSError: denied\r")
        #expect(describe(scan) == "python 1-4\nOSError <denied> @4\n  C:\\jobs\\train.py:7 <module> `main()` @2")
    }

    @Test("of a very deep recursion the first 20 and the last 80 frames are kept")
    func manyFrames() throws {
        let frames = (1...3_000).map { "  File \"x.py\", line \($0), in f\n    f()" }.joined(separator: "\n")
        let scan = scanTracebacks("Traceback (most recent call last):\n\(frames)\nRecursionError: too deep")
        let kept = try #require(scan.tracebacks.first).origin.frames.map(\.line)
        #expect(kept == Array(1...20) + Array(2_921...3_000))
    }

    @Test("messages and quotes are cut at a character's border")
    func longMessage() throws {
        let message = String(repeating: "é", count: 6_000)
        let text = "Traceback (most recent call last):\n  File \"x.py\", line 3, in f\nKeyError: \(message)"
        let block = try #require(scanTracebacks(text).tracebacks.first).origin
        #expect(block.message == String(repeating: "é", count: 2_048))
        #expect(block.final.text == "KeyError: " + String(repeating: "é", count: 995))
    }

    @Test("locations are those of the raw lines")
    func locations() throws {
        let text = "é\nTraceback (most recent call last):\n  File \"x.py\", line 3, in f\n2026-03-01 10:00:00 x\nKeyError: 3"
        let traceback = try #require(scanTracebacks(text, source: "a/log.txt").tracebacks.first)
        #expect(traceback.header.location == Location(source: "a/log.txt", line: 2, offset: 3))
        #expect(traceback.header.text == "Traceback (most recent call last):")
        #expect(traceback.origin.final.location == Location(source: "a/log.txt", line: 5, offset: 88))
        #expect(traceback.firstLine == 2)
    }

    @Test("whatever lines come in whatever order, nothing breaks", arguments: 0..<40)
    func randomLines(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func next(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(bound))
        }
        let pool =
            Self.samples.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) } + [
                "\"\"\"", "multiprocessing.pool.RemoteTraceback: ", "--- Logging error ---", "Call stack:", "2026-03-01 10:00:00 ERROR x",
                "",
                "Thread 1 (idle): \"MainThread\"", "    f (x.py:3)", "X: {", "}", "(", "    | ", "  +-+-", "[rank1]: KeyError: 3",
                "\u{0}\u{1B}", "é: é",
                "  [Previous line repeated 3 more times]", "============================================================", ": : :",
            ]
        var lines: [String] = []
        for _ in 0..<400 {
            var line = pool[next(pool.count)]
            if next(4) == 0, !line.isEmpty {
                var bytes = Array(line.utf8)
                bytes[next(bytes.count)] = UInt8(next(256))
                line = String(decoding: bytes.prefix(next(bytes.count) + 1), as: UTF8.self)
            }
            lines.append(line.replacing("\n", with: " "))
        }
        for traceback in scanTracebacks(lines.joined(separator: "\n")).tracebacks {
            #expect(!traceback.blocks.isEmpty && traceback.lastLine <= lines.count)
            for block in Self.flat(traceback.blocks) {
                #expect(block.message.utf8.count <= 4_096 && block.frames.count <= 100 && !block.type.isEmpty)
            }
        }
    }
}
