/// Reads time stamps in the forms that Azure ML material uses; one without a zone is UTC.
package enum TimestampParser {
    /// A time stamp that starts at `start`, after an optional `[`; nil if there is none or it stands for "no value" (year 1).
    ///
    /// `end` is the index after it, zone and closing bracket included. Nothing is allocated: this runs on every line of a log.
    package static func parse(_ bytes: UnsafeRawBufferPointer, from start: Int = 0) -> (time: Timestamp, end: Int, hasZone: Bool)? {
        var cursor = TimestampCursor(bytes: bytes, at: start)
        let bracket = cursor.take(.openBracket)
        guard let date = cursor.date(), cursor.separator(afterSlashes: date.isAmerican) else { return nil }
        guard let time = cursor.time() else { return nil }
        guard !cursor.isDigit(cursor.at) else { return nil }
        let zone = cursor.zone()
        guard let moment = combine(date, time, zone) else { return nil }
        if bracket { _ = cursor.take(.closeBracket) }
        return (moment, cursor.at, zone != nil)
    }

    /// The whole text as a time stamp; nil if it is none, or stands for "no value" (`0001-01-01...`).
    ///
    /// Beside the forms of log lines: a date alone, a time without seconds, and milliseconds since the epoch in 13 digits.
    package static func parse(_ text: String) -> Timestamp? {
        var text = text
        return text.withUTF8 { buffer in parseWhole(UnsafeRawBufferPointer(buffer)) }
    }

    private static func parseWhole(_ bytes: UnsafeRawBufferPointer) -> Timestamp? {
        var first = 0
        var last = bytes.count
        while first < last, bytes[first] <= .space { first += 1 }
        while last > first, bytes[last - 1] <= .space { last -= 1 }
        let text = UnsafeRawBufferPointer(rebasing: bytes[first..<last])
        if let found = parse(text) { return found.end == text.count ? found.time : nil }
        var cursor = TimestampCursor(bytes: text, at: 0)
        if text.count == 13, let milliseconds = cursor.number(digits: 13) {
            return Timestamp(microseconds: Int64(milliseconds) * 1_000)
        }
        cursor.at = 0
        guard let date = cursor.date() else { return nil }
        if cursor.at == text.count { return combine(date, .init(), nil) }
        guard cursor.separator(afterSlashes: date.isAmerican), let hour = cursor.number(digits: 2), cursor.take(.colon),
            let minute = cursor.number(digits: 2)
        else { return nil }
        let zone = cursor.zone()
        return cursor.at == text.count ? combine(date, .init(hour: hour, minute: minute), zone) : nil
    }

    private static func combine(_ date: TimestampCursor.Date, _ time: TimestampCursor.Time, _ zone: Int?) -> Timestamp? {
        // Year 1 is how .NET prints an unset date.
        guard date.year > 1, time.hour <= 23, time.minute <= 59, time.second <= 60,
            let midnight = Timestamp(year: date.year, month: date.month, day: date.day)
        else { return nil }
        let seconds = time.hour * 3_600 + time.minute * 60 + time.second - (zone ?? 0) * 60
        return Timestamp(microseconds: midnight.microseconds + Int64(seconds * 1_000_000 + time.microsecond))
    }
}

/// Walks over the parts of a time stamp; a part that does not fit leaves the position undefined, the caller gives up then.
private struct TimestampCursor {
    struct Date {
        var year: Int
        var month: Int
        var day: Int
        /// `12/01/2020`: a comma may follow, and the hour may have one digit.
        var isAmerican = false
    }

    struct Time {
        var hour = 0
        var minute = 0
        var second = 0
        var microsecond = 0
    }

    let bytes: UnsafeRawBufferPointer
    var at: Int

    func byte(_ index: Int) -> UInt8 { index >= 0 && index < bytes.count ? bytes[index] : 0 }

    func isDigit(_ index: Int) -> Bool { byte(index) &- 48 < 10 }

    mutating func take(_ wanted: UInt8) -> Bool {
        guard byte(at) == wanted else { return false }
        at += 1
        return true
    }

    /// A number of exactly `digits` digits, or of up to that many with `orFewer`.
    mutating func number(digits: Int, orFewer: Bool = false) -> Int? {
        var value = 0
        var count = 0
        while count < digits, isDigit(at) {
            value = value * 10 + Int(bytes[at] - 48)
            at += 1
            count += 1
        }
        return count == digits || (orFewer && count > 0) ? value : nil
    }

    /// `2026-02-01`, `2021/04/03` or `2/25/2025`.
    mutating func date() -> Date? {
        let start = at
        guard isDigit(start) else { return nil }
        if isDigit(start + 1), isDigit(start + 2), isDigit(start + 3) {
            guard let year = number(digits: 4) else { return nil }
            let mark = byte(at)
            guard mark == .minus || mark == .slash, take(mark), let month = number(digits: 2), take(mark), let day = number(digits: 2),
                !isDigit(at)
            else { return nil }
            return Date(year: year, month: month, day: day)
        }
        guard let month = number(digits: 2, orFewer: true), take(.slash), let day = number(digits: 2, orFewer: true), take(.slash),
            let year = number(digits: 4), !isDigit(at)
        else { return nil }
        return Date(year: year, month: month, day: day, isAmerican: true)
    }

    /// What stands between date and time.
    mutating func separator(afterSlashes isAmerican: Bool) -> Bool {
        if isAmerican { _ = take(.comma) }
        return take(.space) || take(UInt8(ascii: "T")) || take(UInt8(ascii: "t"))
    }

    /// `19:54:04`, with a fraction after `.` or `,` and AM or PM where they follow.
    mutating func time() -> Time? {
        guard var hour = number(digits: 2, orFewer: true), take(.colon), let minute = number(digits: 2), take(.colon),
            let second = number(digits: 2)
        else { return nil }
        let microsecond = fraction()
        // Narrow no-break space (E2 80 AF) stands before AM and PM in recent browsers.
        var mark = at
        if byte(mark) == .space { mark += 1 } else if byte(mark) == 0xE2, byte(mark + 1) == 0x80, byte(mark + 2) == 0xAF { mark += 3 }
        let half = byte(mark) | 0x20
        if mark > at, half == UInt8(ascii: "a") || half == UInt8(ascii: "p"), byte(mark + 1) | 0x20 == UInt8(ascii: "m"),
            !isWordByte(mark + 2), (1...12).contains(hour)
        {
            hour = hour % 12 + (half == UInt8(ascii: "p") ? 12 : 0)
            at = mark + 2
        }
        return Time(hour: hour, minute: minute, second: second, microsecond: microsecond)
    }

    /// Microseconds of the fraction; digits beyond the sixth are dropped.
    private mutating func fraction() -> Int {
        let mark = byte(at)
        guard mark == .dot || mark == .comma, isDigit(at + 1) else { return 0 }
        var end = at + 1
        var value = 0
        while isDigit(end) {
            if end - at <= 6 { value = value * 10 + Int(bytes[end] - 48) }
            end += 1
        }
        let digits = end - at - 1
        // After a comma only milliseconds and microseconds are a fraction; anything else is the next field of a table.
        if mark == .comma, digits != 3, digits != 6 { return 0 }
        for _ in min(digits, 6)..<6 { value *= 10 }
        at = end
        return value
    }

    /// Minutes east of Greenwich; nil where no zone is written.
    mutating func zone() -> Int? {
        let start = byte(at) == .space ? at + 1 : at
        if byte(at) | 0x20 == UInt8(ascii: "z"), !isWordByte(at + 1) {
            at += 1
            return 0
        }
        if isWord("UTC", start) || isWord("GMT", start) {
            at = start + 3
            return 0
        }
        let sign = byte(start)
        guard sign == .plus || sign == .minus, isDigit(start + 1), isDigit(start + 2) else { return nil }
        var offset = TimestampCursor(bytes: bytes, at: start + 1)
        guard let hours = offset.number(digits: 2), hours <= 14 else { return nil }
        var minutes = 0
        if offset.take(.colon) || isDigit(offset.at) {
            // A zone never has other minutes; `-1234` after a time is a number of the message.
            guard let rest = offset.number(digits: 2), rest % 15 == 0, rest < 60 else { return nil }
            minutes = rest
        } else if start > at {
            return nil
        }
        guard !isWordByte(offset.at) else { return nil }
        at = offset.at
        // Go prints both: `+0000 UTC`.
        if hours == 0, minutes == 0, byte(at) == .space, isWord("UTC", at + 1) { at += 4 }
        return (sign == .minus ? -1 : 1) * (hours * 60 + minutes)
    }

    private func isWordByte(_ index: Int) -> Bool {
        let value = byte(index)
        return value &- 48 < 10 || (value | 0x20) &- 97 < 26 || value == UInt8(ascii: "_")
    }

    private func isWord(_ word: StaticString, _ start: Int) -> Bool {
        for index in 0..<word.utf8CodeUnitCount where byte(start + index) != word.utf8Start[index] { return false }
        return !isWordByte(start + word.utf8CodeUnitCount)
    }
}

extension UInt8 {
    fileprivate static let space = UInt8(ascii: " ")
    fileprivate static let colon = UInt8(ascii: ":")
    fileprivate static let slash = UInt8(ascii: "/")
    fileprivate static let minus = UInt8(ascii: "-")
    fileprivate static let plus = UInt8(ascii: "+")
    fileprivate static let comma = UInt8(ascii: ",")
    fileprivate static let dot = UInt8(ascii: ".")
    fileprivate static let openBracket = UInt8(ascii: "[")
    fileprivate static let closeBracket = UInt8(ascii: "]")
}
