import Evidence

/// Reads the time stamps of a log's lines, quickly where a line has the same date as the one before.
struct StampReader {
    /// The bytes of the date last read in full, and its midnight.
    private var dateHead: UInt64 = 0
    private var dateTail: UInt16 = 0
    private var midnight: Int64 = 0

    /// A time stamp at `index`; nil where there is none, or a row of data begins with a date.
    @inline(__always)
    mutating func read(_ line: LineBytes, at index: Int) -> (time: Timestamp, end: Int)? {
        let start = line.at(index) == UInt8(ascii: "[") ? index + 1 : index
        // Room for `2026-03-01 10:00:00`, and some bytes more to look ahead.
        if start + 40 < line.count, let base = line.bytes.baseAddress, dateHead != 0,
            (base + start).loadUnaligned(as: UInt64.self) == dateHead, (base + start + 8).loadUnaligned(as: UInt16.self) == dateTail,
            let found = clock(base + start)
        {
            var end = start + found.length
            var next = line.at(end)
            let isUTC = next == UInt8(ascii: "Z")
            if isUTC {
                end += 1
                next = line.at(end)
            }
            if start > index {
                if next == UInt8(ascii: "]") { return (found.time, end + 1) }
            } else if next == 32, isUTC || isPlain(line.at(end + 1), line.at(end + 2)) {
                return (found.time, end)
            }
        }
        return readInFull(line, at: index, date: start)
    }

    /// After the blank stands a word or a dash: neither a zone, nor AM or PM, nor a column of data.
    @inline(__always)
    private func isPlain(_ first: UInt8, _ second: UInt8) -> Bool {
        if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { return !second.isDigit }
        return first != 32 && first != UInt8(ascii: "U") && first != UInt8(ascii: "G") && second | 0x20 != UInt8(ascii: "m")
    }

    /// `T10:00:00.123456` behind the known date; `length` counts from the date on.
    @inline(__always)
    private func clock(_ date: UnsafeRawPointer) -> (time: Timestamp, length: Int)? {
        func byte(_ offset: Int) -> UInt8 { date.load(fromByteOffset: offset, as: UInt8.self) }
        func word(_ offset: Int) -> UInt64 { UInt64(littleEndian: date.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
        guard byte(10) == 32 || byte(10) == UInt8(ascii: "T"), let second = StampReader.secondOfDay(word(11)) else { return nil }
        let time = midnight + second * 1_000_000
        guard byte(19) == UInt8(ascii: ".") || byte(19) == UInt8(ascii: ","), byte(20).isDigit else {
            return byte(19).isDigit ? nil : (Timestamp(microseconds: time), 19)
        }
        let fraction = DigitRun(word(20))
        // Other lengths are for the parser to judge.
        guard fraction.count == 3 || fraction.count == 6 else { return nil }
        return (Timestamp(microseconds: time + fraction.value * (fraction.count == 3 ? 1_000 : 1)), 20 + fraction.count)
    }

    /// `10:00:00`, the lowest byte first.
    @inline(__always)
    private static func secondOfDay(_ text: UInt64) -> Int64? {
        // Digits become their values, colons zero; anything else sets a high bit.
        let parts = text ^ 0x3030_3A30_303A_3030
        guard ((parts &+ 0x7676_7F76_767F_7676) | parts) & 0x8080_8080_8080_8080 == 0 else { return nil }
        func two(_ shift: UInt64) -> Int64 { Int64(parts &>> shift & 0xF) * 10 + Int64(parts &>> (shift &+ 8) & 0xF) }
        let (hour, minute, second) = (two(0), two(24), two(48))
        return hour < 24 && minute < 60 && second < 60 ? hour * 3_600 + minute * 60 + second : nil
    }

    private mutating func readInFull(_ line: LineBytes, at index: Int, date: Int) -> (time: Timestamp, end: Int)? {
        guard let found = LinePrefix.stamp(line, at: index) else { return nil }
        let mark = line.at(date + 4)
        if mark == UInt8(ascii: "-") || mark == UInt8(ascii: "/"), line.at(date + 7) == mark, date + 10 <= line.count,
            let base = line.bytes.baseAddress, let year = number(line, date, 4), let month = number(line, date + 5, 2),
            let day = number(line, date + 8, 2), let start = Timestamp(year: year, month: month, day: day)
        {
            dateHead = (base + date).loadUnaligned(as: UInt64.self)
            dateTail = (base + date + 8).loadUnaligned(as: UInt16.self)
            midnight = start.microseconds
        }
        return found
    }

    private func number(_ line: LineBytes, _ start: Int, _ count: Int) -> Int? {
        var at = start
        let value = LinePrefix.digits(line, &at, most: count)
        return at == start + count ? value : nil
    }
}
