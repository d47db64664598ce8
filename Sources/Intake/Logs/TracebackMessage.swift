import Evidence

/// The message that follows a final line: its further lines, notes, what hangs below it.
///
/// Messages go on unindented, so that nothing in the text itself says where they end. Lines are therefore of two kinds: *certain* ones
/// (indented, inside an open bracket, after a colon) and *tentative* ones, which belong only if a chain marker follows, or if the process
/// died of the exception, so that nobody was left to print anything else.
struct TracebackMessage {
    let final: TracebackFinal
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
    private(set) var isClosed = false
    private(set) var fed = 0
    private var bytes: Int
    private var blanks = 0
    private var depth = 0
    private var rules = 0
    private var isTrailer = false

    enum Step {
        case taken, refused
        case link(TracebackBlock.Link)
        /// A traceback inside the message: what really happened.
        case nested
        /// The final line was none: another frame follows.
        case notFinal
    }

    static let maximumBytes = 4_096
    private static let maximumLines = 500
    /// Further lines that may belong; longer ones are another output.
    private static let maximumTentative = 20

    init(
        final: TracebackFinal, quote: Quote, frames: [TracebackFrame], resume: TracebackPlainFrames?, base: Int, isPrefixed: Bool,
        level: String?, rank: Int?, intro: TracebackIntro.Kind?, isWhole: Bool
    ) {
        self.final = final
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
            guard announcesNested || text.body.starts(with: "Original Traceback") else { return .refused }
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
            if !final.isStrong, lines.count == 1, tentative.isEmpty, resume != nil { return .notFinal }
            return text.indent > base && blanks == 0 ? .nested : .refused
        }
        return continuation(line, text)
    }

    private mutating func continuation(_ line: TracebackLine, _ text: TracebackText) -> Step {
        let isDeeper = text.indent > base
        if isWhole || depth > 0 || rules == 1 {
            accept(line, text)
        } else if isEmptySoFar || (rules > 0 && text.isDashes) || announcesNested && isRuled {
            accept(line, text)
        } else if isDeeper, blanks == 0 || text.startsWithTab {
            for line in tentative { commit(line) }
            tentative = []
            accept(line, text)
        } else if blanks == 0, text.indent == base, opens(text) || base > 2 {
            accept(line, text)
        } else {
            if blanks > 0 || isOutput(text) || isDeeper || TracebackFinal(text)?.isStrong == true { return .refused }
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
        return (final.hasColon && lines[0].isEmpty) || lines.last { !$0.isEmpty }?.utf8.last == UInt8(ascii: ":") || lines[0].contains("Traceback (most recent")
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
        append(TracebackText(line.text).string)
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
    fileprivate var isDashes: Bool { isRule(of: UInt8(ascii: "-"), atLeast: 20) }
}

/// Lines that programs print around a dying script: launchers, shells, progress bars. They are nobody's message.
private func isOutput(_ text: TracebackText) -> Bool {
    let body = text.body
    if body.position(of: "%|") != nil || body.position(of: "it/s") != nil { return true }
    if text.isRule(of: UInt8(ascii: "-"), atLeast: 8) || text.isRule(of: UInt8(ascii: "="), atLeast: 8) { return true }
    if body.position(of: ".sh: line ") != nil || body.position(of: "(core dumped)") != nil { return true }
    let words: [StaticString] = [
        "wandb: ", "srun: ", "slurmstepd: ", "bash: ", "sh: ", "/bin/", "make: ", "make[", "mpirun", "mpiexec", "docker: ", "Sentry is attempting",
        "Epoch ", "epoch ", "Epoch:", "Step ", "step ", "Iteration ", "Batch ", "Cleaning up ", "Cleanup took ", "Starting the daemon thread",
        "Stopped: ", "OriginalData: ", "FilteredData: ", "Aborted", "Segmentation fault", "Killed", "terminate called", "ERROR conda.cli",
    ]
    return words.contains { body.starts(with: $0) }
}
