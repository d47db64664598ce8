import Evidence

/// What the lines before a header say of it.
struct TracebackContext {
    private(set) var intro: TracebackIntro?
    private(set) var level: String?
    /// `Fatal Python error: ...` above a thread dump.
    private(set) var announcement: TracebackLine?
    /// An exception without a traceback of its own that the coming one follows from.
    private(set) var origin: TracebackBlock?
    private(set) var link: TracebackBlock.Link = .none

    /// Levels at which a logger prints exceptions. The line before a header at INFO is an ordinary message and says nothing of it.
    private static let exceptionLevels: Set<String> = ["WARNING", "WARN", "ERROR", "CRITICAL", "FATAL", "EXCEPTION", "E", "W", "F", "C"]

    init(header: TracebackLine, preceding: [TracebackLine], source: String) {
        level = header.level
        let before = preceding.filter { $0.number < header.number }.suffix(8)
        var steps = 0
        var isAdjacent = true
        for (index, line) in before.enumerated().reversed() {
            steps += 1
            guard steps <= 8 else { break }
            let text = TracebackText(line.text)
            if text.isBlank || text.isQuoteOfRemote { continue }
            if text.isDumpAnnouncement {
                announcement = line
                break
            }
            if let link = text.chainLink, isAdjacent {
                self.link = link
                origin = TracebackContext.origin(before.prefix(index), source: source)
                break
            }
            if let found = TracebackIntro(line: text) {
                intro = found
                if found.kind == .task, found.name == nil, !isAdjacent {
                    intro?.name = TracebackContext.taskName(before.suffix(steps - 1))
                }
                if level == nil, let own = line.level, TracebackContext.exceptionLevels.contains(own) { level = own }
                break
            }
            if text.isIntroDetail {
                isAdjacent = false
                continue
            }
            if TracebackContext.mayExplainDump(text) { continue }
            if level == nil, line.hadPrefix, let own = line.level, TracebackContext.exceptionLevels.contains(own) { level = own }
            break
        }
    }

    /// The final line above a chain marker.
    private static func origin(_ lines: ArraySlice<TracebackLine>, source: String) -> TracebackBlock? {
        for line in lines.reversed() {
            let text = TracebackText(line.text)
            if text.isBlank { continue }
            guard text.indent == 0, let final = TracebackFinal(text), final.isStrong else { return nil }
            return TracebackBlock(
                link: .none, frames: [], type: final.type, message: final.message.cut(toBytes: TracebackMessage.maximumBytes),
                final: line.quote(in: source))
        }
        return nil
    }

    /// `Task-2` of `future: <Task finished name='Task-2' ...>`.
    private static func taskName(_ lines: ArraySlice<TracebackLine>) -> String? {
        for line in lines {
            let text = TracebackText(line.text)
            guard let start = text.bytes[...].position(of: "name='") else { continue }
            let rest = text.bytes[(start + 6)...]
            guard let end = rest.firstIndex(of: UInt8(ascii: "'")) else { continue }
            return rest[..<end].text
        }
        return nil
    }

    /// Between `Fatal Python error` and the first thread: the interpreter's state, the exception of a failed start.
    private static func mayExplainDump(_ text: TracebackText) -> Bool {
        text.body.starts(with: "Python runtime state: ")
    }
}

extension TracebackText {
    /// `"""` and the line above it, which wrap a traceback of another process.
    var isQuoteOfRemote: Bool {
        body.elementsEqual("\"\"\"".utf8) || body.ends(with: "RemoteTraceback:")
    }

    /// asyncio's lines between its message and the traceback.
    fileprivate var isIntroDetail: Bool {
        let words: [StaticString] = ["future: ", "handle: ", "task: ", "protocol: ", "transport: "]
        return words.contains { body.starts(with: $0) }
    }
}

/// A syntax error of the entry script: `File "x.py", line 3`, the source line, a caret, and no header.
struct TracebackSyntaxError {
    let header: TracebackLine
    let frame: TracebackFrame

    init?(line: TracebackLine, preceding: [TracebackLine]) {
        var code: TracebackText?
        var codeLine: TracebackLine?
        // File, source (which may be several lines), caret.
        var loose = 0
        for before in preceding.suffix(6).reversed() where before.number < line.number {
            let text = TracebackText(before.text)
            if text.isCarets { continue }
            let cell = TracebackNotebookFrames.frame(text.body, logLine: before.number)
            if var found = text.frame(logLine: before.number) ?? (text.indent > 0 ? cell : nil) {
                guard found.function.isEmpty || cell != nil else { return nil }
                found.function = ""
                found.code = code?.body.text.cut(toBytes: 500)
                found.logOffset = before.offset
                found.rawText = before.raw.cut(toBytes: Quote.maximumBytes)
                found.rawCode = codeLine?.raw.cut(toBytes: 500)
                header = before
                frame = found
                return
            }
            // Ranks that write at once leave lines without their indentation, and halves of the final line.
            if text.indent == 0 {
                loose += 1
                if loose > 2 { return nil }
                continue
            }
            code = text
            codeLine = before
        }
        return nil
    }
}
