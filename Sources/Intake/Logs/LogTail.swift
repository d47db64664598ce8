import Evidence

/// The last lines of a log.
struct LogTail {
    static let lines = 40
    /// A cut-off object is looked for in so many bytes at the end.
    private static let objectBytes = 65_536

    /// Lines that left memory although they may be among the last.
    private var carried: [LogLine] = []

    /// A line that is longer than the memory.
    mutating func keep(_ line: LogLine?) {
        if let line { carried = (carried + [line]).suffix(Self.lines) }
    }

    /// Copies the last lines before `index`, because the history in memory is too short for the tail.
    mutating func keep(before index: Int, in view: BlockView, count: Int, kept: Int) {
        var number = count - kept
        let ranges = view.precedingLines(of: index, most: Self.lines)
        number -= ranges.count
        for range in ranges {
            number += 1
            guard number > (carried.last?.number ?? 0) else { continue }
            let time = Self.stamp(range, view)
            carried.append(
                LogLine(number: number, offset: view.base + range.lowerBound, time: time, text: view.bytes.text(view.withoutReturns(range)))
            )
        }
        carried = carried.suffix(Self.lines)
    }

    /// The tail of the whole log.
    func lines(_ view: BlockView, count: Int, role: LogRole, clock: Timestamp?, clockLine: Int) -> [LogLine] {
        let size = view.bytes.count
        // The last line has no line feed where the log was cut.
        let endsInsideLine = size > 0 && view.bytes.at(size - 1) != .newline
        let ranges = view.precedingLines(of: endsInsideLine ? size + 1 : size, most: Self.lines)
        var number = count - ranges.count
        var result = carried.filter { $0.number <= number }
        for range in ranges {
            number += 1
            if number < 1 { continue }
            let content = view.withoutReturns(range)
            let isWrapper = role.isUserOutput && WrapperLines.contains(view.bytes.part(content), role: role)
            let line = carried.first { $0.number == number }
            result.append(
                LogLine(
                    number: number, offset: line?.offset ?? view.base + range.lowerBound, time: line?.time ?? Self.stamp(range, view),
                    text: line?.text ?? view.bytes.text(content), isWrapper: isWrapper))
        }
        result = result.suffix(Self.lines)
        inherit(&result, clock: clock, clockLine: clockLine)
        return result
    }

    /// Lines without a stamp get that of the line before, as their earliest time.
    private func inherit(_ lines: inout [LogLine], clock: Timestamp?, clockLine: Int) {
        var last = clockLine < (lines.first?.number ?? 0) ? clock : nil
        for index in lines.indices {
            if let own = lines[index].time { last = own } else { lines[index].time = last }
        }
    }

    private static func stamp(_ range: Range<Int>, _ view: BlockView) -> Timestamp? {
        var line = LineReader.Line(
            range: range, reference: LineReference(number: 0, offset: 0, focus: 0), message: range.lowerBound)
        var stamps = StampReader()
        LineStart.read(view.bytes, &line, &stamps, from: line.range.lowerBound)
        return line.stamp
    }

    /// The log ends within a JSON object: a line near its end opens one that nothing closes.
    static func endsInsideObject(_ view: BlockView) -> Bool {
        let bytes = view.bytes
        let end = bytes.trimmedEnd(0..<bytes.count).upperBound
        let lines = view.precedingLines(of: end + 1, most: lines)
        guard let last = lines.last, isObjectLine(bytes, bytes.trimmedEnd(last)) else { return false }
        var depth = 0
        for line in lines.reversed() where line.count <= objectBytes {
            let content = bytes.trimmedEnd(line)
            depth += balance(bytes, content)
            let first = bytes.at(bytes.skipBlanks(content.lowerBound))
            let opens = first == UInt8(ascii: "{") || content.isEmpty == false && bytes.at(content.upperBound - 1) == UInt8(ascii: "{")
            if depth > 0, opens { return true }
            if !isObjectLine(bytes, content), !opens { return false }
        }
        return false
    }

    /// `{`, `}`, `"key": ...`: a line as it stands in a printed object.
    private static func isObjectLine(_ bytes: LineBytes, _ line: Range<Int>) -> Bool {
        let start = bytes.skipBlanks(line.lowerBound)
        let first = bytes.at(start)
        if first == UInt8(ascii: "{") {
            return bytes.at(start + 1) <= 32 || bytes.at(start + 1) == UInt8(ascii: "\"") || bytes.at(start + 1) == 39
        }
        return first == UInt8(ascii: "\"") || first == UInt8(ascii: "}") || first == UInt8(ascii: "]") || first == UInt8(ascii: "[")
            || !line.isEmpty && bytes.at(line.upperBound - 1) == UInt8(ascii: "{")
    }

    /// Braces opened less braces closed, those in double quotes not counted.
    private static func balance(_ bytes: LineBytes, _ line: Range<Int>) -> Int {
        var depth = 0
        var isQuoted = false
        var index = line.lowerBound
        while index < line.upperBound {
            let byte = bytes.at(index)
            if isQuoted, byte == UInt8(ascii: "\\") {
                index += 1
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if !isQuoted {
                if byte == UInt8(ascii: "{") { depth += 1 }
                if byte == UInt8(ascii: "}") { depth -= 1 }
            }
            index += 1
        }
        return depth
    }
}
