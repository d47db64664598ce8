import Evidence

/// Reads metrics off a line: `rmse=4.61`, `val_loss: 0.31`, `Epoch 3 loss nan`, `Test accuracy: 93.1%`, `{'auc': 0.91}`, `[10]	train-auc:0.9`.
enum PrintedMetrics {
    /// More pairs than this on one line are a table or a dump.
    private static let mostPairs = 24
    private static let longestName = 60
    private static let longestLine = 2_000

    /// The pairs in the order of the line; the last of a name counts.
    static func read(_ line: LineBytes) -> [(name: String, value: Double)] {
        let count = min(line.count, longestLine)
        var pairs: [(name: String, value: Double)] = []
        var at = 0
        let saysMetric = metricWord(line, count)
        while at < count, pairs.count < mostPairs {
            guard isValueStart(line, at), let number = number(line, at) else {
                at += 1
                continue
            }
            if let name = name(line, before: at) {
                // Behind the word "metric" any name is one; else the name itself must say so.
                let isNamed =
                    MetricWords.isMetric(name.text) || (name.hasSign && saysMetric.map { $0 < name.start } == true && !isCounter(name.text))
                // Without a sign a whole number is a count: `Error 404`, `recall 3 items`.
                let isValue = name.hasSign || (MetricWords.isMetric(name.last) && !number.isWhole)
                if isNamed, isValue { pairs.append((name.text, number.value)) }
            }
            at = max(at + 1, number.end)
        }
        return pairs
    }

    // MARK: Values

    /// A digit, a sign or point before one, or the n or i of a value that is no number; not inside a word.
    private static func isValueStart(_ line: LineBytes, _ at: Int) -> Bool {
        let byte = line.at(at)
        let before = line.at(at - 1)
        if before.isWord || before == UInt8(ascii: ".") || before == UInt8(ascii: "-") && !isSign(byte) { return false }
        if byte.isDigit { return before != UInt8(ascii: "/") && before != UInt8(ascii: "+") }
        if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") { return true }
        let lower = byte | 0x20
        return lower == UInt8(ascii: "n") || lower == UInt8(ascii: "i")
    }

    private static func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") }

    /// The number that begins at `start`; nil where it goes on as a date, a fraction of a counter, or a word (`3rd`, `12ms`).
    private static func number(_ line: LineBytes, _ start: Int) -> (value: Double, end: Int, isWhole: Bool)? {
        var at = start
        if isSign(line.at(at)) { at += 1 }
        let digits = at
        if !line.at(at).isDigit, line.at(at) != UInt8(ascii: ".") {
            while line.at(at).isLetter, at - digits < 9 { at += 1 }
            guard (3...8).contains(at - digits), ends(line, at), let value = MetricPoint.value(of: line.text(start..<at)) else {
                return nil
            }
            return (value, at, false)
        }
        while line.at(at).isDigit { at += 1 }
        if line.at(at) == UInt8(ascii: "."), line.at(at + 1).isDigit || at > digits {
            at += 1
            while line.at(at).isDigit { at += 1 }
        }
        guard at - digits <= 40, line.at(digits).isDigit || line.at(digits + 1).isDigit else { return nil }
        if line.at(at) | 0x20 == UInt8(ascii: "e") {
            var end = at + 1
            if isSign(line.at(end)) { end += 1 }
            if line.at(end).isDigit {
                while line.at(end).isDigit { end += 1 }
                at = end
            }
        }
        let text = line.text(start..<at)
        let end = line.at(at) == UInt8(ascii: "%") ? at + 1 : at
        guard ends(line, end), let value = Double(text.hasSuffix(".") ? String(text.dropLast()) : text) else { return nil }
        return (value, end, text.allSatisfy(\.isNumber) && end == at)
    }

    /// What may stand behind a value. A point ends a sentence; before a digit it makes a version of it.
    private static func ends(_ line: LineBytes, _ at: Int) -> Bool {
        guard at < line.count else { return true }
        let byte = line.at(at)
        if byte == UInt8(ascii: ".") { return !line.at(at + 1).isWord }
        if byte == UInt8(ascii: ","), line.at(at + 1).isDigit { return false }
        // `{'loss': 0.3}`, `(0.3)`, `0.3,`, `0.3;`, `0.3|`, `'0.3'`.
        return byte <= 32 || ",;)]}|'\"".utf8.contains(byte)
    }

    // MARK: Names

    private struct Name {
        var text: String
        /// The last word of it, where it is made of several.
        var last: String
        var start: Int
        /// A `=` or `:` joins it to the value.
        var hasSign: Bool
    }

    /// The name in front of a value: `val_loss: `, `"auc": `, `Test accuracy = `, `loss `.
    private static func name(_ line: LineBytes, before value: Int) -> Name? {
        var end = skipBack(line, value)
        // A tensor's or array's value: `tensor(0.31)`, `[0.31]`; a quoted one.
        for opening in ["tensor(", "array(", "np.float64(", "np.float32(", "[", "'", "\""] where has(opening, line, endingAt: end) {
            end = skipBack(line, end - opening.utf8.count)
            break
        }
        var hasSign = false
        if line.at(end - 1) == UInt8(ascii: "=") || line.at(end - 1) == UInt8(ascii: ":") {
            if line.at(end - 1) == UInt8(ascii: "="), "<>!=".utf8.contains(line.at(end - 2)) { return nil }
            hasSign = true
            end = skipBack(line, end - 1)
        } else if end == value {
            return nil
        }
        if line.at(end - 1) == UInt8(ascii: "'") || line.at(end - 1) == UInt8(ascii: "\"") || line.at(end - 1) == UInt8(ascii: "`") {
            end -= 1
        }
        // `accuracy (val): 0.9`, `auc[0]`.
        var start = end
        while start > 0, end - start < longestName, isName(line.at(start - 1)) { start -= 1 }
        guard start < end, line.at(start).isLetter || line.at(start) == UInt8(ascii: "_") else { return nil }
        let last = line.text(start..<end)
        // `Test accuracy`, `training error`: one word more, where a space alone stands between.
        let before = start
        if line.at(start - 1) == 32, line.at(start - 2).isLetter {
            var first = start - 1
            while first > 0, before - first < 24, line.at(first - 1).isLetter { first -= 1 }
            let word = line.text(first..<start - 1).lowercased()
            if ["train", "training", "val", "validation", "test", "testing", "eval", "evaluation", "holdout", "dev", "mean", "final"]
                .contains(word)
            {
                return Name(text: word + " " + last, last: last, start: first, hasSign: hasSign)
            }
        }
        return Name(text: last, last: last, start: start, hasSign: hasSign)
    }

    private static func isName(_ byte: UInt8) -> Bool {
        byte.isWord || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "@")
    }

    private static func skipBack(_ line: LineBytes, _ index: Int) -> Int {
        var at = index
        while at > 0, index - at < 24, line.at(at - 1) == 32 || line.at(at - 1) == 9 { at -= 1 }
        return at
    }

    private static func has(_ text: String, _ line: LineBytes, endingAt end: Int) -> Bool {
        let count = text.utf8.count
        return end >= count && text.utf8.enumerated().allSatisfy { line.at(end - count + $0.offset) == $0.element }
    }

    /// Where the word `metric` or `metrics` ends on the line.
    private static func metricWord(_ line: LineBytes, _ count: Int) -> Int? {
        guard let at = line.find("etric", in: 0..<count), line.at(at - 1) | 0x20 == UInt8(ascii: "m") else { return nil }
        return at + 5
    }

    /// Names that no metric has, even behind that word.
    private static func isCounter(_ name: String) -> Bool {
        ["epoch", "step", "iter", "iteration", "batch", "round", "line", "rank", "pid", "time", "n", "count", "index", "id"]
            .contains(name.lowercased())
    }
}
