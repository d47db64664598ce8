import Testing

@testable import Intake

@Suite("What stands before a header")
struct IntroTracebackTests {
    @Test("a thread")
    func thread() {
        let scan = scanTracebacks(
            #"""
            Exception in thread joiner:
            Traceback (most recent call last):
              File "/usr/lib/python3.13/threading.py", line 1041, in _bootstrap_inner
                self.run()
                ~~~~~~~~^^
              File "/usr/lib/python3.13/threading.py", line 992, in run
                self._target(*self._args, **self._kwargs)
                ~~~~~~~~~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              File "/mnt/code/thread.py", line 3, in job
                raise ConnectionError('queue is gone')
            ConnectionError: queue is gone
            main goes on
            """#)
        #expect(
            describe(scan) == #"""
                python 2-11, thread joiner
                ConnectionError <queue is gone> @11
                  /usr/lib/python3.13/threading.py:1041 _bootstrap_inner `self.run()` @3
                  /usr/lib/python3.13/threading.py:992 run `self._target(*self._args, **self._kwargs)` @6
                  /mnt/code/thread.py:3 job `raise ConnectionError('queue is gone')` @9
                """#)
        #expect(scan.leftover == [12])
    }

    @Test("a thread in Python 2")
    func threadOf27() {
        let scan = scanTracebacks(
            #"""
            Exception in thread joiner:
            Traceback (most recent call last):
              File "/usr/lib/python2.7/threading.py", line 801, in __bootstrap_inner
                self.run()
              File "/usr/lib/python2.7/threading.py", line 754, in run
                self.__target(*self.__args, **self.__kwargs)
              File "thread.py", line 3, in job
                raise ConnectionError('queue is gone')
            NameError: global name 'ConnectionError' is not defined

            main goes on
            """#)
        #expect(
            describe(scan) == #"""
                python 2-9, thread joiner
                NameError <global name 'ConnectionError' is not defined> @9
                  /usr/lib/python2.7/threading.py:801 __bootstrap_inner `self.run()` @3
                  /usr/lib/python2.7/threading.py:754 run `self.__target(*self.__args, **self.__kwargs)` @5
                  thread.py:3 job `raise ConnectionError('queue is gone')` @7
                """#)
    }

    @Test("a process")
    func process() {
        let scan = scanTracebacks(
            #"""
            Process ForkProcess-1:
            Traceback (most recent call last):
              File "/usr/lib/python3.13/multiprocessing/process.py", line 313, in _bootstrap
                self.run()
                ~~~~~~~~^^
              File "/usr/lib/python3.13/multiprocessing/process.py", line 108, in run
                self._target(*self._args, **self._kwargs)
                ~~~~~~~~~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              File "/mnt/code/proc.py", line 3, in job
                raise OSError(28, 'No space left on device')
            OSError: [Errno 28] No space left on device
            code 1
            """#)
        #expect(
            describe(scan) == #"""
                python 2-11, process ForkProcess-1
                OSError <[Errno 28] No space left on device> @11
                  /usr/lib/python3.13/multiprocessing/process.py:313 _bootstrap `self.run()` @3
                  /usr/lib/python3.13/multiprocessing/process.py:108 run `self._target(*self._args, **self._kwargs)` @6
                  /mnt/code/proc.py:3 job `raise OSError(28, 'No space left on device')` @9
                """#)
        #expect(scan.leftover == [12])
    }

    @Test("a task whose exception nobody asked for")
    func task() {
        let scan = scanTracebacks(
            #"""
            Task exception was never retrieved
            future: <Task finished name='Task-2' coro=<bad() done, defined at /mnt/code/task.py:2> exception=TimeoutError('no answer')>
            Traceback (most recent call last):
              File "/mnt/code/task.py", line 3, in bad
                raise TimeoutError('no answer')
            TimeoutError: no answer
            """#)
        #expect(
            describe(scan) == #"""
                python 3-6, task Task-2
                TimeoutError <no answer> @6
                  /mnt/code/task.py:3 bad `raise TimeoutError('no answer')` @4
                """#)
    }

    @Test("an exception in a finalizer")
    func ignored() {
        let scan = scanTracebacks(
            #"""
            Exception ignored in: <function A.__del__ at 0x7ff9a944f2e0>
            Traceback (most recent call last):
              File "/mnt/code/ignored.py", line 3, in __del__
                raise ValueError('in del')
            ValueError: in del
            on
            """#)
        #expect(
            describe(scan) == #"""
                python 2-5, ignored <function A.__del__ at 0x7ff9a944f2e0>
                ValueError <in del> @5
                  /mnt/code/ignored.py:3 __del__ `raise ValueError('in del')` @3
                """#)
        #expect(scan.leftover == [6])
    }

    @Test("an exception at exit, as 3.8 and 3.12 word it")
    func atexitCallback() {
        let scan = scanTracebacks(
            #"""
            Error in atexit._run_exitfuncs:
            Traceback (most recent call last):
              File "atexit_.py", line 3, in bye
                raise RuntimeError('late')
            RuntimeError: late
            Exception ignored in atexit callback: <function bye at 0x7f27021a22a0>
            Traceback (most recent call last):
              File "/mnt/code/atexit_.py", line 3, in bye
                raise RuntimeError('late')
            RuntimeError: late
            """#)
        #expect(
            describe(scan) == #"""
                python 2-5, excepthook -
                RuntimeError <late> @5
                  atexit_.py:3 bye `raise RuntimeError('late')` @3
                python 7-10, ignored <function bye at 0x7f27021a22a0>
                RuntimeError <late> @10
                  /mnt/code/atexit_.py:3 bye `raise RuntimeError('late')` @8
                """#)
    }

    @Test("an error of the logging module ends with its arguments")
    func loggingError() {
        let scan = scanTracebacks(
            #"""
            --- Logging error ---
            Traceback (most recent call last):
              File "/usr/lib/python3.12/logging/__init__.py", line 1160, in emit
                msg = self.format(record)
                      ^^^^^^^^^^^^^^^^^^^
              File "/usr/lib/python3.12/logging/__init__.py", line 999, in format
                return fmt.format(record)
                       ^^^^^^^^^^^^^^^^^^
              File "/usr/lib/python3.12/logging/__init__.py", line 703, in format
                record.message = record.getMessage()
                                 ^^^^^^^^^^^^^^^^^^^
              File "/usr/lib/python3.12/logging/__init__.py", line 392, in getMessage
                msg = msg % self.args
                      ~~~~^~~~~~~~~~~
            TypeError: %d format: a real number is required, not str
            Call stack:
              File "/mnt/code/logerr.py", line 3, in <module>
                logging.info('%d items', 'many')
            Message: '%d items'
            Arguments: ('many',)
            on
            """#)
        #expect(
            describe(scan) == #"""
                python 2-20, logging -
                TypeError <%d format: a real number is required, not str> @15
                  /usr/lib/python3.12/logging/__init__.py:1160 emit `msg = self.format(record)` @3
                  /usr/lib/python3.12/logging/__init__.py:999 format `return fmt.format(record)` @6
                  /usr/lib/python3.12/logging/__init__.py:703 format `record.message = record.getMessage()` @9
                  /usr/lib/python3.12/logging/__init__.py:392 getMessage `msg = msg % self.args` @12
                """#)
    }

    @Test("an error of the hook, then the original")
    func excepthook() {
        let scan = scanTracebacks(
            #"""
            Error in sys.excepthook:
            Traceback (most recent call last):
              File "/mnt/code/hook.py", line 3, in hook
                raise TypeError('hook broke')
            TypeError: hook broke

            Original exception was:
            Traceback (most recent call last):
              File "/mnt/code/hook.py", line 5, in <module>
                {}['k']
                ~~^^^^^
            KeyError: 'k'
            """#)
        #expect(
            describe(scan) == #"""
                python 2-5, excepthook -
                TypeError <hook broke> @5
                  /mnt/code/hook.py:3 hook `raise TypeError('hook broke')` @3
                python 8-12, excepthook -
                KeyError <'k'> @12
                  /mnt/code/hook.py:5 <module> `{}['k']` @9
                """#)
    }

    @Test("printed by a logger: the level of the line before")
    func logger() {
        let scan = scanTracebacks(
            #"""
            2026-03-01 10:00:00 ERROR train: step 3 failed
            Traceback (most recent call last):
              File "/mnt/code/logexc.py", line 8, in main
                step()
                ~~~~^^
              File "/mnt/code/logexc.py", line 5, in step
                raise ValueError('lr is negative')
            ValueError: lr is negative
            2026-03-01 10:00:00 INFO train: going on
            """#)
        #expect(
            describe(scan) == #"""
                python 2-8, logged as ERROR
                ValueError <lr is negative> @8
                  /mnt/code/logexc.py:8 main `step()` @3
                  /mnt/code/logexc.py:5 step `raise ValueError('lr is negative')` @6
                """#)
    }

    @Test("an INFO line before a header does not make it a logger's")
    func infoBefore() {
        let scan = scanTracebacks(
            #"""
            2026-03-01 10:00:00 INFO epoch 3
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

    @Test("torch.multiprocessing's own word")
    func spawn() {
        let scan = scanTracebacks(
            #"""
            -- Process 3 terminated with the following error:
            Traceback (most recent call last):
              File "x.py", line 3, in work
                main()
            KeyError: 3
            """#)
        #expect(
            describe(scan) == #"""
                python 2-5, spawn 3
                KeyError <3> @5
                  x.py:3 work `main()` @3
                """#)
    }
}
