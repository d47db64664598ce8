import Testing

@testable import Intake

@Suite("Several writers at once")
struct InterleavedTracebackTests {
    @Test("a launcher's lines between frames are handed back")
    func otherLines() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "x.py", line 3, in <module>
            2026-03-01 10:00:00 logger.go:297: Attempt 1 of http call
            Stopped: false
                main()
              File "x.py", line 2, in main
            KeyError: 3
            """#)
        #expect(
            describe(scan) == #"""
                python 1-7
                KeyError <3> @7
                  x.py:3 <module> @2
                  x.py:2 main @6
                """#)
        #expect(scan.leftover == [3, 4])
    }

    @Test("lines of another rank are handed back")
    func otherRank() {
        let scan = scanTracebacks(
            #"""
            [rank0]: Traceback (most recent call last):
            [rank0]:   File "x.py", line 3, in <module>
            [rank1]: Traceback (most recent call last):
            [rank0]:     main()
            [rank1]:   File "x.py", line 3, in <module>
            [rank0]: KeyError: 3
            [rank1]:     main()
            [rank1]: KeyError: 3
            """#)
        #expect(
            describe(scan) == #"""
                python 1-6, rank 0
                KeyError <3> @6
                  x.py:3 <module> `main()` @2
                """#)
        #expect(scan.leftover == [3, 5])
    }

    @Test("ranks that tear each other's final line")
    func tornFinal() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "x.py", line 3, in <module>
                from lib import f
            ImportError
            : ImportErrorImportErrorcannot import name 'f'
            ImportError: cannot import name 'f'
            """#)
        #expect(
            describe(scan) == #"""
                python 1-6
                ImportError <cannot import name 'f'> @6
                  x.py:3 <module> `from lib import f` @2
                """#)
    }

    @Test("a type written twice")
    func gluedFinal() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "x.py", line 3, in <module>
            ImportErrorImportError: : no f
            """#)
        #expect(
            describe(scan) == #"""
                python 1-3
                ImportError <no f> @3
                  x.py:3 <module> @2
                """#)
    }

    @Test("headers at once: the last one is read")
    func consecutiveHeaders() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
            Traceback (most recent call last):
              File "x.py", line 3, in <module>
                main()
            KeyError: 3
            """#)
        #expect(
            describe(scan) == #"""
                python 2-5
                KeyError <3> @5
                  x.py:3 <module> `main()` @3
                """#)
    }
}
