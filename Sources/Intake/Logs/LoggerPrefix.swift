/// Level word and logger's name before a message, in the common forms of Python, log4j, Rust and glog.
struct LoggerPrefix {
    /// Upper case; nil where no level word was met.
    var level: String?
    /// Index of the message; the start, if the level word stays part of it (`ERROR: no such package`).
    var end: Int

    private static let levels: [StaticString] = [
        "DEBUG", "INFO", "WARNING", "WARN", "ERROR", "CRITICAL", "FATAL", "TRACE", "NOTICE", "SEVERE", "EXCEPTION",
    ]

    /// Words that stand before a colon in ordinary messages (`ERROR code: 5`) and are no logger's name.
    private static let plainWords: Set<String> = [
        "code", "message", "details", "detail", "in", "at", "type", "summary", "reason", "description", "status", "output", "log", "cause",
        "on", "line", "response", "text", "during", "while",
    ]

    /// The prefix at `index`; `stamped` says that a time stamp was just stripped, so that a logger's name is likely; `hasLevel` that the
    /// level stood before it.
    static func read(_ line: LineBytes, at index: Int, stamped: Bool, hasLevel: Bool = false) -> LoggerPrefix? {
        if let found = glog(line, at: index) { return found }
        var at = index
        if stamped { at = separator(line, line.skipBlanks(at)) ?? line.skipBlanks(at) }
        if let (level, end) = level(line, at: at) { return afterLevel(line, level: level, levelStart: at, at: end, stamped: stamped) }
        guard stamped else { return clock(line, at: at) }
        let start = at
        if hasLevel { return afterStamp(line, at: index) }
        // A logger's name, a thread or a process may stand between the stamp and the level.
        for _ in 0..<3 {
            guard let next = field(line, at: at) else { break }
            at = next
            if let (level, end) = level(line, at: at) { return afterLevel(line, level: level, levelStart: at, at: end, stamped: true) }
        }
        // `2026-03-01 10:00:00 - message`
        return start > line.skipBlanks(index) ? LoggerPrefix(level: nil, end: start) : nil
    }

    /// What follows the stamp where the level stood before it: `>> message`, `initializer.py:55 [14] - message`.
    private static func afterStamp(_ line: LineBytes, at index: Int) -> LoggerPrefix? {
        let start = line.skipBlanks(index)
        if let end = separator(line, start) { return LoggerPrefix(level: nil, end: end) }
        guard let nameEnd = name(line, at: start), line.first(UInt8(ascii: "."), in: start..<nameEnd) != nil, line.at(nameEnd) == 32 else {
            return nil
        }
        let after = line.skipBlanks(nameEnd)
        let thread = line.at(after) == UInt8(ascii: "[") ? bracket(line, at: after) ?? after : after
        return separator(line, thread).map { LoggerPrefix(level: nil, end: $0) }
    }

    /// A level word, bare or in brackets, with nothing glued to it.
    private static func level(_ line: LineBytes, at index: Int) -> (String, Int)? {
        var at = index
        let open = line.at(at)
        let close: UInt8? = open == UInt8(ascii: "[") ? UInt8(ascii: "]") : open == UInt8(ascii: "(") ? UInt8(ascii: ")") : nil
        if close != nil { at = line.skipBlanks(at + 1) }
        guard let word = levels.first(where: { matches(line, $0, at: at, anyCase: close != nil) }) else { return nil }
        at += word.utf8CodeUnitCount
        guard !line.at(at).isWord else { return nil }
        let name = word.description
        guard let close else { return (name, at) }
        // `[INFO|trainer.py:123]` and `[ERROR ]`.
        guard let end = line.first(close, in: at..<min(line.count, at + 80)) else { return nil }
        let mark = line.at(at)
        guard end == at || mark == UInt8(ascii: "|") || mark == UInt8(ascii: ":") || line.skipBlanks(at) == end else { return nil }
        return (name, end + 1)
    }

    private static func matches(_ line: LineBytes, _ word: StaticString, at index: Int, anyCase: Bool) -> Bool {
        for offset in 0..<word.utf8CodeUnitCount {
            let byte = line.at(index + offset)
            let upper = anyCase && byte &- 97 < 26 ? byte - 32 : byte
            if upper != word.utf8Start[offset] { return false }
        }
        return true
    }

    private static func afterLevel(_ line: LineBytes, level: String, levelStart: Int, at index: Int, stamped: Bool) -> LoggerPrefix? {
        let bracketed = !line.at(levelStart).isLetter
        let next = line.at(index)
        // `ERROR:root:message`
        if !bracketed, next == UInt8(ascii: ":"), let end = name(line, at: index + 1, colons: false), line.at(end) == UInt8(ascii: ":") {
            return LoggerPrefix(level: level, end: LinePrefix.afterSpace(line, end + 1))
        }
        if next == UInt8(ascii: ":"), line.at(index + 1) == 32 {
            // Without a stamp `ERROR: ` may be the program's own words, and a pattern may want to see it.
            return LoggerPrefix(level: level, end: stamped || bracketed ? index + 2 : levelStart)
        }
        if let end = separator(line, line.skipBlanks(index)) {
            // `ERROR - name - message`, `ERROR | module:function:12 - message`
            if let nameEnd = name(line, at: end), let after = separator(line, line.skipBlanks(nameEnd)) {
                return LoggerPrefix(level: level, end: after)
            }
            return LoggerPrefix(level: level, end: end)
        }
        var at = line.skipBlanks(index)
        if at == index, !bracketed { return nil }
        if !stamped, !bracketed {
            if LinePrefix.stamp(line, at: at) != nil { return LoggerPrefix(level: level, end: at) }
            guard let end = name(line, at: at), line.at(end) == UInt8(ascii: ":"), line.at(end + 1) == 32,
                !plainWords.contains(line.text(at..<end))
            else { return nil }
            return LoggerPrefix(level: level, end: end + 2)
        }
        // Threads and names after the level: `[main] org.apache.Foo: message`, `[engine.py:12:run] message`, `urllib3.retry message`.
        for _ in 0..<2 {
            guard line.at(at) == UInt8(ascii: "["), let end = bracket(line, at: at) else { break }
            at = end
        }
        if let end = name(line, at: at), line.at(end) == UInt8(ascii: ":") || line.at(end) == 32 {
            let isDotted = line.first(UInt8(ascii: "."), in: at..<end) != nil
            if line.at(end) == UInt8(ascii: ":"), line.at(end + 1) == 32, isDotted || !plainWords.contains(line.text(at..<end)) {
                return LoggerPrefix(level: level, end: end + 2)
            }
            if isDotted, line.at(end) == 32 {
                // `initializer.py:55 [14] - message`
                let after = line.skipBlanks(end)
                let thread = line.at(after) == UInt8(ascii: "[") ? bracket(line, at: after) ?? after : after
                return LoggerPrefix(level: level, end: separator(line, thread) ?? thread)
            }
        }
        return LoggerPrefix(level: level, end: at)
    }

    /// `- `, `| `, `|`, `-- `, `: ` and `>> ` between two fields.
    private static func separator(_ line: LineBytes, _ index: Int) -> Int? {
        let mark = line.at(index)
        guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "|") || mark == UInt8(ascii: ":") || mark == UInt8(ascii: ">") else {
            return nil
        }
        let at = line.at(index + 1) == mark && mark != UInt8(ascii: "|") ? index + 2 : index + 1
        if line.at(at) == 32 { return at + 1 }
        return mark == UInt8(ascii: "|") ? at : nil
    }

    /// End of a word as loggers are named: `root`, `__main__`, `azureml.core.run`, `module:function:12`.
    private static func name(_ line: LineBytes, at index: Int, colons: Bool = true) -> Int? {
        guard line.at(index).isLetter || line.at(index) == UInt8(ascii: "_") else { return nil }
        var at = index
        while at - index < 100 {
            let byte = line.at(at)
            let isInner = colons && byte == UInt8(ascii: ":") && line.at(at + 1).isWord && line.at(at - 1).isWord && line.at(at + 1) != 0
            guard
                byte.isWord || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "<")
                    || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "$") || isInner
            else { break }
            at += 1
        }
        return at
    }

    /// Index after a bracketed word (`[main]`, `[14]`) and one space.
    private static func bracket(_ line: LineBytes, at index: Int) -> Int? {
        guard let end = line.first(UInt8(ascii: "]"), in: index..<min(line.count, index + 80)), end > index + 1,
            line.first(32, in: index..<end) == nil
        else { return nil }
        return LinePrefix.afterSpace(line, end + 1)
    }

    /// A field between the stamp and the level.
    private static func field(_ line: LineBytes, at index: Int) -> Int? {
        if line.at(index) == UInt8(ascii: "[") {
            return bracket(line, at: index).map { separator(line, line.skipBlanks($0)) ?? line.skipBlanks($0) }
        }
        guard let end = name(line, at: index) ?? number(line, at: index) else { return nil }
        let blanks = line.skipBlanks(end)
        if let after = separator(line, blanks) { return line.skipBlanks(after) }
        // Without a separator only what looks like a logger's name may be skipped.
        let isName =
            line.first(UInt8(ascii: "."), in: index..<end) != nil || line.has("root ", at: index) || line.has("__main__ ", at: index)
        return isName && blanks > end ? blanks : nil
    }

    private static func number(_ line: LineBytes, at index: Int) -> Int? {
        var at = index
        return LinePrefix.digits(line, &at, most: 8) == nil ? nil : at
    }

    /// `E0804 22:15:44.407305 1234 run.py:779] message`.
    private static func glog(_ line: LineBytes, at index: Int) -> LoggerPrefix? {
        let start = line.at(index) == UInt8(ascii: "[") ? index + 1 : index
        guard line.at(start + 1).isDigit else { return nil }
        let level: String
        switch line.at(start) {
        case UInt8(ascii: "I"): level = "INFO"
        case UInt8(ascii: "W"): level = "WARNING"
        case UInt8(ascii: "E"): level = "ERROR"
        case UInt8(ascii: "F"): level = "FATAL"
        default: return nil
        }
        var at = start + 1
        guard let day = LinePrefix.digits(line, &at, most: 4), day >= 101, line.at(at) == 32, line.at(at + 3) == UInt8(ascii: ":"),
            line.at(at + 6) == UInt8(ascii: ":"), let end = line.first(UInt8(ascii: "]"), in: at..<min(line.count, at + 160)),
            line.at(end - 1).isDigit
        else { return nil }
        return LoggerPrefix(level: level, end: LinePrefix.afterSpace(line, end + 1))
    }

    /// `10:02:03,123 ERROR ...`: a clock without a date, if a level follows.
    private static func clock(_ line: LineBytes, at index: Int) -> LoggerPrefix? {
        let open = line.at(index) == UInt8(ascii: "[")
        var at = open ? index + 1 : index
        guard line.at(at).isDigit, line.at(at + 1).isDigit, line.at(at + 2) == UInt8(ascii: ":"), line.at(at + 5) == UInt8(ascii: ":"),
            line.at(at + 6).isDigit, line.at(at + 7).isDigit
        else { return nil }
        at += 8
        while line.at(at).isDigit || line.at(at) == UInt8(ascii: ".") || line.at(at) == UInt8(ascii: ",") { at += 1 }
        if open {
            guard line.at(at) == UInt8(ascii: "]") else { return nil }
            at += 1
        }
        at = separator(line, line.skipBlanks(at)) ?? line.skipBlanks(at)
        guard let (level, end) = level(line, at: at) else { return nil }
        return afterLevel(line, level: level, levelStart: at, at: end, stamped: true)
    }
}
