import Evidence

/// The message that follows a final line: its further lines, notes, what hangs below it.
///
/// Messages go on unindented, so that nothing in the text itself says where they end. Lines are therefore of two kinds: *certain* ones
/// (indented, inside an open bracket, after a colon) and *tentative* ones, which belong only if a chain marker follows, or if the process
/// died of the exception, so that nobody was left to print anything else.
struct TracebackMessage {
    let final: TracebackFinal
    let line: TracebackLine
    let quote: Quote
    let frames: [TracebackFrame]
    /// The frames it came from, in case the final line turns out to be somebody else's.
    let resume: TracebackPlainFrames?
    let base: Int
    let isPrefixed: Bool
    let level: String?
    let rank: Int?
    let intro: TracebackIntro.Kind?
    /// Every line is known to belong: none is tentative.
    let isWhole: Bool

    private(set) var lastLine: Int
    private(set) var lines: [String]
    private(set) var tentative: [TracebackLine] = []
    private(set) var isClosed: Bool
    private(set) var fed = 0
    private var bytes: Int
    private var blanks = 0
    private var depth = 0
    private var rules = 0
    private var isTrailer = false
    /// The message was put together from what several writers left of it.
    private var isTorn = false

    enum Step {
        case taken, refused
        case link(TracebackBlock.Link)
        /// A traceback inside the message: what really happened.
        case nested
        /// A better copy of the final line, which another writer had torn apart.
        case final(TracebackFinal)
        /// The final line was none: another frame follows.
        case notFinal
    }

    static let maximumBytes = 4_096
    private static let maximumLines = 500
    /// Further lines that may belong; longer ones are another output.
    private static let maximumTentative = 20

    init(
        final: TracebackFinal, line: TracebackLine, quote: Quote, frames: [TracebackFrame], resume: TracebackPlainFrames?, base: Int,
        isPrefixed: Bool,
        level: String?, rank: Int?, intro: TracebackIntro.Kind?, isWhole: Bool
    ) {
        self.final = final
        self.line = line
        self.quote = quote
        self.frames = frames
        self.resume = resume
        self.base = base
        self.isPrefixed = isPrefixed
        self.level = level
        self.rank = rank
        self.intro = intro
        self.isWhole = isWhole
        lastLine = quote.location.line ?? 0
        // The compiler's messages are one line; whatever follows is somebody else's.
        isClosed = ["SyntaxError", "IndentationError", "TabError"].contains(final.type)
        lines = [final.message.cut(toBytes: Self.maximumBytes)]
        bytes = lines[0].utf8.count
        depth = Self.opensBlock(final.message) ? 1 : 0
    }

    /// Nothing of the message was printed yet: `ValueError: ` and then the text.
    private var isEmptySoFar: Bool { final.hasColon && lines.allSatisfy { $0.isEmpty } }

    /// Died of it: the outermost frame is the script itself, and no handler's word stands before it.
    func isFatal(loggerLevel: String?) -> Bool {
        guard loggerLevel == nil, intro == nil || intro == .process || intro == .spawn, let first = frames.first else { return false }
        return first.function == "<module>" || first.file.contains("runpy") || first.file.contains("context_manager_injector")
    }

    mutating func feed(_ line: TracebackLine, _ text: TracebackText) -> Step {
        fed += 1
        if let rank, let other = line.rank, rank != other { return .refused }
        if line.hadPrefix, !isPrefixed || (line.level != nil && line.level != level) { return .refused }
        if fed > Self.maximumLines { return .refused }
        if text.isBlank {
            blanks += 1
            return blanks > 4 ? .refused : .taken
        }
        if let link = text.chainLink {
            for line in tentative { commit(line) }
            tentative = []
            return .link(link)
        }
        if !final.hasColon, final.message.isEmpty, lines.count == 1 || isTorn {
            if let copy = TracebackFinal(text), copy.type == final.type, copy.hasColon { return .final(copy) }
            if !isTorn, let rest = torn(text.body) {
                isTorn = true
                lines = [rest]
                lastLine = line.number
                return .taken
            }
        }
        if text.body.elementsEqual("\"\"\"".utf8) {
            isClosed = true
            lastLine = line.number
            return .taken
        }
        if isClosed { return .refused }
        if isTrailer || (intro == .logging && text.body.elementsEqual("Call stack:".utf8)) { return trailer(line, text) }
        if let header = TracebackHeader(text) {
            switch header {
            case .python, .notebook, .rich, .exceptionGroup: break
            case .faulthandler, .pyspy, .escaped, .syntaxError: return .refused
            }
            guard announcesNested || rules == 1 || text.body.starts(with: "Original Traceback") else { return .refused }
            lastLine = line.number
            return .nested
        }
        if let intro = TracebackIntro(line: text) {
            guard intro.kind == .spawn, isEmptySoFar else { return .refused }
            accept(line, text)
            return .taken
        }
        if let frame = text.frame(logLine: line.number) {
            if frame.function.isEmpty { return .refused }
            // `Stopped: false`, printed by another program between two frames, with at most a source line after it.
            if !final.isStrong, lines.count <= 3, tentative.isEmpty, resume != nil { return .notFinal }
            return text.indent > base && blanks == 0 && tentative.isEmpty ? .nested : .refused
        }
        return continuation(line, text)
    }

    /// The message in `: ImportErrorcannot import x`: several ranks wrote type, colon and message at once.
    private func torn(_ body: ArraySlice<UInt8>) -> String? {
        guard body.starts(with: ": ") else { return nil }
        var rest = body
        var isShorter = true
        while isShorter {
            let before = rest.count
            if rest.starts(with: ": ") { rest = rest.dropFirst(2) }
            if rest.starts(with: final.type.utf8) { rest = rest.dropFirst(final.type.utf8.count) }
            isShorter = rest.count < before
        }
        if rest.last == UInt8(ascii: ":"), rest.dropLast().text.hasSuffix(final.type) { rest = rest.dropLast(final.type.utf8.count + 1) }
        return rest.isEmpty ? nil : rest.text.cut(toBytes: Self.maximumBytes)
    }

    /// The same block with another final line.
    func replacing(_ final: TracebackFinal, line: TracebackLine, quote: Quote) -> TracebackMessage {
        TracebackMessage(
            final: final, line: line, quote: quote, frames: frames, resume: nil, base: base, isPrefixed: isPrefixed, level: level,
            rank: rank,
            intro: intro,
            isWhole: isWhole)
    }

    private mutating func continuation(_ line: TracebackLine, _ text: TracebackText) -> Step {
        let isDeeper = text.indent > base
        if isWhole || depth > 0 || rules == 1 {
            accept(line, text)
        } else if isEmptySoFar || (lines[0].isEmpty && isRuled && announcesNested) {
            accept(line, text)
        } else if text.indent < base, base > 2 {
            return .refused
        } else if isDeeper, blanks == 0 || text.startsWithTab, !isOutput(text) {
            for line in tentative { commit(line) }
            tentative = []
            accept(line, text)
        } else if blanks == 0, text.indent == base, opens(text) || base > 2 {
            accept(line, text)
        } else {
            // A final line is another traceback's, or a handler's word; a bare `Error:` heads a paragraph.
            let isFinal = TracebackFinal(text).map { $0.isStrong && $0.type != "Error" } ?? false
            if blanks > 0 || isOutput(text) || isDeeper || isFinal { return .refused }
            guard tentative.count < Self.maximumTentative else { return .refused }
            tentative.append(line)
        }
        return .taken
    }

    /// The message so far ends so that more must follow, or the line opens a block that is printed with an exception.
    private func opens(_ text: TracebackText) -> Bool {
        guard tentative.isEmpty else { return false }
        if text.body.starts(with: "{") || text.body.starts(with: "[SQL: ") || text.body.starts(with: "(Background on this error") {
            return true
        }
        guard let last = lines.last?.utf8.last else { return false }
        return last == UInt8(ascii: ":") || last == UInt8(ascii: ",") || last == UInt8(ascii: "(") || last == UInt8(ascii: "\\")
    }

    /// The text of another traceback is about to follow.
    private var announcesNested: Bool {
        guard tentative.isEmpty else { return false }
        guard let last = lines.last(where: { !$0.isEmpty }) else { return final.hasColon }
        if last.utf8.last == UInt8(ascii: ":") { return true }
        guard lines[0].isEmpty else { return false }
        let text = TracebackText(last)
        return text.isDashes || text.contains("trace")
    }

    private var isRuled: Bool { lines.contains { $0.hasPrefix("-----") } }

    /// `Call stack:`, `Message:` and `Arguments:`, which the logging module prints after its own errors.
    private mutating func trailer(_ line: TracebackLine, _ text: TracebackText) -> Step {
        isTrailer = true
        lastLine = line.number
        if text.body.starts(with: "Arguments: ") { isClosed = true }
        return text.indent > base || text.body.starts(with: "Message: ") || text.body.starts(with: "Arguments: ")
            || text.body.starts(with: "Call stack:") ? .taken : .refused
    }

    private mutating func accept(_ line: TracebackLine, _ text: TracebackText) {
        if lines.count > 1 || !isEmptySoFar || blanks > 0 {
            for _ in 0..<blanks where bytes < Self.maximumBytes { append("") }
        }
        blanks = 0
        // torch's report stands between two rules of `=`; papermill's between rules of `-`.
        if text.isRule(of: UInt8(ascii: "="), atLeast: 20) { rules += 1 }
        commit(line)
        switch text.bytes.last {
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        default: break
        }
        switch text.body.first {
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth = max(0, depth - 1)
        default: break
        }
    }

    private mutating func commit(_ line: TracebackLine) {
        append(TracebackText(line.text).dropping(base))
        lastLine = line.number
    }

    private mutating func append(_ text: String) {
        guard bytes < Self.maximumBytes else { return }
        let part = text.cut(toBytes: Self.maximumBytes - bytes)
        bytes += part.utf8.count + 1
        lines.append(part)
    }

    private static func opensBlock(_ message: String) -> Bool {
        message.utf8.last == UInt8(ascii: "{") || message.utf8.last == UInt8(ascii: "[")
    }

    /// The block as far as it was read. Tentative lines become part of it where the process died, else they are handed back.
    mutating func close(link: TracebackBlock.Link, loggerLevel: String?) -> (block: TracebackBlock, leftover: [TracebackLine]) {
        var leftover: [TracebackLine] = []
        if isFatal(loggerLevel: loggerLevel), tentative.count < Self.maximumTentative {
            for line in tentative { commit(line) }
        } else {
            leftover = tentative
        }
        tentative = []
        let message = lines.joined(separator: "\n").cut(toBytes: Self.maximumBytes)
        return (TracebackBlock(link: link, frames: frames, type: final.type, message: message, final: quote), leftover)
    }
}

extension TracebackText {
    /// The text without that many leading spaces, as far as there are so many.
    fileprivate func dropping(_ columns: Int) -> String {
        bytes.dropFirst(min(indent, columns)).text
    }

    fileprivate var isDashes: Bool { isRule(of: UInt8(ascii: "-"), atLeast: 20) }
}

/// Lines that programs print around a dying script: launchers, shells, progress bars. They are nobody's message.
private func isOutput(_ text: TracebackText) -> Bool {
    let body = text.body
    if body.position(of: "%|") != nil || body.position(of: "it/s") != nil { return true }
    if text.isRule(of: UInt8(ascii: "-"), atLeast: 8) || text.isRule(of: UInt8(ascii: "="), atLeast: 8) { return true }
    if body.position(of: ".sh: line ") != nil || body.position(of: "(core dumped)") != nil { return true }
    let words: [StaticString] = [
        "wandb: ", "srun: ", "slurmstepd: ", "bash: ", "sh: ", "/bin/", "make: ", "make[", "mpirun", "mpiexec", "docker: ",
        "Sentry is attempting", "Epoch ", "epoch ", "Epoch:", "Step ", "step ", "Iteration ", "Batch ", "Cleaning up ", "Cleanup took ",
        "Starting the daemon thread", "Stopped: ", "OriginalData: ", "FilteredData: ", "Aborted", "Segmentation fault", "Killed",
        "terminate called", "ERROR conda.cli",
    ]
    return words.contains { body.starts(with: $0) }
}
