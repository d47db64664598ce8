import Testing

@testable import Intake

@Suite("Exception groups")
struct GroupTracebackTests {
    @Test("members depth first, groups in groups, a member without frames")
    func nestedGroups() {
        let scan = scanTracebacks(
            #"""
              + Exception Group Traceback (most recent call last):
              |   File "/mnt/code/group.py", line 13, in <module>
              |     make()
              |     ~~~~^^
              |   File "/mnt/code/group.py", line 12, in make
              |     raise ExceptionGroup('two tasks failed', [es[0], inner])
              | ExceptionGroup: two tasks failed (2 sub-exceptions)
              +-+---------------- 1 ----------------
                | Traceback (most recent call last):
                |   File "/mnt/code/group.py", line 6, in make
                |     try: fail(e)
                |          ~~~~^^^
                |   File "/mnt/code/group.py", line 2, in fail
                |     raise e
                | ValueError: bad row
                | line two
                +---------------- 2 ----------------
                | Exception Group Traceback (most recent call last):
                |   File "/mnt/code/group.py", line 9, in make
                |     raise ExceptionGroup('inner', [OSError(28,'No space left on device'), es[1]])
                | ExceptionGroup: inner (2 sub-exceptions)
                +-+---------------- 1 ----------------
                  | OSError: [Errno 28] No space left on device
                  +---------------- 2 ----------------
                  | Traceback (most recent call last):
                  |   File "/mnt/code/group.py", line 6, in make
                  |     try: fail(e)
                  |          ~~~~^^^
                  |   File "/mnt/code/group.py", line 2, in fail
                  |     raise e
                  | KeyError: 'id'
                  +------------------------------------
            """#)
        #expect(
            describe(scan) == #"""
                exceptionGroup 1-32
                ExceptionGroup <two tasks failed (2 sub-exceptions)> @7
                  /mnt/code/group.py:13 <module> `make()` @2
                  /mnt/code/group.py:12 make `raise ExceptionGroup('two tasks failed', [es[0], inner])` @5
                    ValueError <bad row|line two> @15
                      /mnt/code/group.py:6 make `try: fail(e)` @10
                      /mnt/code/group.py:2 fail `raise e` @13
                    ExceptionGroup <inner (2 sub-exceptions)> @21
                      /mnt/code/group.py:9 make `raise ExceptionGroup('inner', [OSError(28,'No space left on device'), es[1]])` @19
                        OSError <[Errno 28] No space left on device> @23
                        KeyError <'id'> @31
                          /mnt/code/group.py:6 make `try: fail(e)` @26
                          /mnt/code/group.py:2 fail `raise e` @29
                """#)
    }

    @Test("before Python 3.13 a message goes on outside the gutter")
    func textOutsideTheGutter() {
        let scan = scanTracebacks(
            #"""
              + Exception Group Traceback (most recent call last):
              |   File "/mnt/code/group.py", line 13, in <module>
              |     make()
              |   File "/mnt/code/group.py", line 12, in make
              |     raise ExceptionGroup('two tasks failed', [es[0], inner])
              | ExceptionGroup: two tasks failed (2 sub-exceptions)
              +-+---------------- 1 ----------------
                | Traceback (most recent call last):
                |   File "/mnt/code/group.py", line 6, in make
                |     try: fail(e)
                |          ^^^^^^^
                |   File "/mnt/code/group.py", line 2, in fail
                |     raise e
                | ValueError: bad row
            line two
                +---------------- 2 ----------------
                | Exception Group Traceback (most recent call last):
                |   File "/mnt/code/group.py", line 9, in make
                |     raise ExceptionGroup('inner', [OSError(28,'No space left on device'), es[1]])
                | ExceptionGroup: inner (2 sub-exceptions)
                +-+---------------- 1 ----------------
                  | OSError: [Errno 28] No space left on device
                  +---------------- 2 ----------------
                  | Traceback (most recent call last):
                  |   File "/mnt/code/group.py", line 6, in make
                  |     try: fail(e)
                  |          ^^^^^^^
                  |   File "/mnt/code/group.py", line 2, in fail
                  |     raise e
                  | KeyError: 'id'
                  +------------------------------------
            """#)
        #expect(
            describe(scan) == #"""
                exceptionGroup 1-31
                ExceptionGroup <two tasks failed (2 sub-exceptions)> @6
                  /mnt/code/group.py:13 <module> `make()` @2
                  /mnt/code/group.py:12 make `raise ExceptionGroup('two tasks failed', [es[0], inner])` @4
                    ValueError <bad row|line two> @14
                      /mnt/code/group.py:6 make `try: fail(e)` @9
                      /mnt/code/group.py:2 fail `raise e` @12
                    ExceptionGroup <inner (2 sub-exceptions)> @20
                      /mnt/code/group.py:9 make `raise ExceptionGroup('inner', [OSError(28,'No space left on device'), es[1]])` @18
                        OSError <[Errno 28] No space left on device> @22
                        KeyError <'id'> @30
                          /mnt/code/group.py:6 make `try: fail(e)` @25
                          /mnt/code/group.py:2 fail `raise e` @28
                """#)
    }
}
