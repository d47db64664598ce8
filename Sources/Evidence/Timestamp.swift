/// A moment in UTC, in microseconds since 1970-01-01T00:00:00Z.
///
/// Azure ML prints up to nine fractional digits; what lies below a microsecond is dropped, because nothing is decided on it.
package struct Timestamp: Hashable, Comparable, Sendable, Codable {
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package init(from decoder: any Decoder) throws {
        microseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(microseconds)
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// Seconds from `earlier` to this moment, negative if it lies after it.
    package func seconds(since earlier: Timestamp) -> Double {
        Double(microseconds - earlier.microseconds) / 1_000_000
    }

    /// The moment that lies `seconds` later.
    package func adding(seconds: Double) -> Timestamp {
        Timestamp(microseconds: microseconds + Int64(seconds * 1_000_000))
    }

    /// The moment of a date in the proleptic Gregorian calendar, UTC; nil if a part is out of its range.
    package init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour),
            (0...59).contains(minute), (0...60).contains(second), (0...999_999).contains(microsecond)
        else { return nil }
        let days = Timestamp.daysSinceEpoch(year: year, month: month, day: day)
        let seconds = Int64(days) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        microseconds = seconds * 1_000_000 + Int64(microsecond)
    }

    /// Days from 1970-01-01 to the date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Year, month, day, hour, minute, second and microsecond in UTC.
    package var components: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, microsecond: Int) {
        let daySpan: Int64 = 86_400_000_000
        var days = microseconds / daySpan
        var rest = microseconds % daySpan
        if rest < 0 {
            rest += daySpan
            days -= 1
        }
        let z = Int(days) + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let second = Int(rest / 1_000_000)
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1,
            second / 3_600, second / 60 % 60, second % 60, Int(rest % 1_000_000)
        )
    }

    /// RFC 3339 in UTC with `Z`; a fraction only where there is one, without trailing zeros.
    package var rfc3339: String {
        let c = components
        var text = Timestamp.padded(c.year, 4)
        text += "-" + Timestamp.padded(c.month, 2) + "-" + Timestamp.padded(c.day, 2) + "T" + Timestamp.padded(c.hour, 2)
        text += ":" + Timestamp.padded(c.minute, 2) + ":" + Timestamp.padded(c.second, 2)
        if c.microsecond != 0 {
            var fraction = Timestamp.padded(c.microsecond, 6)
            while fraction.hasSuffix("0") { fraction.removeLast() }
            text += "." + fraction
        }
        return text + "Z"
    }

    /// `2026-11-01 10:02:03`, the form that reports show; UTC is said once, above.
    package var readable: String {
        let c = components
        return Timestamp.padded(c.year, 4) + "-" + Timestamp.padded(c.month, 2) + "-" + Timestamp.padded(c.day, 2) + " "
            + Timestamp.padded(c.hour, 2) + ":" + Timestamp.padded(c.minute, 2) + ":" + Timestamp.padded(c.second, 2)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
    }
}

/// `2 h 05 min`, `45 s`: a span of time as reports say it.
package func readableDuration(seconds: Double) -> String {
    let total = Int(max(0, seconds).rounded())
    if total < 60 { return "\(total) s" }
    if total < 3_600 { return total % 60 == 0 ? "\(total / 60) min" : "\(total / 60) min \(total % 60) s" }
    let minutes = (total + 30) / 60
    if minutes < 48 * 60 { return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min" }
    let hours = (minutes + 30) / 60
    return hours % 24 == 0 ? "\(hours / 24) d" : "\(hours / 24) d \(hours % 24) h"
}
