import Evidence

@testable import Intake

/// What a text holds, read the way a scanner reads it.
struct TracebackScan {
    var tracebacks: [Traceback] = []
    /// Lines that were taken for a while and handed back.
    var leftover: [Int] = []
    /// Headers that led to nothing.
    var nothing = 0
    var isOpen = false
}

/// Feeds every line of a text. A line may begin with `2026-03-01 10:00:00 ERROR `, which is stripped as a logger's prefix, or with `[rank1]: `.
func scanTracebacks(_ text: String, source: String = "std_log.txt") -> TracebackScan {
    var scan = TracebackScan()
    var parser: TracebackParser?
    var before: [TracebackLine] = []
    var offset = 0
    func end() {
        guard var done = parser else { return }
        if let traceback = done.finish() { scan.tracebacks.append(traceback) } else { scan.nothing += 1 }
        scan.leftover += done.leftover.map(\.number)
        scan.isOpen = done.isOpen
        parser = nil
    }
    // Bytes, because `\r\n` is one character.
    for (index, raw) in text.utf8.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
        let line = tracebackLine(String(decoding: raw, as: UTF8.self), number: index + 1, offset: offset)
        offset += raw.count + 1
        if parser?.feed(line) != true {
            end()
            parser = TracebackParser(header: line, preceding: before.suffix(8), source: source)
        }
        before.append(line)
    }
    end()
    return scan
}

/// A line with its prefixes stripped.
func tracebackLine(_ raw: String, number: Int, offset: Int) -> TracebackLine {
    var line = TracebackLine(
        number: number, offset: offset, time: nil, hadPrefix: false, level: nil, rank: nil, text: raw, raw: raw)
    if raw.hasPrefix("[rank"), let end = raw.firstIndex(of: "]"), let rank = Int(raw[..<end].dropFirst(5)) {
        line.rank = rank
        line.text = String(raw[end...].dropFirst(3))
    }
    if raw.hasPrefix("2026-"), raw.utf8.count > 20 {
        line.hadPrefix = true
        line.text = String(raw.dropFirst(20))
        for level in ["ERROR", "INFO", "WARNING"] where line.text.hasPrefix(level + " ") {
            line.level = level
            line.text = String(line.text.dropFirst(level.count + 1))
        }
    }
    return line
}

/// Every field that matters, one line a block or frame, so that a test shows the whole value.
func describe(_ traceback: Traceback) -> String {
    var head = "\(traceback.form.rawValue) \(traceback.header.location.line ?? 0)-\(traceback.lastLine)"
    if let intro = traceback.intro { head += ", \(intro.kind.rawValue) \(intro.name ?? "-")" }
    if let level = traceback.loggerLevel { head += ", logged as \(level)" }
    if let rank = traceback.rank { head += ", rank \(rank)" }
    return ([head] + traceback.blocks.flatMap { describe($0, indent: "") }).joined(separator: "\n")
}

func describe(_ scan: TracebackScan) -> String {
    scan.tracebacks.map(describe).joined(separator: "\n")
}

private func describe(_ block: TracebackBlock, indent: String) -> [String] {
    let link = block.link == .none ? "" : block.link.rawValue + ": "
    let message =
        block.message.isEmpty ? "" : " <\(block.message.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "|"))>"
    var lines = ["\(indent)\(link)\(block.type)\(message) @\(block.final.location.line ?? 0)"]
    for frame in block.frames {
        let code = frame.code.map { " `\($0)`" } ?? ""
        lines.append(
            "\(indent)  \(frame.file):\(frame.line) \(frame.function.isEmpty ? "-" : frame.function)\(code) @\(frame.logLine ?? 0)")
    }
    for member in block.members { lines += describe(member, indent: indent + "    ") }
    return lines
}
