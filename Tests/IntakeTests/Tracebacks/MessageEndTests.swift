import Testing

@testable import Intake

@Suite("Where a message ends")
struct MessageEndTests {
    @Test("a process that died prints nothing else: what follows is the message")
    func diedOfIt() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "x.py", line 3, in <module>
                main()
            RuntimeError: CUDA error: device-side assert triggered
            CUDA kernel errors might be asynchronously reported at some other API call.
            Compile with `TORCH_USE_CUDA_DSA` to enable device-side assertions.

            more
            """#)
        #expect(
            describe(scan) == #"""
                python 1-6
                RuntimeError <CUDA error: device-side assert triggered|CUDA kernel errors might be asynchronously reported at some other API call.|Compile with `TORCH_USE_CUDA_DSA` to enable device-side assertions.> @4
                  x.py:3 <module> `main()` @2
                """#)
    }

    @Test("a handler's process goes on: what follows is handed back")
    func printedByHandler() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "x.py", line 3, in step
                main()
            RuntimeError: CUDA error: device-side assert triggered
            CUDA kernel errors might be asynchronously reported at some other API call.
            Compile with `TORCH_USE_CUDA_DSA` to enable device-side assertions.
            epoch 4
            """#)
        #expect(
            describe(scan) == #"""
                python 1-4
                RuntimeError <CUDA error: device-side assert triggered> @4
                  x.py:3 step `main()` @2
                """#)
        #expect(scan.leftover == [5, 6])
    }

    @Test("a new log record ends it")
    func logRecord() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "x.py", line 3, in <module>
                main()
            RuntimeError: CUDA error: device-side assert triggered
            CUDA kernel errors might be asynchronously reported at some other API call.
            Compile with `TORCH_USE_CUDA_DSA` to enable device-side assertions.
            2026-03-01 10:00:00 INFO going on
            """#)
        #expect(
            describe(scan) == #"""
                python 1-6
                RuntimeError <CUDA error: device-side assert triggered|CUDA kernel errors might be asynchronously reported at some other API call.|Compile with `TORCH_USE_CUDA_DSA` to enable device-side assertions.> @4
                  x.py:3 <module> `main()` @2
                """#)
    }

    @Test("the next header ends it")
    func nextHeader() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "x.py", line 3, in <module>
            KeyError: 3
            Traceback (most recent call last):
              File "y.py", line 3, in <module>
            KeyError: 4
            """#)
        #expect(
            describe(scan) == #"""
                python 1-3
                KeyError <3> @3
                  x.py:3 <module> @2
                python 4-6
                KeyError <4> @6
                  y.py:3 <module> @5
                """#)
    }

    @Test("indented details belong, and the words above them")
    func indentedDetails() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "x.py", line 3, in step
                Config(lr="a")
            pydantic.error_wrappers.ValidationError: 1 validation error for Config
            lr
              value is not a valid float (type=type_error.float)
            next
            """#)
        #expect(
            describe(scan) == #"""
                python 1-6
                pydantic.error_wrappers.ValidationError <1 validation error for Config|lr|  value is not a valid float (type=type_error.float)> @4
                  x.py:3 step `Config(lr="a")` @2
                """#)
        #expect(scan.leftover == [7])
    }

    @Test("an SQL statement belongs")
    func statement() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "x.py", line 3, in step
                run()
            sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) server closed the connection
            [SQL: SELECT 1]
            (Background on this error at: https://sqlalche.me/e/20/e3q8)
            next
            """#)
        #expect(
            describe(scan) == #"""
                python 1-6
                sqlalchemy.exc.OperationalError <(psycopg2.OperationalError) server closed the connection|[SQL: SELECT 1]|(Background on this error at: https://sqlalche.me/e/20/e3q8)> @4
                  x.py:3 step `run()` @2
                """#)
        #expect(scan.leftover == [7])
    }

    @Test("launchers, shells and bars are not the message")
    func launchers() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "x.py", line 0, in <module>
            KeyError: 0
            wandb: Waiting for W&B process to finish... (failed 1).
            Traceback (most recent call last):
              File "x.py", line 1, in <module>
            KeyError: 1
            srun: error: node3: task 0: Exited with exit code 1
            Traceback (most recent call last):
              File "x.py", line 2, in <module>
            KeyError: 2
             12%|# | 12/100 [00:01<00:07]
            Traceback (most recent call last):
              File "x.py", line 3, in <module>
            KeyError: 3
            --------------------------------
            Traceback (most recent call last):
              File "x.py", line 4, in <module>
            KeyError: 4
            run.sh: line 3: 71 Killed  python x.py
            Traceback (most recent call last):
              File "x.py", line 5, in <module>
            KeyError: 5
            Epoch 4/10
            """#)
        #expect(
            describe(scan) == #"""
                python 1-3
                KeyError <0> @3
                  x.py:0 <module> @2
                python 5-7
                KeyError <1> @7
                  x.py:1 <module> @6
                python 9-11
                KeyError <2> @11
                  x.py:2 <module> @10
                python 13-15
                KeyError <3> @15
                  x.py:3 <module> @14
                python 17-19
                KeyError <4> @19
                  x.py:4 <module> @18
                python 21-23
                KeyError <5> @23
                  x.py:5 <module> @22
                """#)
    }

    @Test("twenty lines and more are another output")
    func tooMuch() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "x.py", line 3, in <module>
            KeyError: 3
            row 0
            row 1
            row 2
            row 3
            row 4
            row 5
            row 6
            row 7
            row 8
            row 9
            row 10
            row 11
            row 12
            row 13
            row 14
            row 15
            row 16
            row 17
            row 18
            row 19
            row 20
            row 21
            row 22
            row 23
            row 24
            """#)
        #expect(
            describe(scan) == #"""
                python 1-3
                KeyError <3> @3
                  x.py:3 <module> @2
                """#)
        #expect(scan.leftover == [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23])
    }

    @Test("a container that stamps every line")
    func stampedLines() {
        let scan = scanTracebacks(
            #"""
            2026-03-01 10:00:00 Traceback (most recent call last):
            2026-03-01 10:00:00   File "x.py", line 3, in <module>
            2026-03-01 10:00:00     main()
            2026-03-01 10:00:00 ValueError: first
            2026-03-01 10:00:00 second
            2026-03-01 10:00:00 INFO next record
            """#)
        #expect(
            describe(scan) == #"""
                python 1-5
                ValueError <first|second> @4
                  x.py:3 <module> `main()` @2
                """#)
    }
}
