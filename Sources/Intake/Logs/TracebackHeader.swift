/// How a line announces a traceback.
enum TracebackHeader {
    case python
    case exceptionGroup
    case rich
    /// The type that IPython names before the words.
    case notebook(String)
    /// faulthandler's: innermost frame first.
    case faulthandler
    case pyspy
    /// On one line, with `\n` for the line ends.
    case escaped
    /// `SyntaxError: ...`: a header only if a `File "x.py", line 3` stands right before it.
    case syntaxError

    init?(_ text: TracebackText) {
        let body = text.body
        if let start = body.position(of: "Traceback (most recent call last)") {
            let rest = body[(start + 33)...]
            if rest.starts(with: ":") {
                let after = rest.dropFirst()
                if after.starts(with: "\\") {
                    self = .escaped
                } else if after.isEmpty {
                    self = body[..<start].ends(with: "Exception Group ") ? .exceptionGroup : .python
                } else {
                    return nil
                }
            } else if TracebackHeader.isBoxRule(body[..<start].trimmed), TracebackHeader.isBoxRule(rest.trimmed) {
                self = .rich
            } else if rest.isEmpty, let type = TracebackHeader.notebookType(body[..<start]) {
                self = .notebook(type)
            } else {
                return nil
            }
        } else if text.isThreadDump || text.isDumpAnnouncement {
            self = .faulthandler
        } else if text.pyspyThread != nil {
            self = .pyspy
        } else if body.starts(with: "SyntaxError: ") || body.starts(with: "IndentationError: ") || body.starts(with: "TabError: ")
            || body.starts(with: "SyntaxErrorSyntaxError: ")
        {
            self = .syntaxError
        } else {
            return nil
        }
    }

    /// `╭─────`, `+-----`: corners and strokes of a box, at least three of them.
    private static func isBoxRule(_ part: ArraySlice<UInt8>) -> Bool {
        guard part.count >= 3 else { return false }
        if part.allSatisfy({ $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) { return true }
        // Box drawing characters are U+2500 to U+257F: E2 94 xx and E2 95 xx.
        return part.count >= 9 && part.count % 3 == 0
            && part.indices.allSatisfy { index in
                switch (index - part.startIndex) % 3 {
                case 0: part[index] == 0xE2
                case 1: part[index] == 0x94 || part[index] == 0x95
                default: true
                }
            }
    }

    /// `KeyError                  ` before the words: one name, then at least two spaces.
    private static func notebookType(_ part: ArraySlice<UInt8>) -> String? {
        guard part.ends(with: "  ") else { return nil }
        let name = part.trimmed
        guard let final = TracebackFinal(TracebackText(bytes: Array(name))), !final.hasColon else { return nil }
        return final.type
    }
}

extension TracebackText {
    /// `Current thread 0x... (most recent call first):`.
    var isThreadDump: Bool {
        let body = body
        return body.ends(with: "(most recent call first):")
            && (body.starts(with: "Current thread ") || body.starts(with: "Thread 0x") || body.starts(with: "Stack (most"))
    }

    /// `Fatal Python error: ...`, `Timeout (0:00:05)!`, `Windows fatal exception: ...`: what stands above a dump.
    var isDumpAnnouncement: Bool {
        let body = body
        if body.starts(with: "Fatal Python error: ") || body.starts(with: "Windows fatal exception: ") { return true }
        // `0:00:05` or `0:00:00.500000`: other programs give their time-outs in words.
        guard body.starts(with: "Timeout ("), body.ends(with: ")!") else { return false }
        let span = body.dropFirst(9).dropLast(2)
        return span.contains(UInt8(ascii: ":"))
            && span.allSatisfy { $0.isTracebackDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
    }

    /// Name and state of py-spy's `Thread 18209 (idle): "MainThread"`.
    var pyspyThread: (name: String, state: String)? {
        guard body.starts(with: "Thread ") else { return nil }
        let rest = body.dropFirst(7)
        guard let open = rest.position(of: " ("), let close = rest.position(of: ")"), open < close else { return nil }
        let id = rest[..<open]
        guard !id.isEmpty, id.allSatisfy({ $0.isTracebackDigit || (0x61...0x66).contains($0 | 0x20) || $0 == UInt8(ascii: "x") })
        else { return nil }
        let state = rest[(open + 2)..<close]
        let isState = ["idle", "active", "active+gil"].contains { state.elementsEqual($0.utf8) }
        guard isState else { return nil }
        let tail = rest[(close + 1)...]
        if tail.isEmpty { return ("", state.text) }
        guard tail.starts(with: ": \""), tail.ends(with: "\""), tail.count >= 4 else { return nil }
        return (tail.dropFirst(3).dropLast().text, state.text)
    }
}
