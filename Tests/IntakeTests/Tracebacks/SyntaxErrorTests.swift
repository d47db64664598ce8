import Testing

@testable import Intake

@Suite("Syntax errors without a header")
struct SyntaxErrorTests {
    @Test("a syntax error of the script")
    func syntaxError() {
        let scan = scanTracebacks(
            #"""
              File "/mnt/code/syn.py", line 1
                def f(:
                      ^
            SyntaxError: invalid syntax
            """#)
        #expect(
            describe(scan) == #"""
                syntaxError 1-4
                SyntaxError <invalid syntax> @4
                  /mnt/code/syn.py:1 - `def f(:` @1
                """#)
    }

    @Test("an indentation error")
    func indentationError() {
        let scan = scanTracebacks(
            #"""
              File "ind.py", line 2
                x = 1
                ^
            IndentationError: expected an indented block
            """#)
        #expect(
            describe(scan) == #"""
                syntaxError 1-4
                IndentationError <expected an indented block> @4
                  ind.py:2 - `x = 1` @1
                """#)
    }

    @Test("a tab error without a caret")
    func tabError() {
        let scan = scanTracebacks(
            #"""
              File "/mnt/code/tab.py", line 3
                pass
            TabError: inconsistent use of tabs and spaces in indentation
            """#)
        #expect(
            describe(scan) == #"""
                syntaxError 1-3
                TabError <inconsistent use of tabs and spaces in indentation> @3
                  /mnt/code/tab.py:3 - `pass` @1
                """#)
    }

    @Test("of Python 2")
    func python2() {
        let scan = scanTracebacks(
            #"""
              File "task.py", line 2
                async def bad():
                        ^
            SyntaxError: invalid syntax
            """#)
        #expect(
            describe(scan) == #"""
                syntaxError 1-4
                SyntaxError <invalid syntax> @4
                  task.py:2 - `async def bad():` @1
                """#)
    }

    @Test("of a notebook's cell")
    func cell() {
        let scan = scanTracebacks(
            #"""
              Cell In[2], line 1
                def f(:
                      ^
            SyntaxError: invalid syntax
            """#)
        #expect(
            describe(scan) == #"""
                syntaxError 1-4
                SyntaxError <invalid syntax> @4
                  Cell In[2]:1 - `def f(:` @1
                """#)
    }

    @Test("after other output")
    func afterOutput() {
        let scan = scanTracebacks(
            #"""
            loading
              File "train.py", line 12
                print "x"
                ^^^^^^^^^
            SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?
            bash: exit 1
            """#)
        #expect(
            describe(scan) == #"""
                syntaxError 2-5
                SyntaxError <Missing parentheses in call to 'print'. Did you mean print(...)?> @5
                  train.py:12 - `print "x"` @2
                """#)
    }
}
