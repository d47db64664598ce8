import Testing

@testable import Intake

@Suite("Tracebacks of IPython")
struct NotebookTracebackTests {
    @Test("IPython 8")
    func cells() {
        let scan = scanTracebacks(
            #"""
            ---------------------------------------------------------------------------
            KeyError                                  Traceback (most recent call last)
            Cell In[1], line 3
                  1 def f(d):
                  2     return d['b']
            ----> 3 f({'a': 1})

            Cell In[1], line 2, in f(d)
                  1 def f(d):
            ----> 2     return d['b']

            KeyError: 'b'
            """#)
        #expect(
            describe(scan) == #"""
                ipython 2-12
                KeyError <'b'> @12
                  Cell In[1]:3 <module> `f({'a': 1})` @3
                  Cell In[1]:2 f `return d['b']` @8
                """#)
    }

    @Test("IPython 7 and 8.0: the line stands at the arrow")
    func olderForms() {
        let scan = scanTracebacks(
            #"""
            KeyError                                  Traceback (most recent call last)
            <ipython-input-1-1a2b3c> in <module>
                  1 d = {}
            ----> 2 f(d)

            <ipython-input-1-1a2b3c> in f(d)
                  3 def f(d):
            ----> 4     return d['b']
                  5 

            /opt/conda/lib/python3.8/site-packages/pandas/core/frame.py in __getitem__(self, key)
               2900             if self.columns.nlevels > 1:
            -> 2902                 return self._getitem_multilevel(key)
            KeyError: 'b'

            The above exception was the direct cause of the following exception:

            ValueError                                Traceback (most recent call last)
            Input In [3], in <cell line: 3>()
                  1 def g():
            ----> 3 g()

            Input In [3], in g()
            ----> 2     raise ValueError('x') from e

            ValueError: x
            """#)
        #expect(
            describe(scan) == #"""
                ipython 1-26
                KeyError <'b'> @14
                  <ipython-input-1-1a2b3c>:2 <module> `f(d)` @2
                  <ipython-input-1-1a2b3c>:4 f `return d['b']` @6
                  /opt/conda/lib/python3.8/site-packages/pandas/core/frame.py:2902 __getitem__ `return self._getitem_multilevel(key)` @11
                cause: ValueError <x> @26
                  Input In [3]:3 <module> `g()` @19
                  Input In [3]:2 g `raise ValueError('x') from e` @23
                """#)
    }
}
