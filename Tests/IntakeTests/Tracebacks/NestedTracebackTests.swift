import Testing

@testable import Intake

@Suite("Tracebacks inside messages")
struct NestedTracebackTests {
    @Test("a DataLoader's worker")
    func dataLoader() {
        let scan = scanTracebacks(
            #"""
            2026-03-01 10:00:00 ERROR worker failed
            Traceback (most recent call last):
              File "/app/train.py", line 3, in <module>
                run()
            RuntimeError: Caught ValueError in DataLoader worker process 0.
            Original Traceback (most recent call last):
              File "/opt/lib/python3.11/site-packages/torch/utils/data/_utils/worker.py", line 308, in _worker_loop
                data = fetcher.fetch(index)  # type: ignore[possibly-undefined]
              File "/app/data.py", line 41, in __getitem__
                raise ValueError("bad image 7")
            ValueError: bad image 7

            next line
            """#)
        #expect(
            describe(scan) == #"""
                python 2-11, logged as ERROR
                ValueError <bad image 7> @11
                  /opt/lib/python3.11/site-packages/torch/utils/data/_utils/worker.py:308 _worker_loop `data = fetcher.fetch(index)  # type: ignore[possibly-undefined]` @7
                  /app/data.py:41 __getitem__ `raise ValueError("bad image 7")` @9
                cause: RuntimeError <Caught ValueError in DataLoader worker process 0.> @5
                  /app/train.py:3 <module> `run()` @3
                """#)
    }

    @Test("a process of torch.multiprocessing.spawn")
    func torchSpawn() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "train.py", line 30, in <module>
                mp.spawn(main)
              File "/opt/lib/python3.11/site-packages/torch/multiprocessing/spawn.py", line 160, in join
                raise ProcessRaisedException(msg, error_index, failed_process.pid)
            torch.multiprocessing.spawn.ProcessRaisedException: 

            -- Process 0 terminated with the following error:
            Traceback (most recent call last):
              File "/opt/lib/python3.11/site-packages/torch/multiprocessing/spawn.py", line 69, in _wrap
                fn(i, *args)
              File "/app/train.py", line 9, in main
                raise KeyError("label")
            KeyError: 'label'
            """#)
        #expect(
            describe(scan) == #"""
                python 1-14
                KeyError <'label'> @14
                  /opt/lib/python3.11/site-packages/torch/multiprocessing/spawn.py:69 _wrap `fn(i, *args)` @10
                  /app/train.py:9 main `raise KeyError("label")` @12
                cause: torch.multiprocessing.spawn.ProcessRaisedException <||-- Process 0 terminated with the following error:> @6
                  train.py:30 <module> `mp.spawn(main)` @2
                  /opt/lib/python3.11/site-packages/torch/multiprocessing/spawn.py:160 join `raise ProcessRaisedException(msg, error_index, failed_process.pid)` @4
                """#)
    }

    @Test("Ray prints the remote frames without a header")
    func ray() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "train.py", line 5, in <module>
                ray.get(f.remote())
              File "/opt/lib/python3.11/site-packages/ray/worker.py", line 2524, in get
                raise value.as_instanceof_cause()
            ray.exceptions.RayTaskError(ValueError): ray::f() (pid=77, ip=10.0.0.4)
              File "train.py", line 3, in f
                raise ValueError("shard 3")
            ValueError: shard 3
            """#)
        #expect(
            describe(scan) == #"""
                python 1-9
                ValueError <shard 3> @9
                  train.py:3 f `raise ValueError("shard 3")` @7
                cause: ray.exceptions.RayTaskError(ValueError) <ray::f() (pid=77, ip=10.0.0.4)> @6
                  train.py:5 <module> `ray.get(f.remote())` @2
                  /opt/lib/python3.11/site-packages/ray/worker.py:2524 get `raise value.as_instanceof_cause()` @4
                """#)
    }

    @Test("torchrun's report quotes the rank's traceback")
    func torchrun() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "/opt/bin/torchrun", line 8, in <module>
                sys.exit(main())
            torch.distributed.elastic.multiprocessing.errors.ChildFailedError: 
            ============================================================
            train.py FAILED
            ------------------------------------------------------------
            Failures:
              <NO_OTHER_FAILURES>
            ------------------------------------------------------------
            Root Cause (first observed failure):
            [0]:
              time      : 2026-03-01_10:00:00
              host      : node-0
              rank      : 0 (local_rank: 0)
              exitcode  : 1 (pid: 71)
              error_file: /tmp/x/error.json
              traceback : Traceback (most recent call last):
                File "/app/train.py", line 10, in main
                  raise OSError("disk")
              OSError: disk

            ============================================================
            bash: line 1: foo
            """#)
        #expect(
            describe(scan) == #"""
                python 1-21
                OSError <disk> @21
                  /app/train.py:10 main `raise OSError("disk")` @19
                cause: torch.distributed.elastic.multiprocessing.errors.ChildFailedError <|============================================================|train.py FAILED|------------------------------------------------------------|Failures:|  <NO_OTHER_FAILURES>|------------------------------------------------------------|Root Cause (first observed failure):|[0]:|  time      : 2026-03-01_10:00:00|  host      : node-0|  rank      : 0 (local_rank: 0)|  exitcode  : 1 (pid: 71)|  error_file: /tmp/x/error.json> @4
                  /opt/bin/torchrun:8 <module> `sys.exit(main())` @2
                """#)
    }

    @Test("torchrun's report alone is one message")
    func reportWithoutTraceback() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "/opt/bin/torchrun", line 8, in <module>
                sys.exit(main())
            torch.distributed.elastic.multiprocessing.errors.ChildFailedError: 
            ============================================================
            train.py FAILED
            ------------------------------------------------------------
            Failures:
              <NO_OTHER_FAILURES>
            ------------------------------------------------------------
            Root Cause (first observed failure):
              exitcode  : -9 (pid: 71)
              traceback : Signal 9 (SIGKILL) received by PID 71
            ============================================================
            train.sh: line 4: still here
            """#)
        #expect(
            describe(scan) == #"""
                python 1-14
                torch.distributed.elastic.multiprocessing.errors.ChildFailedError <|============================================================|train.py FAILED|------------------------------------------------------------|Failures:|  <NO_OTHER_FAILURES>|------------------------------------------------------------|Root Cause (first observed failure):|  exitcode  : -9 (pid: 71)|  traceback : Signal 9 (SIGKILL) received by PID 71|============================================================> @4
                  /opt/bin/torchrun:8 <module> `sys.exit(main())` @2
                """#)
    }

    @Test("a worker's text raised again")
    func reraisedText() {
        let scan = scanTracebacks(
            #"""
            Traceback (most recent call last):
              File "run.py", line 9, in <module>
                raise Exception(text)
            Exception: Traceback (most recent call last):
              File "worker.py", line 4, in work
                return table["id"]
            KeyError: 'id'
            """#)
        #expect(
            describe(scan) == #"""
                python 1-7
                KeyError <'id'> @7
                  worker.py:4 work `return table["id"]` @5
                cause: Exception <Traceback (most recent call last):> @4
                  run.py:9 <module> `raise Exception(text)` @2
                """#)
    }

    @Test("papermill wraps the notebook's own")
    func papermill() {
        let scan = scanTracebacks(
            #"""

            Executing: 100%|██████████| 1/1 [00:00<00:00,  1.53cell/s]
            Executing: 100%|██████████| 1/1 [00:00<00:00,  1.30cell/s]
            Traceback (most recent call last):
              File "/opt/env/bin/papermill", line 8, in <module>
                sys.exit(papermill())
                         ^^^^^^^^^^^
              File "/opt/env/lib/python3.11/site-packages/click/core.py", line 1653, in __call__
                return self.main(*args, **kwargs)
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^
              File "/opt/env/lib/python3.11/site-packages/click/core.py", line 1560, in main
                rv = self.invoke(ctx)
                     ^^^^^^^^^^^^^^^^
              File "/opt/env/lib/python3.11/site-packages/click/core.py", line 1414, in invoke
                return ctx.invoke(self.callback, **ctx.params)
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              File "/opt/env/lib/python3.11/site-packages/click/core.py", line 911, in invoke
                return callback(*args, **kwargs)
                       ^^^^^^^^^^^^^^^^^^^^^^^^^
              File "/opt/env/lib/python3.11/site-packages/click/decorators.py", line 34, in new_func
                return f(get_current_context(), *args, **kwargs)
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              File "/opt/env/lib/python3.11/site-packages/papermill/cli.py", line 235, in papermill
                execute_notebook(
              File "/opt/env/lib/python3.11/site-packages/papermill/execute.py", line 131, in execute_notebook
                raise_for_execution_errors(nb, output_path)
              File "/opt/env/lib/python3.11/site-packages/papermill/execute.py", line 251, in raise_for_execution_errors
                raise error
            papermill.exceptions.PapermillExecutionError: 
            ---------------------------------------------------------------------------
            Exception encountered at "In [1]":
            ---------------------------------------------------------------------------
            JSONDecodeError                           Traceback (most recent call last)
            Cell In[1], line 4
                  1 def f(d):
                  2     return d['b']
                  3 import json
            ----> 4 json.loads('{')

            File /usr/lib/python3.11/json/__init__.py:346, in loads(s, cls, object_hook, parse_float, parse_int, parse_constant, object_pairs_hook, **kw)
                341     s = s.decode(detect_encoding(s), 'surrogatepass')
                343 if (cls is None and object_hook is None and
                344         parse_int is None and parse_float is None and
                345         parse_constant is None and object_pairs_hook is None and not kw):
            --> 346     return _default_decoder.decode(s)
                347 if cls is None:
                348     cls = JSONDecoder

            File /usr/lib/python3.11/json/decoder.py:337, in JSONDecoder.decode(self, s, _w)
                332 def decode(self, s, _w=WHITESPACE.match):
                333     """Return the Python representation of ``s`` (a ``str`` instance
                334     containing a JSON document).
                335 
                336     """
            --> 337     obj, end = self.raw_decode(s, idx=_w(s, 0).end())
                338     end = _w(s, end).end()
                339     if end != len(s):

            File /usr/lib/python3.11/json/decoder.py:353, in JSONDecoder.raw_decode(self, s, idx)
                344 """Decode a JSON document from ``s`` (a ``str`` beginning with
                345 a JSON document) and return a 2-tuple of the Python
                346 representation and the index in ``s`` where the document ended.
               (...)    350 
                351 """
                352 try:
            --> 353     obj, end = self.scan_once(s, idx)
                354 except StopIteration as err:
                355     raise JSONDecodeError("Expecting value", s, err.value) from None

            JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)
            """#)
        #expect(
            describe(scan) == #"""
                python 4-70
                JSONDecodeError <Expecting property name enclosed in double quotes: line 1 column 2 (char 1)> @70
                  Cell In[1]:4 <module> `json.loads('{')` @34
                  /usr/lib/python3.11/json/__init__.py:346 loads `return _default_decoder.decode(s)` @40
                  /usr/lib/python3.11/json/decoder.py:337 JSONDecoder.decode `obj, end = self.raw_decode(s, idx=_w(s, 0).end())` @49
                  /usr/lib/python3.11/json/decoder.py:353 JSONDecoder.raw_decode `obj, end = self.scan_once(s, idx)` @59
                cause: papermill.exceptions.PapermillExecutionError <|---------------------------------------------------------------------------|Exception encountered at "In [1]":|---------------------------------------------------------------------------> @29
                  /opt/env/bin/papermill:8 <module> `sys.exit(papermill())` @5
                  /opt/env/lib/python3.11/site-packages/click/core.py:1653 __call__ `return self.main(*args, **kwargs)` @8
                  /opt/env/lib/python3.11/site-packages/click/core.py:1560 main `rv = self.invoke(ctx)` @11
                  /opt/env/lib/python3.11/site-packages/click/core.py:1414 invoke `return ctx.invoke(self.callback, **ctx.params)` @14
                  /opt/env/lib/python3.11/site-packages/click/core.py:911 invoke `return callback(*args, **kwargs)` @17
                  /opt/env/lib/python3.11/site-packages/click/decorators.py:34 new_func `return f(get_current_context(), *args, **kwargs)` @20
                  /opt/env/lib/python3.11/site-packages/papermill/cli.py:235 papermill `execute_notebook(` @23
                  /opt/env/lib/python3.11/site-packages/papermill/execute.py:131 execute_notebook `raise_for_execution_errors(nb, output_path)` @25
                  /opt/env/lib/python3.11/site-packages/papermill/execute.py:251 raise_for_execution_errors `raise error` @27
                """#)
    }
}
