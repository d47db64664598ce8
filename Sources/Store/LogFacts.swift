import Evidence

/// One row of the `facts` view: what stands at one place of a log.
struct LogFact {
    enum Kind: String { case hit, traceback, silence, progress, end }
    var kind: Kind
    /// Pattern id, exception type, name of the counter, how the log ends.
    var name: String
    var line: Int?
    var offset: Int?
    var time: Timestamp?
    /// Seconds of a silence, occurrences of a traceback, last value of a counter.
    var amount: Double?
    var text: String
}

extension LogEvidence {
    /// The log's facts as rows, for those who ask with SQL.
    var facts: [LogFact] {
        var facts: [LogFact] = []
        for hit in hits { facts.append(LogFact(kind: .hit, name: hit.pattern, quote: hit.quote)) }
        for traceback in tracebacks {
            guard let last = traceback.blocks.last else { continue }
            var fact = LogFact(kind: .traceback, name: last.type, quote: last.final)
            fact.amount = Double(traceback.occurrences)
            facts.append(fact)
        }
        for silence in silences {
            var fact = LogFact(kind: .silence, name: "silence", at: silence.before)
            fact.amount = silence.seconds
            facts.append(fact)
        }
        for series in progress {
            var fact = LogFact(kind: .progress, name: series.name, at: series.lastLine)
            fact.amount = series.last
            facts.append(fact)
        }
        if let last = tail.last {
            let how = endsInsideBlock ? "inside a block" : endsInsideLine ? "inside a line" : "complete"
            facts.append(LogFact(kind: .end, name: how, at: last))
        }
        return facts
    }
}

extension LogFact {
    init(kind: Kind, name: String, quote: Quote) {
        self.init(
            kind: kind, name: name, line: quote.location.line, offset: quote.location.offset, time: quote.time, amount: nil,
            text: quote.text)
    }

    init(kind: Kind, name: String, at line: LogLine) {
        self.init(kind: kind, name: name, line: line.number, offset: line.offset, time: line.time, amount: nil, text: line.text)
    }
}
