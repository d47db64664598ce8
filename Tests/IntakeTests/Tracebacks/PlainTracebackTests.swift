import Testing

@testable import Intake

@Suite("Tracebacks as CPython prints them")
struct PlainTracebackTests {
    @Test("a class in a function is named with <locals>")
    func nestedClass() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "/mnt/code/locals_.py", line 5, in <module>
                main()
                ~~~~^^
              File "/mnt/code/locals_.py", line 4, in main
                raise MyErr('boom')
            main.<locals>.MyErr: boom
            """#)
        #expect(
            describe(scan) == #"""
                python 1-7
                main.<locals>.MyErr <boom> @7
                  /mnt/code/locals_.py:5 <module> `main()` @2
                  /mnt/code/locals_.py:4 main `raise MyErr('boom')` @5
                """#)
    }

    @Test("an exception without a message has no colon")
    func noColon() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "nocolon.py", line 3, in <module>
                check(0)
              File "nocolon.py", line 2, in check
                assert x > 1
            AssertionError
            """#)
        #expect(
            describe(scan) == #"""
                python 1-6
                AssertionError @6
                  nocolon.py:3 <module> `check(0)` @2
                  nocolon.py:2 check `assert x > 1` @4
                """#)
    }

    @Test("a repeated frame is printed three times and counted")
    func shortRecursion() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "/mnt/code/rec.py", line 3, in <module>
                f(0)
              File "/mnt/code/rec.py", line 2, in f
                return f(n+1)
                       ^^^^^^
              File "/mnt/code/rec.py", line 2, in f
                return f(n+1)
                       ^^^^^^
              File "/mnt/code/rec.py", line 2, in f
                return f(n+1)
                       ^^^^^^
              [Previous line repeated 996 more times]
            RecursionError: maximum recursion depth exceeded
            """#)
        #expect(
            describe(scan) == #"""
                python 1-14
                RecursionError <maximum recursion depth exceeded> @14
                  /mnt/code/rec.py:3 <module> `f(0)` @2
                  /mnt/code/rec.py:2 f `return f(n+1)` @4
                  /mnt/code/rec.py:2 f `return f(n+1)` @7
                  /mnt/code/rec.py:2 f `return f(n+1)` @10
                """#)
    }

    @Test("of a call that spans lines the first one is the frame's code")
    func sourceOfSeveralLines() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "/mnt/code/multi.py", line 11, in <module>
                main()
                ~~~~^^
              File "/mnt/code/multi.py", line 6, in main
                compute(
                ~~~~~~~^
                    1,
                    ^^
                    2,
                    ^^
                    0,
                    ^^
                )
                ^
              File "/mnt/code/multi.py", line 3, in compute
                b /
                ~~^
                c)
                ~
            ZeroDivisionError: division by zero
            """#)
        #expect(
            describe(scan) == #"""
                python 1-21
                ZeroDivisionError <division by zero> @21
                  /mnt/code/multi.py:11 <module> `main()` @2
                  /mnt/code/multi.py:6 main `compute(` @5
                  /mnt/code/multi.py:3 compute `b /` @16
                """#)
    }

    @Test("an empty first line means that the message follows")
    func messageOnTheNextLine() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "/mnt/code/sysx.py", line 9, in <module>
                try: raise ValueError('\nleading newline')
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            ValueError: 
            leading newline
            """#)
        #expect(
            describe(scan) == #"""
                python 1-6
                ValueError <|leading newline> @5
                  /mnt/code/sysx.py:9 <module> `try: raise ValueError('\nleading newline')` @2
                """#)
    }

    @Test("an interrupt and an exit are finals as well")
    func interrupt() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "/mnt/code/sysx.py", line 3, in <module>
                try: f()
                     ~^^
              File "/mnt/code/sysx.py", line 2, in f
                def f(): raise SystemExit(3)
                         ^^^^^^^^^^^^^^^^^^^
            SystemExit: 3
            Traceback (most recent call last):
              File "/mnt/code/sysx.py", line 5, in <module>
                try: raise KeyboardInterrupt
                     ^^^^^^^^^^^^^^^^^^^^^^^
            KeyboardInterrupt
            """#)
        #expect(
            describe(scan) == #"""
                python 1-8
                SystemExit <3> @8
                  /mnt/code/sysx.py:3 <module> `try: f()` @2
                  /mnt/code/sysx.py:2 f `def f(): raise SystemExit(3)` @5
                python 9-13
                KeyboardInterrupt @13
                  /mnt/code/sysx.py:5 <module> `try: raise KeyboardInterrupt` @10
                """#)
    }

    @Test("a log whose indentation was trimmed")
    func lostIndentation() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
            File "x.py", line 3, in <module>
            main()
            File "x.py", line 2, in main
            Foo: bar = 3
            ValueError: no indentation
            """#)
        #expect(
            describe(scan) == #"""
                python 1-6
                ValueError <no indentation> @6
                  x.py:3 <module> `main()` @2
                  x.py:2 main `Foo: bar = 3` @4
                """#)
    }

    @Test("a traceback may have no frame")
    func noFrames() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
            RuntimeError: printed with limit=0
            """#)
        #expect(
            describe(scan) == #"""
                python 1-2
                RuntimeError <printed with limit=0> @2
                """#)
    }

    @Test("a syntax error of an imported module ends a traceback")
    func importedSyntaxError() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "/mnt/code/impsyn.py", line 1, in <module>
                import syn
              File "/mnt/code/syn.py", line 1
                def f(:
                      ^
            SyntaxError: invalid syntax
            """#)
        #expect(
            describe(scan) == #"""
                python 1-7
                SyntaxError <invalid syntax> @7
                  /mnt/code/impsyn.py:1 <module> `import syn` @2
                  /mnt/code/syn.py:1 - `def f(:` @4
                """#)
    }
}
