import Evidence

/// A traceback whose last line, which would name the exception, is lost: the log is cut within it.
struct CutTraceback {
    private let log: LogEvidence
    private let header: LogLine
    /// The last frame that can be read.
    private let frame: LogLine?

    init?(_ file: CaseFile) {
        guard file.status == .failed || file.ending.state == .failed, file.status != .completed else { return nil }
        for log in file.userLogs where log.endsInsideBlock || log.endsInsideLine {
            let own = log.tail.filter { !$0.isWrapper }
            guard let start = own.lastIndex(where: { $0.text.contains("Traceback (most recent call last):") }) else { continue }
            let header = own[start]
            // One that was read to its end is known.
            if log.tracebacks.contains(where: {
                ($0.header.location.line ?? 0)...max($0.header.location.line ?? 0, $0.lastLine) ~= header.number
            }) {
                continue
            }
            let rest = own[(start + 1)...]
            guard rest.allSatisfy({ line in line.text.drop { $0 != " " }.hasPrefix("  ") || line.number == own.last?.number }) else {
                continue
            }
            self.log = log
            self.header = header
            frame = rest.last { $0.text.contains("File \"") }
            return
        }
        return nil
    }

    func conclusion(_ file: CaseFile) -> Conclusion {
        var weights = Weights()
        weights.add(.log, 0.7)
        if file.status == .failed { weights.add(.history, 0.6) }
        if file.ending.state == .failed { weights.add(file.ending.source, 0.6) }
        return Conclusion(
            mechanism: "cut", confidence: weights.confidence(), title: "An exception ended the script; the log is cut before its name",
            explanation:
                "The traceback begins at line \(header.number) of the log and is cut off before the line that names the exception.",
            evidence: [header.quote(from: log.source)] + (frame.map { [$0.quote(from: log.source)] } ?? [])
                + [file.ending.quote].compactMap { $0 },
            remedy: ["Export the log again, whole: the line that names the exception is missing.", "Run with `PYTHONUNBUFFERED=1`."],
            effectiveTime: header.time)
    }
}
