import Evidence
import Testing

@testable import Intake

@Suite("Raw lines of frames")
struct FrameLineTests {
    private func frames(_ log: String) throws -> [TracebackFrame] {
        try LogSupport.scan(log).tracebacks.first?.terminal.frames ?? []
    }

    @Test("the innermost frame and the innermost of the user's own keep the line as the log shows it")
    func kept() throws {
        let log = """
            [stderr]Traceback (most recent call last):
            [stderr]  File "train.py", line 9, in <module>
            [stderr]    main()
            [stderr]  File "train.py", line 5, in main
            [stderr]    load(path)
            [stderr]  File "/opt/env/lib/python3.9/site-packages/lib.py", line 3, in load
            [stderr]    raise ValueError('x')
            [stderr]ValueError: x

            """
        let found = try frames(log)
        #expect(
            found.map(\.rawText) == [
                nil, "[stderr]  File \"train.py\", line 5, in main",
                "[stderr]  File \"/opt/env/lib/python3.9/site-packages/lib.py\", line 3, in load",
            ])
        #expect(found.map(\.rawCode) == [nil, "[stderr]    load(path)", "[stderr]    raise ValueError('x')"])
        #expect(found.map(\.logOffset) == [43, 109, 175])
        let quote = found[1].quote(from: "std_log.txt", time: nil)
        #expect(quote?.location == Location(source: "std_log.txt", line: 4, offset: 109))
        #expect(quote?.after == ["[stderr]    load(path)"])
    }

    @Test("a frame inside an escaped traceback has no line of its own")
    func escaped() throws {
        let log = #"{"error": "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    f()\nKeyError: 'k'\n"}"# + "\n"
        let found = try frames(log)
        #expect(found.map(\.function) == ["<module>"])
        #expect(found.map(\.rawText) == [nil])
    }

    @Test("of a hundred frames the store keeps two lines")
    func deep() throws {
        let middle = (1...60).map { "  File \"a.py\", line \($0), in f\($0)\n    g()\n" }.joined()
        let found = try frames("Traceback (most recent call last):\n" + middle + "ValueError: x\n")
        #expect(found.count == 60)
        #expect(found.count { $0.rawText != nil } == 1)
    }
}
