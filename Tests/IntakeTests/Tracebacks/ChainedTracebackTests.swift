import Testing

@testable import Intake

@Suite("Chains of exceptions")
struct ChainedTracebackTests {
    @Test("raised while another was handled")
    func context() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "/mnt/code/chain_context.py", line 5, in main
                load({})
                ~~~~^^^^
              File "/mnt/code/chain_context.py", line 2, in load
                return row['price']
                       ~~~^^^^^^^^^
            KeyError: 'price'

            During handling of the above exception, another exception occurred:

            Traceback (most recent call last):
              File "/mnt/code/chain_context.py", line 8, in <module>
                main()
                ~~~~^^
              File "/mnt/code/chain_context.py", line 7, in main
                raise RuntimeError('step failed: could not\nread the column')
            RuntimeError: step failed: could not
            read the column
            """#)
        #expect(
            describe(scan) == #"""
                python 1-19
                KeyError <'price'> @8
                  /mnt/code/chain_context.py:5 main `load({})` @2
                  /mnt/code/chain_context.py:2 load `return row['price']` @5
                context: RuntimeError <step failed: could not|read the column> @18
                  /mnt/code/chain_context.py:8 <module> `main()` @13
                  /mnt/code/chain_context.py:7 main `raise RuntimeError('step failed: could not\nread the column')` @16
                """#)
    }

    @Test("raised from another, with notes")
    func causeWithNotes() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "/mnt/code/chain_cause.py", line 4, in run
                int('x')
                ~~~^^^^^
            ValueError: invalid literal for int() with base 10: 'x'

            The above exception was the direct cause of the following exception:

            Traceback (most recent call last):
              File "/mnt/code/chain_cause.py", line 14, in <module>
                main()
                ~~~~^^
              File "/mnt/code/chain_cause.py", line 12, in main
                Outer().run()
                ~~~~~~~~~~~^^
              File "/mnt/code/chain_cause.py", line 10, in run
                raise err from e
            RuntimeError: bad input
            row 7 of rows.csv
            second note
            with two lines
            """#)
        #expect(
            describe(scan) == #"""
                python 1-21
                ValueError <invalid literal for int() with base 10: 'x'> @5
                  /mnt/code/chain_cause.py:4 run `int('x')` @2
                cause: RuntimeError <bad input|row 7 of rows.csv|second note|with two lines> @18
                  /mnt/code/chain_cause.py:14 <module> `main()` @10
                  /mnt/code/chain_cause.py:12 main `Outer().run()` @13
                  /mnt/code/chain_cause.py:10 run `raise err from e` @16
                """#)
    }

    @Test("the form before Python 3.11")
    func causeOf38() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "chain_cause.py", line 4, in run
                int('x')
            ValueError: invalid literal for int() with base 10: 'x'

            The above exception was the direct cause of the following exception:

            Traceback (most recent call last):
              File "chain_cause.py", line 14, in <module>
                main()
              File "chain_cause.py", line 12, in main
                Outer().run()
              File "chain_cause.py", line 10, in run
                raise err from e
            RuntimeError: bad input
            """#)
        #expect(
            describe(scan) == #"""
                python 1-15
                ValueError <invalid literal for int() with base 10: 'x'> @4
                  chain_cause.py:4 run `int('x')` @2
                cause: RuntimeError <bad input> @15
                  chain_cause.py:14 <module> `main()` @9
                  chain_cause.py:12 main `Outer().run()` @11
                  chain_cause.py:10 run `raise err from e` @13
                """#)
    }

    @Test("the origin may have no traceback of its own")
    func originWithoutTraceback() {
        let scan = scanTracebacks(
            #"""
            ValueError: bad row

            The above exception was the direct cause of the following exception:

            Traceback (most recent call last):
              File "x.py", line 3, in <module>
                main()
            RuntimeError: step failed
            """#)
        #expect(
            describe(scan) == #"""
                python 5-8
                ValueError <bad row> @1
                cause: RuntimeError <step failed> @8
                  x.py:3 <module> `main()` @6
                """#)
    }

    @Test("a pool's worker: the one inside the triple quotes is the origin")
    func remote() {
        let scan = scanTracebacks(
            #"""
            multiprocessing.pool.RemoteTraceback: 
            """
            Traceback (most recent call last):
              File "/usr/lib/python3.13/multiprocessing/pool.py", line 125, in worker
                result = (True, func(*args, **kwds))
                                ~~~~^^^^^^^^^^^^^^^
              File "/usr/lib/python3.13/multiprocessing/pool.py", line 48, in mapstar
                return list(map(*args))
              File "/mnt/code/pool.py", line 3, in work
                return {1: 2}[i]
                       ~~~~~~^^^
            KeyError: 5
            """

            The above exception was the direct cause of the following exception:

            Traceback (most recent call last):
              File "/mnt/code/pool.py", line 6, in <module>
                print(p.map(work, [1, 5]))
                      ~~~~~^^^^^^^^^^^^^^
              File "/usr/lib/python3.13/multiprocessing/pool.py", line 367, in map
                return self._map_async(func, iterable, mapstar, chunksize).get()
                       ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~^^
              File "/usr/lib/python3.13/multiprocessing/pool.py", line 774, in get
                raise self._value
            KeyError: 5
            """#)
        #expect(
            describe(scan) == #"""
                python 3-26
                KeyError <5> @12
                  /usr/lib/python3.13/multiprocessing/pool.py:125 worker `result = (True, func(*args, **kwds))` @4
                  /usr/lib/python3.13/multiprocessing/pool.py:48 mapstar `return list(map(*args))` @7
                  /mnt/code/pool.py:3 work `return {1: 2}[i]` @9
                cause: KeyError <5> @26
                  /mnt/code/pool.py:6 <module> `print(p.map(work, [1, 5]))` @18
                  /usr/lib/python3.13/multiprocessing/pool.py:367 map `return self._map_async(func, iterable, mapstar, chunksize).get()` @21
                  /usr/lib/python3.13/multiprocessing/pool.py:774 get `raise self._value` @24
                """#)
    }

    @Test("a group in a chain, with notes")
    func groupInChain() {
        let scan = scanTracebacks(
            #"""
              + Exception Group Traceback (most recent call last):
              |   File "/mnt/code/group_chain.py", line 12, in <module>
              |     raise ExceptionGroup('unhandled errors in a TaskGroup', es)
              | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
              | group note
              +-+---------------- 1 ----------------
                | Traceback (most recent call last):
                |   File "/mnt/code/group_chain.py", line 3, in a
                |     1/0
                |     ~^~
                | ZeroDivisionError: division by zero
                | 
                | The above exception was the direct cause of the following exception:
                | 
                | Traceback (most recent call last):
                |   File "/mnt/code/group_chain.py", line 7, in <module>
                |     try: a()
                |          ~^^
                |   File "/mnt/code/group_chain.py", line 5, in a
                |     raise ValueError('a failed') from z
                | ValueError: a failed
                | during shard 4
                +------------------------------------

            The above exception was the direct cause of the following exception:

            Traceback (most recent call last):
              File "/mnt/code/group_chain.py", line 15, in <module>
                raise RuntimeError('stage died') from g
            RuntimeError: stage died
            """#)
        #expect(
            describe(scan) == #"""
                exceptionGroup 1-30
                ExceptionGroup <unhandled errors in a TaskGroup (1 sub-exception)|group note> @4
                  /mnt/code/group_chain.py:12 <module> `raise ExceptionGroup('unhandled errors in a TaskGroup', es)` @2
                    ZeroDivisionError <division by zero> @11
                      /mnt/code/group_chain.py:3 a `1/0` @8
                    cause: ValueError <a failed|during shard 4> @21
                      /mnt/code/group_chain.py:7 <module> `try: a()` @16
                      /mnt/code/group_chain.py:5 a `raise ValueError('a failed') from z` @19
                cause: RuntimeError <stage died> @30
                  /mnt/code/group_chain.py:15 <module> `raise RuntimeError('stage died') from g` @28
                """#)
    }

    @Test("messages that end in a pretty-printed envelope")
    func serviceErrors() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "prep.py", line 3, in <module>
                main()
            azureml.exceptions._azureml_exception.UserErrorException: UserErrorException:
            	Message: There is no datastore named lake
            	InnerException None
            	ErrorResponse 
            {
                "error": {
                    "code": "UserError",
                    "message": "There is no datastore named lake"
                }
            }

            During handling of the above exception, another exception occurred:

            Traceback (most recent call last):
              File "wrapper.py", line 8, in <module>
                execute()
            UserScriptException: UserScriptException:
            	Message: There is no datastore named lake
            	InnerException UserErrorException:
            	Message: There is no datastore named lake
            	InnerException None
            	ErrorResponse 
            {
                "error": {
                    "code": "UserError"
                }
            }

            2026-03-01 10:00:09 Finished context manager injector with Exception.
            """#)
        #expect(
            describe(scan) == #"""
                python 1-30
                azureml.exceptions._azureml_exception.UserErrorException <UserErrorException:|	Message: There is no datastore named lake|	InnerException None|	ErrorResponse|{|    "error": {|        "code": "UserError",|        "message": "There is no datastore named lake"|    }|}> @4
                  prep.py:3 <module> `main()` @2
                context: UserScriptException <UserScriptException:|	Message: There is no datastore named lake|	InnerException UserErrorException:|	Message: There is no datastore named lake|	InnerException None|	ErrorResponse|{|    "error": {|        "code": "UserError"|    }|}> @20
                  wrapper.py:8 <module> `execute()` @18
                """#)
    }
}
