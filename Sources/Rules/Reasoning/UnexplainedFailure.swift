import Evidence

/// A failed run that no rule can explain: the best evidence there is, so that a person can begin somewhere.
struct UnexplainedFailure {
    private let file: CaseFile

    /// Lines of the log's end that are quoted.
    private static let lastLines = 3
    /// A log this much shorter or longer than usual is worth a word.
    private static let unusual = 2.0

    init(_ file: CaseFile) { self.file = file }

    /// One sentence for the list of runs.
    var summary: String {
        let code = file.ending.code.map { code in code == 0 ? "" : " with exit code \(code)" } ?? ""
        if let error = file.run.error, let line = UnexplainedFailure.telling(error.message) {
            return "It failed\(code), and no rule knows why: \(line)"
        }
        if let last = file.lastLine {
            return "It failed\(code), and no rule knows why; the last line of its log is “\(UnexplainedFailure.shown(last.line.text))”."
        }
        return "It failed\(code), and no rule knows why."
    }

    /// What is known all the same.
    var statements: [String] {
        var result = ["Why it failed is not known."]
        if let code = file.ending.code, code != 0 {
            let signal = file.ending.signal.map { " (\(ProcessEnding.signalName($0)))" } ?? ""
            result[0] += " Its process ended with exit code \(code)\(signal)\(UnexplainedFailure.place(file.ending.quote?.location))."
        }
        if let error = file.run.error, let line = UnexplainedFailure.telling(error.message) {
            result.append("The run's error says “\(line)”\(UnexplainedFailure.place(file.run.citations[.error]?.location)).")
        }
        if let last = file.lastLine {
            let lines = last.log.tail.filter { !$0.isWrapper && $0.number <= last.line.number && $0.text.contains { !$0.isWhitespace } }
                .suffix(UnexplainedFailure.lastLines)
            let quoted = (lines.isEmpty ? [last.line] : Array(lines)).map { "“\(UnexplainedFailure.shown($0.text))”" }.joined(
                separator: ", ")
            result.append(
                "Its log ends with \(quoted)\(UnexplainedFailure.place(Location(source: last.log.source, line: last.line.number))).")
        }
        result += comparison
        return result
    }

    /// What is unusual against the good runs of the same step.
    private var comparison: [String] {
        let good = file.dossier.history.filter { $0.status == .completed }
        guard let newest = good.first else { return [] }
        var parts: [String] = []
        if let last = file.lastLine {
            let said = Set(good.prefix(5).compactMap { $0.lastUserLine.map { TextScan.masked(PrintedText.message(of: $0)) } })
            if !said.isEmpty, !said.contains(TextScan.masked(PrintedText.message(of: last.line.text))), let usual = newest.lastUserLine {
                parts.append("good runs end with “\(UnexplainedFailure.shown(usual))”")
            }
            let lengths = good.compactMap { $0.logLines.map(Double.init) }
            let lines = Double(last.log.lineCount)
            let middle = MetricStatistics.median(lengths)
            if middle >= 10, lines * UnexplainedFailure.unusual < middle || lines > middle * UnexplainedFailure.unusual {
                parts.append("its log has \(last.log.lineCount) lines, theirs \(MetricText.number(middle))")
            }
        }
        let seconds = good.compactMap(\.seconds)
        if let own = file.run.seconds, !seconds.isEmpty {
            let middle = MetricStatistics.median(seconds)
            if own * UnexplainedFailure.unusual < middle || own > middle * UnexplainedFailure.unusual, abs(own - middle) > 60 {
                parts.append("it ran \(readableDuration(seconds: own)), they take \(readableDuration(seconds: middle))")
            }
        }
        let empty = file.emptyOutputs.map(\.port.name)
        if !empty.isEmpty, (newest.outputBytes ?? 0) > 0 {
            parts.append("it left \(empty.joined(separator: ", ")) empty, which they filled")
        }
        guard !parts.isEmpty else { return [] }
        return ["Against the last good run of the step (\(newest.runID)): \(parts.joined(separator: "; "))."]
    }

    /// The first line of the service's message that is not only its frame.
    private static func telling(_ message: String) -> String? {
        message.split(whereSeparator: \.isNewline).lazy.map(String.init).first { $0.contains { !$0.isWhitespace } }.map { shown($0) }
    }

    private static func shown(_ text: String) -> String {
        let line = text.filter { !$0.isNewline }.drop { $0.isWhitespace }
        return line.count > 160 ? line.prefix(160) + "…" : String(line)
    }

    private static func place(_ location: Location?) -> String {
        guard let location else { return "" }
        return " (`\(location.source)`" + (location.line.map { ", line \($0)" } ?? "") + ")"
    }
}
