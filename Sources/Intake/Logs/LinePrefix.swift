import Evidence

/// What a launcher or logger puts before a message; read from bytes, so that it can run on every line.
enum LinePrefix {
    /// A time stamp at `index`; nil for a row of a table that begins with a date.
    @inline(__always)
    static func stamp(_ line: LineBytes, at index: Int) -> (time: Timestamp, end: Int)? {
        let first = line.at(index)
        guard first.isDigit || (first == UInt8(ascii: "[") && line.at(index + 1).isDigit) else { return nil }
        guard let found = TimestampParser.parse(line.bytes, from: index) else { return sparkStamp(line, at: index) }
        // pandas prints a time series as `2020-01-01 00:00:00    0.25`: data, not the time of writing.
        if first != UInt8(ascii: "["), !found.hasZone, line.at(found.end) == 32, line.at(found.end + 1) == 32 {
            let value = line.at(line.skipBlanks(found.end))
            if value.isDigit || value == UInt8(ascii: "-") && line.at(line.skipBlanks(found.end) + 1).isDigit || value == UInt8(ascii: "N")
            {
                return nil
            }
        }
        return (found.time, found.end)
    }

    /// `21/04/03 14:17:57 `, as Spark's log4j prints it.
    private static func sparkStamp(_ line: LineBytes, at index: Int) -> (time: Timestamp, end: Int)? {
        func two(_ offset: Int) -> Int? {
            let (a, b) = (line.at(index + offset), line.at(index + offset + 1))
            return a.isDigit && b.isDigit ? Int(a - 48) * 10 + Int(b - 48) : nil
        }
        guard line.at(index + 2) == UInt8(ascii: "/"), line.at(index + 5) == UInt8(ascii: "/"), line.at(index + 8) == 32,
            line.at(index + 11) == UInt8(ascii: ":"), line.at(index + 14) == UInt8(ascii: ":"), line.at(index + 17) == 32,
            let year = two(0), let month = two(3), let day = two(6), let hour = two(9), let minute = two(12), let second = two(15),
            let time = Timestamp(year: 2000 + year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        return (time, index + 17)
    }

    /// `[rank3]:`, `[0]:`, `[1,0]<stderr>:`, `[stderr]`, `stderr: `, `(train pid=4, ip=10.0.0.5) `, `[default0]:`; the end includes one space.
    static func rank(_ line: LineBytes, at index: Int) -> (rank: Int?, end: Int)? {
        switch line.at(index) {
        case UInt8(ascii: "["): return bracketRank(line, at: index)
        case UInt8(ascii: "("): return actor(line, at: index)
        case UInt8(ascii: "s"):
            guard line.has("stderr: ", at: index) || line.has("stdout: ", at: index) else { return nil }
            return (nil, index + 8)
        default: return nil
        }
    }

    private static func bracketRank(_ line: LineBytes, at index: Int) -> (rank: Int?, end: Int)? {
        var at = index + 1
        if line.has("stderr]", at: at) || line.has("stdout]", at: at) {
            at += 7
            if line.at(at) == UInt8(ascii: ":") { at += 1 }
            return (nil, afterSpace(line, at))
        }
        for word in ["default", "rank", "Rank", "worker", "task", "RANK"] as [StaticString] where line.has(word, at: at) {
            at += word.utf8CodeUnitCount
            if line.at(at) == 32 || line.at(at) == UInt8(ascii: ":") { at += 1 }
            if line.at(at) == 32 { at += 1 }
            break
        }
        guard var value = digits(line, &at, most: 5) else { return nil }
        if line.at(at) == UInt8(ascii: ",") {
            at += 1
            guard let second = digits(line, &at, most: 5) else { return nil }
            value = second
            guard line.at(at) == UInt8(ascii: "]") else { return nil }
            at += 1
            for stream in ["<stdout>", "<stderr>", "<stddiag>"] as [StaticString] where line.has(stream, at: at) {
                at += stream.utf8CodeUnitCount
            }
            guard line.at(at) == UInt8(ascii: ":") else { return nil }
            return (value, afterSpace(line, at + 1))
        }
        // `[80746] [rank0]:`: a process number before the rank.
        if line.at(at) == UInt8(ascii: "]"), line.at(at + 1) == 32, line.has("[rank", at: at + 2) { return (nil, at + 2) }
        guard line.at(at) == UInt8(ascii: "]"), line.at(at + 1) == UInt8(ascii: ":") else { return nil }
        return (value, afterSpace(line, at + 2))
    }

    /// Ray's `(name pid=123, ip=10.0.0.5) `.
    private static func actor(_ line: LineBytes, at index: Int) -> (rank: Int?, end: Int)? {
        guard let close = line.first(UInt8(ascii: ")"), in: index..<min(line.count, index + 120)), line.at(close + 1) == 32,
            let pid = line.find("pid=", in: index..<close), line.at(pid + 4).isDigit,
            pid == index + 1 || line.at(pid - 1) == 32
        else { return nil }
        var at = pid + 4
        // Actors have no rank; a negative number keeps their lines apart, and is taken off before anything is told.
        return (digits(line, &at, most: 9).map { -1 - $0 }, close + 2)
    }

    /// A number of up to `most` digits at `at`, which moves behind it.
    static func digits(_ line: LineBytes, _ at: inout Int, most: Int) -> Int? {
        var value = 0
        let start = at
        while line.at(at).isDigit, at - start <= most {
            value = value * 10 + Int(line.at(at) - 48)
            at += 1
        }
        return at > start && at - start <= most ? value : nil
    }

    static func afterSpace(_ line: LineBytes, _ index: Int) -> Int {
        line.at(index) == 32 ? index + 1 : index
    }

    /// End of a progress bar (`26%|##  | 26/100 [05:12<57:49, 12.66s/it]`) that other text is glued to; nil if nothing follows it.
    static func gluedBar(_ line: LineBytes, from index: Int) -> Int? {
        guard let bar = line.find("%|", in: index..<min(line.count, index + 210)), bar > index, line.at(bar - 1).isDigit,
            let open = line.first(UInt8(ascii: "["), in: bar..<min(line.count, bar + 420)),
            let close = line.first(UInt8(ascii: "]"), in: open..<min(line.count, open + 170))
        else { return nil }
        let next = line.at(close + 1)
        return close + 1 < line.count && next > 32 && next != UInt8(ascii: "]") ? close + 1 : nil
    }
}
