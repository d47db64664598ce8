import Evidence

/// A value of a counter on a line: `3/10` of an epoch, a bar at 26 of 100.
struct ProgressMark {
    /// What is counted; the raw value tells series apart.
    enum Kind: Int {
        case tqdm, epoch, step, round, iteration, batch, keras, miniBatch

        var name: String {
            switch self {
            case .tqdm: "tqdm"
            case .epoch: "epoch"
            case .step: "step"
            case .round: "round"
            case .iteration: "iteration"
            case .batch: "batch"
            case .keras: "keras"
            case .miniBatch: "minibatch"
            }
        }
    }

    var kind: Kind
    var value: Double
    var total: Double?
    /// Tells bars with different descriptions apart.
    var label: Int = 0

    /// The mark whose trigger literal ends at `end` and begins at `start`.
    static func read(_ line: LineBytes, trigger: LineTriggers, start: Int, end: Int) -> ProgressMark? {
        switch trigger {
        case .tqdm: bar(line, percent: start)
        case .keras: keras(line, bar: start)
        case .miniBatch: miniBatch(line, at: start)
        case .epoch: counter(line, kind: .epoch, start: start - 1, end: end)
        case .step: counter(line, kind: .step, start: start, end: end)
        case .round: counter(line, kind: .round, start: start, end: end)
        case .iteration: iteration(line, start: start, end: end)
        case .batch: counter(line, kind: .batch, start: start, end: end)
        default: nil
        }
    }

    /// ` 26%|##   | 26/100 [05:12<57:49, 12.66s/it]`
    private static func bar(_ line: LineBytes, percent: Int) -> ProgressMark? {
        guard line.at(percent - 1).isDigit,
            let close = line.first(UInt8(ascii: "|"), in: percent + 2..<max(percent + 2, min(line.count, percent + 600)))
        else { return nil }
        var at = line.skipBlanks(close + 1)
        guard let value = amount(line, &at), line.at(at) == UInt8(ascii: "/") else { return nil }
        at += 1
        guard let total = amount(line, &at) else { return nil }
        return ProgressMark(kind: .tqdm, value: value, total: total, label: label(line, before: percent))
    }

    /// A number of the description in front of a bar; its digits do not count (`Epoch 3: ` and `Epoch 4: ` are one bar).
    private static func label(_ line: LineBytes, before end: Int) -> Int {
        var at = end
        while at > 0, line.at(at - 1).isDigit || line.at(at - 1) == 32 { at -= 1 }
        var value = 5_381
        var length = 0
        while at > 0, length < 40 {
            at -= 1
            let byte = line.at(at)
            guard byte >= 32, byte != UInt8(ascii: "]") else { break }
            if !byte.isDigit { value = (value &* 33) &+ Int(byte) }
            length += 1
        }
        return value
    }

    /// `12`, `1.5k`, `2.3M`.
    private static func amount(_ line: LineBytes, _ at: inout Int) -> Double? {
        guard var value = number(line, &at) else { return nil }
        switch line.at(at) {
        case UInt8(ascii: "k"), UInt8(ascii: "K"): value *= 1e3
        case UInt8(ascii: "M"): value *= 1e6
        case UInt8(ascii: "G"): value *= 1e9
        default: return value
        }
        at += 1
        return value
    }

    /// A decimal number of at most fifteen digits.
    private static func number(_ line: LineBytes, _ at: inout Int) -> Double? {
        var value = 0
        var digits = 0
        while line.at(at).isDigit, digits <= 15 {
            value = value * 10 + Int(line.at(at) - 48)
            digits += 1
            at += 1
        }
        guard digits > 0, digits <= 15 else { return nil }
        guard line.at(at) == UInt8(ascii: "."), line.at(at + 1).isDigit else { return Double(value) }
        var scale = 1.0
        var fraction = 0
        at += 1
        while line.at(at).isDigit {
            if scale < 1e9 {
                fraction = fraction * 10 + Int(line.at(at) - 48)
                scale *= 10
            }
            at += 1
        }
        return Double(value) + Double(fraction) / scale
    }

    /// ` 12/469 [====>....]`: the counter stands before the bar.
    private static func keras(_ line: LineBytes, bar: Int) -> ProgressMark? {
        var at = bar
        while line.at(at - 1) == 32, at > 0 { at -= 1 }
        let end = at
        while at > 0, line.at(at - 1).isDigit || line.at(at - 1) == UInt8(ascii: "/") { at -= 1 }
        guard let slash = line.first(UInt8(ascii: "/"), in: at..<max(at, end)) else { return nil }
        var first = at
        var second = slash + 1
        guard let value = number(line, &first), first == slash, let total = number(line, &second), second == end else { return nil }
        return ProgressMark(kind: .keras, value: value, total: total)
    }

    /// `Processed 12 of 40 mini batches in`
    private static func miniBatch(_ line: LineBytes, at end: Int) -> ProgressMark? {
        guard let start = line.find("Processed ", in: max(0, end - 60)..<end) else { return nil }
        var at = start + 10
        guard let value = number(line, &at), line.has(" of ", at: at) else { return nil }
        at += 4
        guard let total = number(line, &at) else { return nil }
        return ProgressMark(kind: .miniBatch, value: value, total: total)
    }

    /// `iter 3`, `Iteration: 3`.
    private static func iteration(_ line: LineBytes, start: Int, end: Int) -> ProgressMark? {
        var end = end
        if line.has("ation", at: end) || line.has("ATION", at: end) { end += 5 }
        return counter(line, kind: .iteration, start: start, end: end)
    }

    /// A word and its number: `Epoch 3/10`, `step: 5`, `[epoch=3]`, `Round [3 of 10]`.
    private static func counter(_ line: LineBytes, kind: Kind, start: Int, end: Int) -> ProgressMark? {
        guard !line.at(end).isWord, isCounter(line, before: start) else { return nil }
        var at = end
        if line.at(at) == UInt8(ascii: "'") || line.at(at) == UInt8(ascii: "\"") { at += 1 }
        var skipped = 0
        while skipped < 4, isJoint(line.at(at)) {
            at += 1
            skipped += 1
        }
        guard skipped > 0, let value = number(line, &at) else { return nil }
        var next = line.skipBlanks(at)
        if line.at(next) == UInt8(ascii: "/") {
            next = line.skipBlanks(next + 1)
        } else if line.has("of ", at: next), next > at {
            next += 3
        } else {
            // `step 5s`, `epoch 3rd`: not a counter. `epoch 3,` and `epoch 3]` are.
            return line.at(at).isWord || line.at(at) == UInt8(ascii: "%") ? nil : ProgressMark(kind: kind, value: value)
        }
        return ProgressMark(kind: kind, value: value, total: number(line, &next))
    }

    private static func isJoint(_ byte: UInt8) -> Bool {
        byte == 32 || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "[")
            || byte == UInt8(ascii: "(")
    }

    /// The word is not the end of another one, nor a setting (`max_step 100`, `best epoch 3`, `every step 5`).
    private static func isCounter(_ line: LineBytes, before start: Int) -> Bool {
        var end = start
        let mark = line.at(start - 1)
        if mark == UInt8(ascii: "_") || mark == UInt8(ascii: "-") || mark == 32 { end -= 1 } else if mark.isWord { return false }
        var at = end
        while at > 0, line.at(at - 1).isLetter { at -= 1 }
        guard at < end else { return mark != UInt8(ascii: "_") && mark != UInt8(ascii: "-") }
        let word = line.part(at..<end)
        let settings: [StaticString] = ["max", "num", "best", "total", "warmup", "per", "every", "last", "each", "stopped", "save", "eval"]
        if settings.contains(where: { $0.utf8CodeUnitCount == word.count && isSame(word, $0) }) { return false }
        guard mark != 32 else { return true }
        let counters: [StaticString] = ["global", "current", "train", "training", "optimizer"]
        return counters.contains { $0.utf8CodeUnitCount == word.count && isSame(word, $0) }
    }

    private static func isSame(_ word: LineBytes, _ other: StaticString) -> Bool {
        for index in 0..<word.count where word.at(index) | 0x20 != other.utf8Start[index] { return false }
        return true
    }
}
