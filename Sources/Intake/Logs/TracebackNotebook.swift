import Evidence

/// IPython's frames: `Cell In[1], line 2, in f(d)`, `File /x/y.py:12, in f(a)`, older `<ipython-input-1-...> in f(d)`, each
/// with source lines around an arrow (`----> 2 code`).
struct TracebackNotebookFrames {
    private(set) var list = TracebackFrameList()
    /// Named in the header; the final line repeats it.
    let type: String
    private var blanks = 0

    init(type: String) {
        self.type = type
    }

    mutating func feed(_ line: TracebackLine, _ text: TracebackText) -> TracebackStep {
        if text.isBlank {
            blanks += 1
            return blanks > 4 ? .refused : .taken
        }
        blanks = 0
        if text.indent == 0 || list.isEmpty {
            // The header's type tells the final line from `File ...` and from prints, whatever it is called.
            if let final = TracebackFinal(text), isNamed(final.type) { return .final(final) }
            if let frame = TracebackNotebookFrames.frame(text.body, logLine: line.number) {
                list.append(frame, at: line)
                return .taken
            }
        }
        let body = text.body
        if body.starts(with: "-"), let arrow = body.position(of: "> ") {
            guard let number = body[(arrow + 2)...].leadingNumber() else { return .foreign }
            list.setLine(number.value)
            if number.value == list.last?.line { list.setCode(number.rest, at: line) }
            return .taken
        }
        if text.indent > 0 || body.first?.isTracebackDigit == true { return line.hadPrefix ? .foreign : .taken }
        if TracebackHeader(text) != nil || text.isIntro || text.chainLink != nil { return .refused }
        return .foreign
    }

    /// The header prints the bare name, the final line may print its module too.
    private func isNamed(_ other: String) -> Bool {
        other == type || other.hasSuffix("." + type) || type.hasSuffix("." + other)
    }

    static func frame(_ body: ArraySlice<UInt8>, logLine: Int) -> TracebackFrame? {
        func frame(_ file: ArraySlice<UInt8>, _ line: Int, _ tail: ArraySlice<UInt8>) -> TracebackFrame? {
            var function = tail
            if function.starts(with: ",") { function = function.dropFirst() }
            if function.isEmpty { return TracebackFrame(file: file.text, line: line, function: "<module>", logLine: logLine) }
            guard function.starts(with: " in ") else { return nil }
            function = function.dropFirst(4)
            // `f(d)` names the function and its arguments; `<cell line: 3>()` and `<module>` the cell itself.
            if let open = function.firstIndex(of: UInt8(ascii: "(")), open > function.startIndex { function = function[..<open] }
            let name = function.starts(with: "<cell line") || function.starts(with: "<module>") ? "<module>" : function.text
            return TracebackFrame(file: file.text, line: line, function: name, logLine: logLine)
        }
        if body.starts(with: "Cell In") || body.starts(with: "Input In") {
            guard let bracket = body.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let file = body[...bracket]
            let rest = body[(bracket + 1)...]
            if rest.starts(with: ", line "), let number = rest.dropFirst(7).leadingNumber() {
                return frame(file, number.value, number.rest)
            }
            return rest.isEmpty ? nil : frame(file, 0, rest)
        }
        if body.starts(with: "File ") {
            let rest = body.dropFirst(5)
            let end = rest.position(of: ", in ") ?? rest.endIndex
            guard let colon = rest[..<end].lastIndex(of: UInt8(ascii: ":")), colon > rest.startIndex,
                let number = rest[(colon + 1)..<end].leadingNumber(), number.rest.isEmpty
            else { return nil }
            return frame(rest[..<colon], number.value, rest[end...])
        }
        // Older ones: `/lib/frame.py in f(a)`, `c:\x\y.py in f()`; the line stands at the arrow.
        guard let place = body.position(of: " in "), place > body.startIndex else { return nil }
        let file = body[..<place]
        guard file.starts(with: "<ipython-input-") || file.starts(with: "<timed ") || file.ends(with: ".py") || file.ends(with: ".pyx")
        else {
            return nil
        }
        return frame(body[..<place], 0, body[place...])
    }
}
