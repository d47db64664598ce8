import Evidence

/// rich's box: frames as `│ /path/file.py:12 in main │`, source lines below them, the final line after the box.
struct TracebackRichFrames {
    private(set) var list = TracebackFrameList()
    /// Columns left of the box: the final line stands there too.
    let base: Int
    private(set) var isClosed = false
    private var heading: [ArraySlice<UInt8>] = []
    private var headingLine: TracebackLine?
    private var blanks = 0

    init(header: TracebackText) {
        base = header.indent
    }

    mutating func feed(_ line: TracebackLine, _ text: TracebackText) -> TracebackStep {
        if text.isBlank {
            blanks += 1
            return blanks > 2 ? .refused : .taken
        }
        blanks = 0
        if isClosed {
            if let final = TracebackFinal(text) { return .final(final) }
            return text.isIntro || TracebackHeader(text) != nil || text.chainLink != nil ? .refused : .foreign
        }
        let body = text.body
        if body.starts(with: "\u{2570}") || body.starts(with: "\u{2514}") || body.starts(with: "+--") {
            finishHeading()
            isClosed = true
            return .taken
        }
        guard let inner = TracebackRichFrames.inner(body) else {
            return text.isIntro || TracebackHeader(text) != nil ? .refused : .foreign
        }
        read(inner, line: line)
        return .taken
    }

    /// What stands between the box's sides.
    private static func inner(_ body: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let sides: [StaticString] = ["\u{2502} ", "\u{2502}", "\u{2503} ", "| ", "|"]
        guard let side = sides.first(where: { body.starts(with: $0) }) else { return nil }
        var inner = body.dropFirst(side.utf8CodeUnitCount)
        for side in ["\u{2502}", "\u{2503}", "|"] as [StaticString] where inner.ends(with: side) {
            inner = inner.dropLast(side.utf8CodeUnitCount)
            break
        }
        while inner.last == UInt8(ascii: " ") { inner = inner.dropLast() }
        return inner
    }

    private mutating func read(_ inner: ArraySlice<UInt8>, line: TracebackLine) {
        let isArrow = inner.starts(with: "\u{2771}") || inner.starts(with: "> ")
        if inner.isEmpty || isArrow || inner.first == UInt8(ascii: " ") || inner.first == 0xE2 {
            finishHeading()
            guard isArrow else { return }
            // `❱  7 │   │   load({})`: number, then guides for the indentation.
            var code = inner.drop { $0 != UInt8(ascii: " ") }.trimmed
            guard let number = code.leadingNumber(), number.value == list.last?.line else { return }
            code = number.rest.trimmed
            while code.starts(with: "\u{2502}") { code = code.dropFirst(3).trimmed }
            list.setCode(code, at: line)
        } else {
            if heading.isEmpty { headingLine = line }
            // A path longer than the box goes on in the next lines; more than ten of them are no path.
            if heading.count < 10 { heading.append(inner) }
        }
    }

    private mutating func finishHeading() {
        guard !heading.isEmpty, let headingLine else { return }
        for separator in [[], [UInt8(ascii: " ")]] as [[UInt8]] {
            let joined = Array(heading.joined(separator: separator))
            if let frame = TracebackRichFrames.frame(joined[...], logLine: headingLine.number) {
                list.append(frame, at: headingLine)
                break
            }
        }
        heading = []
    }

    /// `/tmp/train.py:12 in main`.
    private static func frame(_ text: ArraySlice<UInt8>, logLine: Int) -> TracebackFrame? {
        guard let place = text.lastPosition(of: " in ") else { return nil }
        let path = text[..<place]
        guard let colon = path.lastIndex(of: UInt8(ascii: ":")), colon > path.startIndex,
            let number = path[(colon + 1)...].leadingNumber(), number.rest.isEmpty
        else { return nil }
        return TracebackFrame(file: path[..<colon].text, line: number.value, function: text[(place + 4)...].text, logLine: logLine)
    }
}
