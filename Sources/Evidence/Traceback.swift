/// A Python traceback as a log shows it: one or more blocks (the chain), and what stood around it.
package struct Traceback: Hashable, Sendable, Codable {
    package var form: TracebackForm
    /// What announced it: `Exception in thread joiner:` and the like.
    package var intro: TracebackIntro?
    /// Level word on the header line or the line before (`ERROR`), if a logger printed it.
    package var loggerLevel: String?
    package var rank: Int?
    /// All ranks that printed it, ascending; nil where the lines name none.
    package var ranks: [Int]?
    package var attempt: Int
    /// The header line.
    package var header: Quote
    /// Number of the last line that belongs to it.
    package var lastLine: Int
    /// In the order printed: the first is the origin, the last is what surfaced. Never empty.
    package var blocks: [TracebackBlock]
    /// How often the same traceback (types, messages without numbers, innermost frames) stands in the file; this value is the last of them.
    package var occurrences: Int
    /// Line of its first occurrence.
    package var firstLine: Int
    /// What its first occurrence ended with; nil where there is only one.
    package var firstFinal: Quote?
    /// User lines (no wrapper lines, no blank ones) of the same attempt after the last occurrence.
    package var userLinesAfter: Int
    /// A progress counter went on after the last occurrence.
    package var progressAfter: Bool
    /// First user line after the last occurrence, normalised.
    package var nextUserLine: String?

    package init(form: TracebackForm, header: Quote, lastLine: Int, blocks: [TracebackBlock]) {
        self.form = form
        self.attempt = 0
        self.header = header
        self.lastLine = lastLine
        self.blocks = blocks
        self.occurrences = 1
        self.firstLine = header.location.line ?? 0
        self.userLinesAfter = 0
        self.progressAfter = false
    }

    /// What was raised first.
    package var origin: TracebackBlock { blocks[0] }
    /// What surfaced last.
    package var terminal: TracebackBlock { blocks[blocks.count - 1] }
}

/// How a traceback was printed.
package enum TracebackForm: String, Sendable, Codable {
    case python
    case exceptionGroup
    /// `File "x.py", line 3` and `SyntaxError:` without a header: the entry script did not compile.
    case syntaxError
    case rich, ipython, loguru
    /// On one line, inside JSON.
    case escaped
    /// `Fatal Python error:` or `dump_traceback_later`: frames innermost first.
    case faulthandler
    /// py-spy's dump.
    case pyspy
}

/// What stands before the header.
package struct TracebackIntro: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable {
        case thread, process, task, ignored, logging, excepthook, spawn
    }
    package var kind: Kind
    /// Name of the thread, process or callback.
    package var name: String?
    package var text: String

    package init(kind: Kind, name: String? = nil, text: String) {
        self.kind = kind
        self.name = name
        self.text = text
    }
}

/// One traceback of a chain.
package struct TracebackBlock: Hashable, Sendable, Codable {
    /// How this block follows the one before.
    package enum Link: String, Sendable, Codable {
        case none
        /// During handling of the above exception, another exception occurred.
        case context
        /// The above exception was the direct cause of the following exception.
        case cause
    }
    package var link: Link
    /// Outermost first.
    package var frames: [TracebackFrame]
    /// As printed, with its module: `pandas.errors.ParserError`.
    package var type: String
    /// Empty where there is none; lines joined by `\n`.
    package var message: String
    /// The line that names type and message.
    package var final: Quote
    /// Of an exception group: its members, depth first.
    package var members: [TracebackBlock]

    package init(
        link: Link, frames: [TracebackFrame], type: String, message: String, final: Quote, members: [TracebackBlock] = []
    ) {
        self.link = link
        self.frames = frames
        self.type = type
        self.message = message
        self.final = final
        self.members = members
    }

    /// The type without its module.
    package var shortType: String {
        type.split(separator: ".").last.map(String.init) ?? type
    }

    /// The leaf of a group that says why; the block itself where it is no group.
    package var leaf: TracebackBlock {
        members.first?.leaf ?? self
    }

    /// Keeps the raw lines of the frames that are cited only: the innermost one and the innermost in the user's own code.
    package mutating func dropRawLines(keepsCited: Bool) {
        let cited: [Int?] = keepsCited ? [frames.indices.last, frames.lastIndex { $0.isUserCode }] : []
        for index in frames.indices where !cited.contains(index) { frames[index] = frames[index].withoutRawLines }
        for index in members.indices { members[index].dropRawLines(keepsCited: keepsCited) }
    }

    /// The innermost frame in the user's own code, if there is one.
    package var userFrame: TracebackFrame? {
        frames.last { $0.isUserCode }
    }
}

/// One frame of a traceback.
package struct TracebackFrame: Hashable, Sendable, Codable {
    package var file: String
    package var line: Int
    package var function: String
    /// The source line printed under it.
    package var code: String?
    /// Line of the log that holds the frame.
    package var logLine: Int?
    /// Byte offset of that line.
    package var logOffset: Int?
    /// The raw line of the log, with whatever prefix it carries; kept for the frames that reports cite. Nil in stores of earlier versions.
    package var rawText: String?
    /// The raw line that holds `code`.
    package var rawCode: String?

    package init(file: String, line: Int, function: String, code: String? = nil, logLine: Int? = nil) {
        self.file = file
        self.line = line
        self.function = function
        self.code = code
        self.logLine = logLine
    }

    /// Not part of Python, an installed package or a frozen module.
    package var isUserCode: Bool {
        let path = file.replacingBackslashes
        return !path.contains("/site-packages/") && !path.contains("/dist-packages/") && !path.contains("/lib/python")
            && !path.hasPrefix("<frozen") && !path.contains("context_manager_injector") && !path.contains("/azureml-setup/")
            && path != "<string>"
    }

    /// The frame as it stands in the log, for evidence. Without the raw line (an older store, a frame inside another line) it is put together anew.
    package func quote(from source: String, time: Timestamp?) -> Quote? {
        guard let logLine else { return nil }
        var quote = Quote(
            location: Location(source: source, line: logLine, offset: logOffset), time: time,
            text: rawText ?? "  File \"\(file)\", line \(line), in \(function)")
        if let shown = rawCode ?? code.map({ "    " + $0 }) { quote.after = [shown] }
        return quote
    }

    /// The frame without its raw lines: of many frames only few are ever cited.
    package var withoutRawLines: TracebackFrame {
        var frame = self
        frame.rawText = nil
        frame.rawCode = nil
        return frame
    }

    /// Last component of the path.
    package var fileName: String {
        file.replacingBackslashes.split(separator: "/").last.map(String.init) ?? file
    }
}

extension String {
    fileprivate var replacingBackslashes: String {
        contains("\\") ? String(map { $0 == "\\" ? "/" : $0 }) : self
    }
}
