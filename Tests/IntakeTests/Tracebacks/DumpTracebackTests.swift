import Testing

@testable import Intake

@Suite("Dumps of threads")
struct DumpTracebackTests {
    @Test("a crash: the thread that crashed, outermost frame first")
    func crash() {
        let scan = scanTracebacks(
            #"""
            Fatal Python error: Segmentation fault

            Thread 0x00007f9932b1c6c0 (most recent call first):
              File "/mnt/code/fault.py", line 4 in idle
              File "/usr/lib/python3.13/threading.py", line 992 in run
              File "/usr/lib/python3.13/threading.py", line 1041 in _bootstrap_inner
              File "/usr/lib/python3.13/threading.py", line 1012 in _bootstrap

            Current thread 0x00007f99335eab80 (most recent call first):
              File "/usr/lib/python3.13/ctypes/__init__.py", line 538 in string_at
              File "/mnt/code/fault.py", line 8 in crash
              File "/mnt/code/fault.py", line 9 in <module>
            """#)
        #expect(
            describe(scan) == #"""
                faulthandler 1-12
                Fatal Python error <Segmentation fault> @1
                  /mnt/code/fault.py:9 <module> @12
                  /mnt/code/fault.py:8 crash @11
                  /usr/lib/python3.13/ctypes/__init__.py:538 string_at @10
                """#)
    }

    @Test("dump_traceback_later")
    func timeout() {
        let scan = scanTracebacks(
            #"""
            Timeout (0:00:00.300000)!
            Thread 0x00007f8b7488cb80 (most recent call first):
              File "/mnt/code/faultlater.py", line 4 in wait
              File "/mnt/code/faultlater.py", line 5 in <module>
            """#)
        #expect(
            describe(scan) == #"""
                faulthandler 1-4
                Timeout <0:00:00.300000> @2
                  /mnt/code/faultlater.py:5 <module> @4
                  /mnt/code/faultlater.py:4 wait @3
                """#)
    }

    @Test("an interpreter that did not start")
    func failedStart() {
        let scan = scanTracebacks(
            #"""
            Fatal Python error: Failed to import encodings module
            Python runtime state: core initialized
            ModuleNotFoundError: No module named 'encodings'

            Current thread 0x00007f93e1839b80 (most recent call first):
              <no Python frame>
            """#)
        #expect(
            describe(scan) == #"""
                faulthandler 1-6
                Fatal Python error <Failed to import encodings module> @1
                """#)
    }

    @Test("the same in Python 3.6")
    func failedStartOf36() {
        let scan = scanTracebacks(
            #"""
            Fatal Python error: Py_Initialize: Unable to get the locale encoding
            ModuleNotFoundError: No module named 'encodings'

            Current thread 0x00007fadbf71eb80 (most recent call first):
            Aborted
            """#)
        #expect(
            describe(scan) == #"""
                faulthandler 1-4
                Fatal Python error <Py_Initialize: Unable to get the locale encoding> @1
                """#)
    }

    @Test("py-spy")
    func pyspy() {
        let scan = scanTracebacks(
            #"""
            Process 10967: /opt/env/bin/python spy.py
            Python v3.11.7 (/usr/bin/python3.11)

            Thread 10967 (idle): "MainThread"
                SocketIO.readinto (socket.py:706)
                main (spy.py:6)
                <module> (spy.py:7)
            Thread 10969 (idle): "joiner"
                w (spy.py:2)
                Thread.run (threading.py:982)
                Thread._bootstrap_inner (threading.py:1045)
                Thread._bootstrap (threading.py:1002)
            """#)
        #expect(
            describe(scan) == #"""
                pyspy 4-12
                Thread <MainThread (idle)> @4
                  spy.py:7 <module> @7
                  spy.py:6 main @6
                  socket.py:706 SocketIO.readinto @5
                Thread <joiner (idle)> @8
                  threading.py:1002 Thread._bootstrap @12
                  threading.py:1045 Thread._bootstrap_inner @11
                  threading.py:982 Thread.run @10
                  spy.py:2 w @9
                """#)
    }

    @Test("py-spy with local variables")
    func pyspyLocals() {
        let scan = scanTracebacks(
            #"""
            Process 10967: /opt/env/bin/python spy.py
            Python v3.11.7 (/usr/bin/python3.11)

            Thread 10967 (idle): "MainThread"
                SocketIO.readinto (socket.py:706)
                    Arguments:
                        self: <SocketIO at 0x7fd81adf7df0>
                        b: <memoryview at 0x7fd81ad556c0>
                main (spy.py:6)
                    Locals:
                        a: <socket at 0x7fd81ac429e0>
                        b: <socket at 0x7fd81ac43160>
                <module> (spy.py:7)
            Thread 10969 (idle): "joiner"
                w (spy.py:2)
                Thread.run (threading.py:982)
                    Arguments:
                        self: <Thread at 0x7fd81ac60710>
                Thread._bootstrap_inner (threading.py:1045)
                    Arguments:
                        self: <Thread at 0x7fd81ac60710>
                Thread._bootstrap (threading.py:1002)
                    Arguments:
                        self: <Thread at 0x7fd81ac60710>
            """#)
        #expect(
            describe(scan) == #"""
                pyspy 4-24
                Thread <MainThread (idle)> @4
                  spy.py:7 <module> @13
                  spy.py:6 main @9
                  socket.py:706 SocketIO.readinto @5
                Thread <joiner (idle)> @14
                  threading.py:1002 Thread._bootstrap @22
                  threading.py:1045 Thread._bootstrap_inner @19
                  threading.py:982 Thread.run @16
                  spy.py:2 w @15
                """#)
    }
}
