import Evidence

// Members are read in the order in which they are written, which is that of their keys.

extension Location: RowReadable {
    init(from row: inout RowReader) throws(RowReader.Unlike) {
        try row.open()
        let line = try row.integerIfThere("line")
        let offset = try row.integerIfThere("offset")
        self.init(source: try row.string("source"), line: line, offset: offset)
        try row.close()
    }
}

extension Quote: RowReadable {
    init(from row: inout RowReader) throws(RowReader.Unlike) {
        try row.open()
        let after = try row.strings("after")
        let before = try row.strings("before")
        let location: Location = try row.value("location")
        let text = try row.string("text")
        self.init(location: location, time: try row.timeIfThere("time"), text: text, before: before, after: after)
        try row.close()
    }
}

extension LogLine: RowReadable {
    init(from row: inout RowReader) throws(RowReader.Unlike) {
        try row.open()
        let isWrapper = try row.bool("isWrapper")
        let number = try row.integer("number")
        let offset = try row.integer("offset")
        let text = try row.string("text")
        self.init(number: number, offset: offset, time: try row.timeIfThere("time"), text: text, isWrapper: isWrapper)
        try row.close()
    }
}

extension PatternHit: RowReadable {
    init(from row: inout RowReader) throws(RowReader.Unlike) {
        try row.open()
        let attempt = try row.integer("attempt")
        let captures = try row.texts("captures")
        let isWrapper = try row.bool("isWrapper")
        let level = try row.stringIfThere("level")
        let pattern = try row.string("pattern")
        let quote: Quote = try row.value("quote")
        let rank = try row.integerIfThere("rank")
        self.init(
            pattern: pattern, captures: captures, text: try row.string("text"), level: level, quote: quote, attempt: attempt, rank: rank)
        self.isWrapper = isWrapper
        try row.close()
    }
}

extension Silence: RowReadable {
    init(from row: inout RowReader) throws(RowReader.Unlike) {
        try row.open()
        let after: LogLine = try row.value("after")
        let before: LogLine = try row.value("before")
        try row.member("seconds")
        self.init(before: before, after: after, seconds: try row.double())
        try row.close()
    }
}

extension ProgressSeries: RowReadable {
    init(from row: inout RowReader) throws(RowReader.Unlike) {
        try row.open()
        let attempt = try row.integer("attempt")
        try row.member("first")
        let first = try row.double()
        try row.member("last")
        let last = try row.double()
        let lastLine: LogLine = try row.value("lastLine")
        let longestGap = try row.doubleIfThere("longestGap")
        let marks = try row.integer("marks")
        let name = try row.string("name")
        let total = try row.doubleIfThere("total")
        self.init(name: name, first: first, last: last, total: total, marks: marks, attempt: attempt, lastLine: lastLine)
        self.longestGap = longestGap
        try row.close()
    }
}

extension BindingHints: RowReadable {
    init(from row: inout RowReader) throws(RowReader.Unlike) {
        self.init()
        try row.open()
        explicitRunID = try row.stringIfThere("explicitRunID")
        runIDs = try row.strings("runIDs")
        runUUIDs = try row.strings("runUUIDs")
        try row.close()
    }
}

extension LogEvidence: RowReadable {
    init(from row: inout RowReader) throws(RowReader.Unlike) {
        // Where and what it is stands behind most of it.
        self.init(source: "", role: .user)
        try row.open()
        try row.member("attemptStarts")
        attemptStarts = try row.list { (row) throws(RowReader.Unlike) in try row.integer() }
        if row.has("attemptTimes") { attemptTimes = try row.list { (row) throws(RowReader.Unlike) in try row.time() } }
        byteCount = Int64(try row.integer("byteCount"))
        cappedPatterns = try row.strings("cappedPatterns")
        try row.member("counts")
        counts = try row.dictionary { (row) throws(RowReader.Unlike) in try row.integer() }
        endsInsideBlock = try row.bool("endsInsideBlock")
        endsInsideLine = try row.bool("endsInsideLine")
        firstTime = try row.timeIfThere("firstTime")
        $head = try row.later("head")
        hints = try row.value("hints")
        $hits = try row.laterHits("hits")
        lastTime = try row.timeIfThere("lastTime")
        lastUserLine = try row.valueIfThere("lastUserLine")
        lineCount = try row.integer("lineCount")
        metrics = try row.otherIfThere("metrics")
        progress = try row.values("progress")
        rank = try row.integerIfThere("rank")
        try row.member("role")
        role = try row.word()
        $silences = try row.later("silences")
        source = try row.string("source")
        $tail = try row.later("tail")
        tracebacks = try row.others("tracebacks")
        userLineCount = try row.integer("userLineCount")
        try row.close()
    }
}
