import Testing

@testable import Intake

@Suite("Tracebacks on one line")
struct EscapedTracebackTests {
    @Test("in a JSON string")
    func json() {
        let scan = scanTracebacks(
            #"""
            {"exit_code":1,"error_message":"Execution failed with error: x [stderr]Traceback (most recent call last):\n  File \"train.py\", line 3, in <module>\n    main()\n  File \"train.py\", line 2, in main\n    raise ValueError(\"a \\\"b\\\"\")\nValueError: a \"b\"\n","time":"x"}
            """#)
        #expect(
            describe(scan) == #"""
                escaped 1-1
                ValueError <a "b"> @1
                  train.py:3 <module> `main()` @1
                  train.py:2 main `raise ValueError("a \"b\"")` @1
                """#)
    }

    @Test("in a Python literal")
    func literal() {
        let scan = scanTracebacks(
            #"""
            ERROR details: 'Traceback (most recent call last):\n  File "train.py", line 3, in <module>\n    d[\'x\']\nKeyError: \'x\'\n' end
            """#)
        #expect(
            describe(scan) == #"""
                escaped 1-1
                KeyError <'x'> @1
                  train.py:3 <module> `d['x']` @1
                """#)
    }

    @Test("in JSON in JSON, with a chain")
    func jsonInJson() {
        let scan = scanTracebacks(
            #"""
            {"a":"{\"m\":\"Traceback (most recent call last):\\n  File \\\"t.py\\\", line 3, in <module>\\n    main()\\nKeyError: 'x'\\n\\nDuring handling of the above exception, another exception occurred:\\n\\nTraceback (most recent call last):\\n  File \\\"t.py\\\", line 5, in f\\n    main()\\nRuntimeError: y\\n\"}"}
            """#)
        #expect(
            describe(scan) == #"""
                escaped 1-1
                KeyError <'x'> @1
                  t.py:3 <module> `main()` @1
                context: RuntimeError <y> @1
                  t.py:5 f `main()` @1
                """#)
    }

    @Test("a string that is cut off")
    func cutString() {
        let scan = scanTracebacks(
            #"""
            {"x": "Traceback (most recent call last):\r\n  File \"t.py\", line 3, in <module>\r\nValueError: cut
            """#)
        #expect(
            describe(scan) == #"""
                escaped 1-1
                ValueError <cut> @1
                  t.py:3 <module> @1
                """#)
    }

    @Test("escaped colours are removed")
    func colored() {
        let scan = scanTracebacks(
            #"""
            {"e":"Traceback (most recent call last):\n  File \"t.py\", line 3, in <module>\n    main()\n\u001b[1;35mKeyError\u001b[0m: \u001b[35m3\u001b[0m"}
            """#)
        #expect(
            describe(scan) == #"""
                escaped 1-1
                KeyError <3> @1
                  t.py:3 <module> `main()` @1
                """#)
    }

    @Test("without a line end in it")
    func unescapable() {
        let scan = scanTracebacks(
            #"""
            {"e":"Traceback (most recent call last):\"}
            """#)
        #expect(scan.tracebacks.isEmpty)
    }
}
