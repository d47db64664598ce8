import Evidence

/// What became of a line that a reader of frames was given.
enum TracebackStep {
    case taken
    /// Somebody else's line in between; the traceback may go on after it.
    case foreign
    /// The line that names type and message.
    case final(TracebackFinal)
    /// The traceback ended before this line, without a final one.
    case refused
}

/// The frames of one block, outermost first. Of a deep recursion the first 20 and the last 80 are kept:
/// the entry and the place of the failure; what lies between repeats itself.
struct TracebackFrameList {
    private static let head = 20
    private static let tail = 80
    private var frames: [TracebackFrame] = []

    var isEmpty: Bool { frames.isEmpty }
    var last: TracebackFrame? { frames.last }

    mutating func append(_ frame: TracebackFrame, at line: TracebackLine? = nil) {
        var frame = frame
        if let line {
            frame.logOffset = line.offset
            frame.rawText = line.raw.cut(toBytes: Quote.maximumBytes)
        }
        frame.file = frame.file.cut(toBytes: 1_000)
        frame.function = frame.function.cut(toBytes: 500)
        frames.append(frame)
        if frames.count >= 2 * (Self.head + Self.tail) { shorten() }
    }

    /// Gives the newest frame its source line, once.
    mutating func setCode(_ code: ArraySlice<UInt8>, at line: TracebackLine? = nil) {
        guard let last = frames.indices.last, frames[last].code == nil else { return }
        frames[last].code = code.trimmed.text.cut(toBytes: 500)
        frames[last].rawCode = line?.raw.cut(toBytes: 500)
    }

    mutating func setLine(_ line: Int) {
        guard let last = frames.indices.last, frames[last].line == 0 else { return }
        frames[last].line = line
    }

    var result: [TracebackFrame] {
        var copy = self
        copy.shorten()
        return copy.frames
    }

    private mutating func shorten() {
        guard frames.count > Self.head + Self.tail else { return }
        frames.removeSubrange(Self.head..<(frames.count - Self.tail))
    }
}

/// Frames as CPython and loguru print them, up to the final line.
struct TracebackPlainFrames {
    var list = TracebackFrameList()
    /// Columns that the header stands in from the left; frames stand two further in.
    private(set) var base = 0
    private(set) var isLoguru = false
    /// Every line carries a prefix (a container's time stamps), so that a prefix ends nothing.
    private(set) var isPrefixed: Bool?
    private(set) var level: String?
    private var lostIndentation = false
    private var justSawFrame = false
    private var blanks = 0
    private var sawBlank = false

    /// loguru puts one blank line between frames; a print may put a few more; after that nothing belongs together.
    private static let maximumBlanks = 4

    init() {}

    /// Without a header: frames follow a message, as Ray prints them.
    init(first frame: TracebackFrame, at line: TracebackLine, indent: Int) {
        list.append(frame, at: line)
        base = max(0, indent - 2)
    }

    mutating func feed(_ line: TracebackLine, _ text: TracebackText) -> TracebackStep {
        if text.isBlank {
            blanks += 1
            sawBlank = sawBlank || list.isEmpty
            return blanks > Self.maximumBlanks ? .refused : .taken
        }
        blanks = 0
        if let frame = text.frame(logLine: line.number) {
            if list.isEmpty {
                base = max(0, text.indent - 2)
                lostIndentation = text.indent == 0 && text.body.first != UInt8(ascii: ">")
            }
            if isPrefixed == nil {
                isPrefixed = line.hadPrefix
                level = line.level
            }
            if text.body.first == UInt8(ascii: ">") || (sawBlank && list.isEmpty) {
                isLoguru = true
                base = 0
            }
            list.append(frame, at: line)
            justSawFrame = true
            return .taken
        }
        defer { justSawFrame = false }
        if text.isRepeat { return .taken }
        if line.hadPrefix, isPrefixed != true, isPrefixed != nil || !list.isEmpty { return .foreign }
        let final = text.indent <= base ? TracebackFinal(text) : nil
        if lostIndentation, justSawFrame, final?.isStrong != true {
            list.setCode(text.body, at: line)
            return .taken
        }
        if !list.isEmpty, text.indent > base {
            if !text.isCarets, !text.isDecoration { list.setCode(text.body, at: line) }
            return .taken
        }
        if TracebackHeader(text) != nil, final == nil || final?.message.hasSuffix("(most recent call last):") == false {
            if case .syntaxError? = TracebackHeader(text) {} else { return .refused }
        }
        if text.isIntro || text.chainLink != nil { return .refused }
        guard let final, final.isStrong || !list.isEmpty else { return .foreign }
        return .final(final)
    }
}

extension TracebackText {
    /// loguru's values under a source line: `│       └ 3`.
    fileprivate var isDecoration: Bool {
        body.starts(with: "\u{2502}") || body.starts(with: "\u{2514}") || body.starts(with: "|") || body.starts(with: "-> ")
    }
}
