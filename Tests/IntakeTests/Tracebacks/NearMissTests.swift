import Testing

@testable import Intake

@Suite("What is no traceback")
struct NearMissTests {
    @Test("the words in prose")
    func prose() {
        let scan = scanTracebacks(
            #"""
            If you see Traceback (most recent call last) in the log, report it.
            If you see "Traceback (most recent call last):" then report it
            print("Traceback (most recent call last):")
                parser.add_argument("--x", help="hide Traceback (most recent call last)")
            """#)
        #expect(scan.tracebacks.isEmpty)
    }

    @Test("lines that look like frames in data")
    func fileLines() {
        let scan = scanTracebacks(
            #"""
              File "data.csv", line 3, in header
            File "x.py", line 12
            KeyError: 3
            ValueError: looks like one
            """#)
        #expect(scan.tracebacks.isEmpty)
    }

    @Test("a syntax error's words without its file")
    func syntaxErrorWords() {
        let scan = scanTracebacks(
            #"""
            parsing
            SyntaxError: near "FROM"
            {"error":
                1}
            SyntaxError: unexpected token
            """#)
        #expect(scan.tracebacks.isEmpty)
    }

    @Test("a header that nothing follows")
    func headerAlone() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
            loading data
            loaded 4 rows
            epoch 1 loss 0.3
            epoch 2 loss 0.2
            """#)
        #expect(scan.tracebacks.isEmpty)
        #expect(scan.leftover == [2, 3, 4, 5])
    }

    @Test("threads of other programs")
    func javaThread() {
        let scan = scanTracebacks(
            #"""
            Exception in thread "main" java.lang.RuntimeException: wrap
            	at Main.main(Main.java:3)
            Thread 4 (Thread 0x7f (LWP 9)):
            #0  0x00 in poll ()
            Thread 12 finished (idle for 3 s)
            "main" #1 prio=5 os_prio=0
            """#)
        #expect(scan.tracebacks.isEmpty)
    }

    @Test("other stacks")
    func call() {
        let scan = scanTracebacks(
            #"""
            Call stack (most recent call first):
            Detected at node x defined at (most recent call last):
                File "train.py", line 12, in <module>
            Timeout (5 s)!
            """#)
        #expect(scan.tracebacks.isEmpty)
    }

    @Test("a log that ends among the frames")
    func cutInFrames() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "x.py", line 3, in <module>
                main()
            """#)
        #expect(scan.tracebacks.isEmpty)
    }
}
