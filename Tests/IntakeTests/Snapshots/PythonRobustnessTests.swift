import Evidence
import Testing

@testable import Intake

@Suite("Python code that is broken, old or strange")
struct PythonRobustnessTests {
    @Test("the path tells snapshot and module")
    func places() {
        func place(_ path: String) -> [String?] {
            let evidence = PythonScanner.scan([], source: path)
            return [evidence.snapshotID, evidence.module]
        }
        let id = "0123456789abcdef0123456789ABCDEF"
        let uuid = "01234567-89ab-cdef-0123-456789abcdef"
        #expect(place("export/snapshots/\(id)/src/train.py") == [id, "src/train.py"])
        #expect(place("code/\(uuid)/train.py") == [uuid, "train.py"])
        #expect(place("snapshots/\(uuid).zip!pkg/a.py") == [uuid, "pkg/a.py"])
        #expect(place("runs/\(id)/train.py") == [nil, "train.py"])
        #expect(place("code/training/train.py") == [nil, "train.py"])
        #expect(place("train.py") == [nil, "train.py"])
    }

    @Test("imports by their top level name, each once")
    func imports() {
        let code = "import os.path, numpy as np\nfrom azure.storage.blob import (A,\n  B)\nfrom . import x\nfrom ..y import z\nimport os\n"
        let evidence = PythonScanner.scan(Array(code.utf8), source: "x.py")
        #expect(evidence.imports == ["os", "numpy", "azure"])
        #expect(evidence.lineCount == 6)
    }

    @Test("words in strings and comments are no code")
    func strings() {
        let code = #"""
            """
            try:
            except: pass
            """
            x = 'print("a")'  # sys.exit(1)
            y = f"{d["k"]} {'sys.exit(1)'} {z:'>10}"; print("seen")
            q = "it's \" print(1)" r'\'' + 'print("b")'
            """#
        #expect(describeHandlers(code).isEmpty)
        #expect(describeCalls(code, .output, .exit) == "6 print [\"seen\"]")
    }

    @Test("a bracket or quote that never closes costs its own statement only")
    func unclosed() {
        let code = """
            a = foo(1,
            def main():
                x = 'unclosed
                print("still read")
            import late
            """
        #expect(describeCalls(code, .output) == "4 print [\"still read\"] in main")
        #expect(PythonScanner.scan(Array(code.utf8), source: "x.py").imports == ["late"])
    }

    @Test("line continuations, tabs, carriage returns, a byte order mark and other encodings")
    func layout() {
        let code: [UInt8] =
            [0xEF, 0xBB, 0xBF] + Array("if x:\r\n\tprint('a', \\\r\n\t\t'b')\r\n\t# é\r\n        sys.exit(2)\r\n".utf8) + [0xFF, 0x0A]
        let calls = PythonScanner.scan(code, source: "x.py").calls
        #expect(calls.map(\.function) == ["print", "sys.exit"])
        #expect(
            calls.map(\.quote.location) == [Location(source: "x.py", line: 2, offset: 10), Location(source: "x.py", line: 5, offset: 40)])
        #expect(calls.map(\.quote.text) == ["\tprint('a', \\", "        sys.exit(2)"])
    }

    @Test("no more than 2,000 calls and 500 handlers")
    func caps() {
        let code = String(repeating: "try:\n    print(1)\nexcept: pass\n", count: 2_500)
        let evidence = PythonScanner.scan(Array(code.utf8), source: "x.py")
        #expect(evidence.calls.count == 2_000)
        #expect(evidence.handlers.count == 500)
        #expect(evidence.lineCount == 7_500)
    }

    @Test(
        "deep or endless constructions end",
        arguments: [
            "(", "f\"{", "f'{f\"{", "\"\"\"", "a+", "a/b%", "x.a", "f(", "x.a()", "lambda:", "a=", "a[b:c],", "try:\n ", "except ",
            "if x:\n",
            "@", "\\\n", "{", "import ", "with a as b,", "\u{0}", "print ", "f\"{a:{", "else:", ";", "'", "def f(",
        ])
    func endless(part: String) {
        let evidence = PythonScanner.scan(Array(String(repeating: part, count: 20_000).utf8), source: "x.py")
        #expect(evidence.handlers.isEmpty)
    }

    @Test("cut at any byte, or with any byte changed, nothing breaks", arguments: 0..<20)
    func damage(seed: UInt64) {
        let code = Array(
            #"""
            import os, requests as rq
            class A(B, metaclass=M):
                @property
                async def f(self, a: int = 3, *, b=g(4)) -> Dict[str, int]:
                    try:
                        async with s.get(f"{self.url}/x?{q['a']!r:>{w}}") as r, open('a' 'b', "w") as fh:
                            x: int = await r.json(); y += [i for i in range(3) if i]; fh.write('''z
            ''')
                    except (KeyError, OSError) as e: log.error("a %s" % e); raise RuntimeError from e
                    finally: os._exit(1)
            lambda a, b=(1, 2): {a: b[1:2], **c}
            """#.utf8)
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func next(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(bound))
        }
        let lines = code.count { $0 == 10 } + 1
        for _ in 0..<200 {
            var changed = Array(code[..<next(code.count + 1)])
            for _ in 0..<next(4) where !changed.isEmpty { changed[next(changed.count)] = UInt8(next(256)) }
            let evidence = PythonScanner.scan(changed, source: "x.py")
            #expect(evidence.lineCount <= lines + 4)
            for call in evidence.calls {
                #expect((call.quote.location.line ?? 0) <= lines + 4 && (call.quote.location.offset ?? 0) <= changed.count)
            }
        }
    }
}
