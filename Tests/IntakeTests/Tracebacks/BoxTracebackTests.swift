import Testing

@testable import Intake

@Suite("Tracebacks of rich and loguru")
struct BoxTracebackTests {
    @Test("rich: frames in the box, the final line below it")
    func rich() {
        let scan = scanTracebacks(
            #"""
            ╭───────────────────── Traceback (most recent call last) ──────────────────────╮
            │ /mnt/code/rich_.py:7 in main                                                 │
            │                                                                              │
            │    4 │   return row['price']                                                 │
            │    5 def main():                                                             │
            │    6 │   try:                                                                │
            │ ❱  7 │   │   load({})                                                        │
            │    8 │   except KeyError as e:                                               │
            │    9 │   │   raise RuntimeError('no price') from e                           │
            │   10 main()                                                                  │
            │                                                                              │
            │ /mnt/code/rich_.py:4 in load                                                 │
            │                                                                              │
            │    1 from rich.traceback import install                                      │
            │    2 install(width=100)                                                      │
            │    3 def load(row):                                                          │
            │ ❱  4 │   return row['price']                                                 │
            │    5 def main():                                                             │
            │    6 │   try:                                                                │
            │    7 │   │   load({})                                                        │
            ╰──────────────────────────────────────────────────────────────────────────────╯
            KeyError: 'price'

            The above exception was the direct cause of the following exception:

            ╭───────────────────── Traceback (most recent call last) ──────────────────────╮
            │ /mnt/code/rich_.py:10 in <module>                                            │
            │                                                                              │
            │    7 │   │   load({})                                                        │
            │    8 │   except KeyError as e:                                               │
            │    9 │   │   raise RuntimeError('no price') from e                           │
            │ ❱ 10 main()                                                                  │
            │   11                                                                         │
            │                                                                              │
            │ /mnt/code/rich_.py:9 in main                                                 │
            │                                                                              │
            │    6 │   try:                                                                │
            │    7 │   │   load({})                                                        │
            │    8 │   except KeyError as e:                                               │
            │ ❱  9 │   │   raise RuntimeError('no price') from e                           │
            │   10 main()                                                                  │
            │   11                                                                         │
            ╰──────────────────────────────────────────────────────────────────────────────╯
            RuntimeError: no price
            """#)
        #expect(
            describe(scan) == #"""
                rich 1-44
                KeyError <'price'> @22
                  /mnt/code/rich_.py:7 main `load({})` @2
                  /mnt/code/rich_.py:4 load `return row['price']` @12
                cause: RuntimeError <no price> @44
                  /mnt/code/rich_.py:10 <module> `main()` @27
                  /mnt/code/rich_.py:9 main `raise RuntimeError('no price') from e` @35
                """#)
    }

    @Test("rich with local variables")
    func richLocals() {
        let scan = scanTracebacks(
            #"""
            ╭───────────────────── Traceback (most recent call last) ──────────────────────╮
            │ /mnt/code/rich_l.py:6 in <module>                                            │
            │                                                                              │
            │   3 def load(row):                                                           │
            │   4 │   x = {'a': 1}                                                         │
            │   5 │   return row['price']                                                  │
            │ ❱ 6 load({})                                                                 │
            │   7                                                                          │
            │                                                                              │
            │ /mnt/code/rich_l.py:5 in load                                                │
            │                                                                              │
            │   2 install(width=80, show_locals=True)                                      │
            │   3 def load(row):                                                           │
            │   4 │   x = {'a': 1}                                                         │
            │ ❱ 5 │   return row['price']                                                  │
            │   6 load({})                                                                 │
            │   7                                                                          │
            │                                                                              │
            │ ╭──── locals ────╮                                                           │
            │ │ row = {}       │                                                           │
            │ │   x = {'a': 1} │                                                           │
            │ ╰────────────────╯                                                           │
            ╰──────────────────────────────────────────────────────────────────────────────╯
            KeyError: 'price'
            """#)
        #expect(
            describe(scan) == #"""
                rich 1-24
                KeyError <'price'> @24
                  /mnt/code/rich_l.py:6 <module> `load({})` @2
                  /mnt/code/rich_l.py:5 load `return row['price']` @10
                """#)
    }

    @Test("rich in a logger stands far to the right")
    func richLogger() {
        let scan = scanTracebacks(
            #"""
            [11/21/26 08:54:53] ERROR    step failed                                                richlog.py:7
                                         ╭────────── Traceback (most recent call last) ───────────╮             
                                         │ /mnt/code/richlog.py:6 in <module>                     │             
                                         │                                                        │             
                                         │   3 logging.basicConfig(level="INFO", format="%(messag │             
                                         │     handlers=[RichHandler(rich_tracebacks=True)])      │             
                                         │   4 log = logging.getLogger("x")                       │             
                                         │   5 def f(): raise ValueError("bad\nsecond line")      │             
                                         │ ❱ 6 try: f()                                           │             
                                         │   7 except Exception: log.exception("step failed")     │             
                                         │   8 log.info("next")                                   │             
                                         │   9                                                    │             
                                         │                                                        │             
                                         │ /mnt/code/richlog.py:5 in f                            │             
                                         │                                                        │             
                                         │   2 from rich.logging import RichHandler               │             
                                         │   3 logging.basicConfig(level="INFO", format="%(messag │             
                                         │     handlers=[RichHandler(rich_tracebacks=True)])      │             
                                         │   4 log = logging.getLogger("x")                       │             
                                         │ ❱ 5 def f(): raise ValueError("bad\nsecond line")      │             
                                         │   6 try: f()                                           │             
                                         │   7 except Exception: log.exception("step failed")     │             
                                         │   8 log.info("next")                                   │             
                                         ╰────────────────────────────────────────────────────────╯             
                                         ValueError: bad                                                        
                                         second line                                                            
                                INFO     next                                                       richlog.py:8
            """#)
        #expect(
            describe(scan) == #"""
                rich 2-26
                ValueError <bad|second line> @25
                  /mnt/code/richlog.py:6 <module> `try: f()` @3
                  /mnt/code/richlog.py:5 f `def f(): raise ValueError("bad\nsecond line")` @14
                """#)
    }

    @Test("a path longer than the box is folded")
    func richFolded() {
        let scan = scanTracebacks(
            #"""
            ╭──────── Traceback (most recent call last) ────────╮
            │ /opt/conda/envs/train/lib/python3.11/site-packages │
            │ /pandas/core/indexes/base.py:3798 in get_loc       │
            │                                                    │
            │   3797             except KeyError as err:         │
            │ ❱ 3798                 raise KeyError(key) from err │
            │                                                    │
            │ /mnt/azureml/cr/j/abc/exe/wd/src/train.py:12 in    │
            │ main                                               │
            │                                                    │
            │ ❱ 12     load()                                    │
            ╰────────────────────────────────────────────────────╯
            KeyError: 'incorrect_col'
            """#)
        #expect(
            describe(scan) == #"""
                rich 1-13
                KeyError <'incorrect_col'> @13
                  /opt/conda/envs/train/lib/python3.11/site-packages/pandas/core/indexes/base.py:3798 get_loc `raise KeyError(key) from err` @2
                  /mnt/azureml/cr/j/abc/exe/wd/src/train.py:12 main `load()` @8
                """#)
    }

    @Test("a box of plus and minus signs")
    func asciiBox() {
        let scan = scanTracebacks(
            #"""
            +----------- Traceback (most recent call last) -----------+
            | /mnt/code/train.py:6 in <module>                         |
            |                                                          |
            | > 6 load({})                                             |
            +----------------------------------------------------------+
            ValueError: no rows
            """#)
        #expect(
            describe(scan) == #"""
                rich 1-6
                ValueError <no rows> @6
                  /mnt/code/train.py:6 <module> `load({})` @2
                """#)
    }

    @Test("loguru: blank lines between frames, values under the code")
    func loguru() {
        let scan = scanTracebacks(
            #"""
            2026-03-01 10:00:00 ERROR __main__:<module>:7 - An error has been caught in function '<module>', process 'MainProcess' (10939), thread 'MainThread' (139758659816320):
            Traceback (most recent call last):

            > File "/mnt/code/logu.py", line 7, in <module>
                main(3)
                └ <function main at 0x7f1c18934720>

              File "/mnt/code/logu.py", line 4, in main
                return inner({'a': n})
                       │           └ 3
                       └ <function inner at 0x7f1c17dded40>

              File "/mnt/code/logu.py", line 6, in inner
                return row['b']
                       └ {'a': 3}

            KeyError: 'b'
            2026-03-01 10:00:00 ERROR __main__:<module>:10 - step 2
            Traceback (most recent call last):

            > File "/mnt/code/logu.py", line 9, in <module>
                try: step()
                     └ <function step at 0x7f1c17ddede0>

              File "/mnt/code/logu.py", line 8, in step
                def step(): raise ValueError('neg')
                    └ <function step at 0x7f1c17ddede0>

            ValueError: neg
            2026-03-01 10:00:00 ERROR __main__:<module>:14 - chain
            Traceback (most recent call last):

              File "/mnt/code/logu.py", line 12, in <module>
                try: step()
                     └ <function step at 0x7f1c17ddede0>

              File "/mnt/code/logu.py", line 8, in step
                def step(): raise ValueError('neg')
                    └ <function step at 0x7f1c17ddede0>

            ValueError: neg


            The above exception was the direct cause of the following exception:


            Traceback (most recent call last):

            > File "/mnt/code/logu.py", line 13, in <module>
                except ValueError as e: raise RuntimeError('outer') from e

            RuntimeError: outer
            2026-03-01 10:00:00 INFO __main__:<module>:15 - on
            """#)
        #expect(
            describe(scan) == #"""
                loguru 2-17, logged as ERROR
                KeyError <'b'> @17
                  /mnt/code/logu.py:7 <module> `main(3)` @4
                  /mnt/code/logu.py:4 main `return inner({'a': n})` @8
                  /mnt/code/logu.py:6 inner `return row['b']` @13
                loguru 19-29, logged as ERROR
                ValueError <neg> @29
                  /mnt/code/logu.py:9 <module> `try: step()` @21
                  /mnt/code/logu.py:8 step `def step(): raise ValueError('neg')` @25
                loguru 31-52, logged as ERROR
                ValueError <neg> @41
                  /mnt/code/logu.py:12 <module> `try: step()` @33
                  /mnt/code/logu.py:8 step `def step(): raise ValueError('neg')` @37
                cause: RuntimeError <outer> @52
                  /mnt/code/logu.py:13 <module> `except ValueError as e: raise RuntimeError('outer') from e` @49
                """#)
    }
}
