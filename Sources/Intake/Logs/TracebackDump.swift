import Evidence

/// Dumps of all threads, by faulthandler or py-spy: innermost frame first, which is turned round here.
struct TracebackDump {
    private struct Thread {
        var name: String
        var isCurrent: Bool
        var quote: Quote
        /// Innermost first.
        var frames: [TracebackFrame] = []
        var level = 0
    }

    let form: TracebackForm
    /// What stands above the dump: `Fatal Python error: Segmentation fault`.
    private let announcement: (type: String, message: String, quote: Quote)?
    private var threads: [Thread] = []
    private var blanks = 0
    private(set) var lastLine: Int
    private let source: String

    /// Threads of a dump that are kept; servers have hundreds, which all wait alike.
    private static let maximumThreads = 100
    private static let maximumFrames = 100

    init(form: TracebackForm, announcement: TracebackLine?, source: String) {
        self.form = form
        self.source = source
        self.announcement = announcement.flatMap { line in
            TracebackDump.announcement(TracebackText(line.text)).map { ($0.type, $0.message, line.quote(in: source)) }
        }
        lastLine = announcement?.number ?? 0
    }

    /// Type and message of the line above a dump.
    private static func announcement(_ text: TracebackText) -> (type: String, message: String)? {
        let body = text.body
        guard text.isDumpAnnouncement else { return nil }
        if body.starts(with: "Timeout (") { return ("Timeout", body.dropFirst(9).dropLast(2).text) }
        guard let colon = body.position(of: ": ") else { return nil }
        return (body[..<colon].text, body[(colon + 2)...].text)
    }

    mutating func feed(_ line: TracebackLine, _ text: TracebackText) -> Bool {
        if text.isBlank {
            blanks += 1
            return blanks <= 2
        }
        defer { blanks = 0 }
        if form == .pyspy {
            if let thread = text.pyspyThread {
                add(Thread(name: "\(thread.name) (\(thread.state))", isCurrent: false, quote: line.quote(in: source)), line)
                return true
            }
            guard blanks == 0, text.indent > 0, !threads.isEmpty else { return false }
            if let frame = text.pyspyFrame(logLine: line.number) { add(frame, line) } else { lastLine = line.number }
            return true
        }
        if text.isThreadDump {
            let isCurrent = text.body.starts(with: "Current")
            add(Thread(name: text.threadName, isCurrent: isCurrent, quote: line.quote(in: source)), line)
            return true
        }
        if let frame = text.frame(logLine: line.number), !frame.function.isEmpty, !threads.isEmpty {
            add(frame, line)
            return true
        }
        let body = text.body
        let parts: [StaticString] = [
            "<no Python frame>", "...", "Extension modules: ", "Binary file \"", "Current thread's C stack trace", "<truncated rest",
        ]
        let belongs =
            parts.contains { body.starts(with: $0) }
            // Between the announcement and the first thread: `Python runtime state: initialized`, the exception of a failed start.
            || (threads.isEmpty && (body.starts(with: "Python runtime state: ") || TracebackFinal(text)?.isStrong == true))
        if belongs { lastLine = line.number }
        return belongs
    }

    private mutating func add(_ thread: Thread, _ line: TracebackLine) {
        lastLine = line.number
        guard threads.count < Self.maximumThreads || thread.isCurrent else { return }
        threads.append(thread)
    }

    private mutating func add(_ frame: TracebackFrame, _ line: TracebackLine) {
        lastLine = line.number
        guard let index = threads.indices.last, threads[index].frames.count < Self.maximumFrames else { return }
        var frame = frame
        frame.logOffset = line.offset
        frame.rawText = line.raw.cut(toBytes: Quote.maximumBytes)
        threads[index].frames.append(frame)
    }

    /// Of a crash the thread that crashed, alone; of a dump of a live process every thread, in the order printed.
    var blocks: [TracebackBlock] {
        if let announcement, announcement.type != "Timeout" {
            let crashed = threads.last { $0.isCurrent } ?? threads.last
            return [
                TracebackBlock(
                    link: .none, frames: crashed?.frames.reversed() ?? [], type: announcement.type, message: announcement.message,
                    final: announcement.quote)
            ]
        }
        return threads.map { thread in
            TracebackBlock(
                link: .none, frames: thread.frames.reversed(), type: announcement?.type ?? "Thread",
                message: announcement?.message ?? thread.name, final: thread.quote)
        }
    }
}

extension TracebackText {
    /// `0x00007f...` of `Current thread 0x00007f... [name] (most recent call first):`.
    fileprivate var threadName: String {
        let end = body.position(of: " (most recent") ?? body.endIndex
        let start = body.position(of: "hread ").map { $0 + 6 } ?? body.startIndex
        return start < end ? body[start..<end].text : ""
    }

    /// `    SocketIO.readinto (socket.py:707)`.
    fileprivate func pyspyFrame(logLine: Int) -> TracebackFrame? {
        guard body.last == UInt8(ascii: ")"), let open = body.lastPosition(of: " ("), open > body.startIndex else { return nil }
        let place = body[(open + 2)...].dropLast()
        guard let colon = place.lastIndex(of: UInt8(ascii: ":")), colon > place.startIndex,
            let number = place[(colon + 1)...].leadingNumber(), number.rest.isEmpty
        else { return nil }
        return TracebackFrame(file: place[..<colon].text, line: number.value, function: body[..<open].text, logLine: logLine)
    }
}

extension TracebackLine {
    /// The raw line at its place, for evidence.
    func quote(in source: String) -> Quote {
        Quote(
            location: Location(source: source, line: number, offset: offset), time: time, text: raw.cut(toBytes: Quote.maximumBytes))
    }
}
