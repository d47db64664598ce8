import Evidence

/// A line that names a type and a message: `KeyError: 'b'`.
///
/// Only its place tells it from other lines with a colon: it is the first unindented line after the frames.
struct TracebackFinal {
    var type: String
    var message: String
    /// Ends as names of exceptions do (`...Error`), so that it hardly is anything else.
    var isStrong: Bool
    var hasColon: Bool

    private static let strongEndings: [StaticString] = [
        "Error", "Exception", "Interrupt", "Exit", "Iteration", "Warning", "Group", "Failure", "Timeout", "Traceback", ".error", ".timeout",
    ]

    /// Longest type that is believed: qualified names of nested classes are long, prose is longer.
    private static let maximumType = 200

    init?(_ text: TracebackText) {
        let body = text.body
        guard let end = TracebackFinal.endOfType(body), end - body.startIndex <= TracebackFinal.maximumType else { return nil }
        var name = body[body.startIndex..<end]
        // Half a header.
        guard !name.elementsEqual("Traceback".utf8) else { return nil }
        var rest = body[end...]
        hasColon = rest.first == UInt8(ascii: ":")
        if hasColon {
            rest = rest.dropFirst()
            guard rest.isEmpty || rest.first == UInt8(ascii: " ") else { return nil }
            rest = rest.dropFirst()
        } else if !rest.isEmpty {
            return nil
        }
        // Two ranks that write at once: `ImportErrorImportError: : x`.
        let half = name.count / 2
        let firstHalf = name[name.startIndex..<(name.startIndex + half)]
        if name.count % 2 == 0, firstHalf.elementsEqual(name[(name.startIndex + half)...]),
            firstHalf.ends(with: "Error") || firstHalf.ends(with: "Exception")
        {
            name = firstHalf
            if rest.starts(with: ": ") { rest = rest.dropFirst(2) }
            let middle = rest.startIndex + rest.count / 2
            if rest.count % 2 == 0, rest[..<middle].elementsEqual(rest[middle...]) { rest = rest[..<middle] }
        }
        // `ConnectionErrorrequests.exceptions: .text`: names of exceptions do not go on in lower case.
        for ending in ["Error", "Exception"] as [StaticString] {
            guard let place = name.position(of: ending) else { continue }
            let after = place + ending.utf8CodeUnitCount
            if after < name.endIndex, (0x61...0x7A).contains(name[after]), name[after...].contains(UInt8(ascii: ".")) {
                name = name[..<after]
                if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst() }
                break
            }
        }
        let plain = name.firstIndex(of: UInt8(ascii: "(")).map { name[name.startIndex..<$0] } ?? name
        isStrong = TracebackFinal.strongEndings.contains { plain.ends(with: $0) } || plain.elementsEqual("error".utf8)
        if !isStrong {
            let last = plain.lastIndex(of: UInt8(ascii: ".")).map { plain[($0 + 1)...] } ?? plain
            let isCapital = last.first.map { (0x41...0x5A).contains($0) || $0 == UInt8(ascii: "_") || $0 >= 0x80 } ?? false
            guard isCapital || last.count < plain.count else { return nil }
        }
        type = name.text
        message = rest.text
    }

    /// The end of a dotted name, which may hold `<locals>` and end in `(OtherError)` as Ray's do.
    private static func endOfType(_ body: ArraySlice<UInt8>) -> Int? {
        var index = body.startIndex
        while true {
            if body[index...].starts(with: "<locals>") {
                index += 8
            } else {
                guard let end = endOfIdentifier(body, from: index) else { return nil }
                index = end
            }
            guard index < body.endIndex, body[index] == UInt8(ascii: ".") else { break }
            index += 1
        }
        if index < body.endIndex, body[index] == UInt8(ascii: "("), let end = endOfIdentifier(body, from: index + 1),
            end < body.endIndex, body[end] == UInt8(ascii: ")")
        {
            return end + 1
        }
        return index
    }

    private static func endOfIdentifier(_ body: ArraySlice<UInt8>, from start: Int) -> Int? {
        guard start < body.endIndex, !body[start].isTracebackDigit else { return nil }
        var index = start
        while index < body.endIndex {
            let byte = body[index]
            let isPart =
                (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || byte.isTracebackDigit || byte == UInt8(ascii: "_")
                || byte >= 0x80
            guard isPart else { break }
            index += 1
        }
        return index == start ? nil : index
    }
}

extension TracebackText {
    /// `File "PATH", line N, in NAME`, also loguru's `> File`, and faulthandler's form without the comma.
    /// Without a name (a syntax error) the function is empty.
    func frame(logLine: Int) -> TracebackFrame? {
        var rest = body
        if rest.starts(with: "> ") { rest = rest.dropFirst(2) }
        guard rest.starts(with: "File \"") else { return nil }
        rest = rest.dropFirst(6)
        guard let quote = rest.position(of: "\", line "), quote > rest.startIndex else { return nil }
        let file = rest[rest.startIndex..<quote]
        rest = rest[(quote + 8)...]
        var line = 0
        if let number = rest.leadingNumber() {
            line = number.value
            rest = number.rest
        } else if rest.starts(with: "???") {
            rest = rest.dropFirst(3)
        } else {
            return nil
        }
        if rest.isEmpty { return TracebackFrame(file: file.text, line: line, function: "", logLine: logLine) }
        if rest.first == UInt8(ascii: ",") { rest = rest.dropFirst() }
        guard rest.starts(with: " in ") else { return nil }
        return TracebackFrame(file: file.text, line: line, function: rest.dropFirst(4).text, logLine: logLine)
    }

    /// `  [Previous line repeated 996 more times]`.
    var isRepeat: Bool { body.starts(with: "[Previous line repeated ") }

    /// The line announces another traceback or belongs to one of another kind, so that none goes on here.
    var isIntro: Bool { TracebackIntro(line: self) != nil }
}

extension TracebackIntro {
    /// What a line says that stands before a header.
    init?(line: TracebackText) {
        let body = line.body
        func named(_ prefix: StaticString, _ kind: Kind, dropping suffixes: [StaticString] = [":"]) -> TracebackIntro? {
            guard body.starts(with: prefix) else { return nil }
            var name = body.dropFirst(prefix.utf8CodeUnitCount).trimmed
            if name.starts(with: ": ") { name = name.dropFirst(2) }
            for suffix in suffixes where name.ends(with: suffix) { name = name.dropLast(suffix.utf8CodeUnitCount).trimmed }
            return TracebackIntro(kind: kind, name: name.isEmpty ? nil : name.text, text: line.body.text)
        }
        // `Exception in thread "main" java...` is another language's.
        if body.starts(with: "Exception in thread "), body.ends(with: ":"), !body.starts(with: "Exception in thread \"") {
            guard let intro = named("Exception in thread ", .thread, dropping: [":", "(most likely raised during interpreter shutdown)"])
            else { return nil }
            self = intro
        } else if body.starts(with: "Process "), body.ends(with: ":"), let name = TracebackIntro.processName(body.dropFirst(8).dropLast()) {
            self.init(kind: .process, name: name, text: body.text)
        } else if body.starts(with: "Task exception was never retrieved") || body.starts(with: "Future exception was never retrieved")
            || body.starts(with: "Unhandled exception in event loop")
        {
            self.init(kind: .task, text: body.text)
        } else if let intro = named("Exception in callback ", .task, dropping: []) {
            self = intro
        } else if let intro = named("Exception ignored in atexit callback", .ignored) ?? named("Exception ignored in:", .ignored)
            ?? named("Exception ignored in", .ignored) ?? named("Exception ignored while", .ignored)
        {
            self = intro
        } else if body.elementsEqual("--- Logging error ---".utf8) {
            self.init(kind: .logging, text: body.text)
        } else if body.starts(with: "Error in sys.excepthook:") || body.starts(with: "Original exception was:")
            || body.starts(with: "Error in atexit._run_exitfuncs:") || body.starts(with: "Error in sys.exitfunc:")
        {
            self.init(kind: .excepthook, text: body.text)
        } else if body.starts(with: "-- Process "), body.ends(with: " terminated with the following error:"),
            let number = body.dropFirst(11).leadingNumber()
        {
            self.init(kind: .spawn, name: String(number.value), text: body.text)
        } else {
            return nil
        }
    }

    /// `ForkProcess-1`, `SpawnPoolWorker-2:4`: one word with a hyphen and a number; a sentence is none.
    private static func processName(_ word: ArraySlice<UInt8>) -> String? {
        guard !word.isEmpty, word.last?.isTracebackDigit == true, word.contains(UInt8(ascii: "-")), !word.contains(UInt8(ascii: " "))
        else { return nil }
        return word.text
    }
}
