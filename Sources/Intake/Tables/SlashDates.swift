/// Whether dates like `3/2/2026` put the month first or the day: the portal writes them as its viewer's browser does.
struct SlashDates {
    enum Order {
        /// No date tells; month first is what the portal writes in its own language.
        case open
        case monthFirst, dayFirst
    }

    private(set) var order = Order.open
    /// A date was met that reads either way.
    private(set) var isAmbiguous = false

    /// Looks at the beginning of a value; false if it is no such date.
    @discardableResult
    mutating func look(at text: some Collection<UInt8>) -> Bool {
        guard let date = SlashDates.parse(text) else { return false }
        if date.isDotted {
            order = .dayFirst
        } else if date.first > 12, date.second <= 12 {
            order = .dayFirst
        } else if date.second > 12, date.first <= 12 {
            if order == .open { order = .monthFirst }
        } else if date.first != date.second {
            isAmbiguous = true
        }
        return true
    }

    /// The text with its date as `month/day/year`, which is how time stamps are read; nil where nothing is to be changed.
    func monthFirst(_ text: String) -> String? {
        guard let date = SlashDates.parse(text.utf8), date.isDotted || order == .dayFirst else { return nil }
        return "\(date.second)/\(date.first)/" + String(decoding: Array(text.utf8.dropFirst(date.yearStart)), as: UTF8.self)
    }

    private struct Date {
        var first: Int
        var second: Int
        /// `25.2.2026`: nobody writes the month first with dots.
        var isDotted: Bool
        var yearStart: Int
    }

    /// One or two digits, a slash or dot, one or two digits, the same mark, four digits, and then a comma, a space or nothing.
    private static func parse(_ text: some Collection<UInt8>) -> Date? {
        let bytes = Array(text.prefix(11))
        var at = 0
        func number(atMost digits: Int) -> Int? {
            var value = 0
            let start = at
            while at < bytes.count, at - start < digits, bytes[at] &- 48 < 10 {
                value = value * 10 + Int(bytes[at] - 48)
                at += 1
            }
            return at > start ? value : nil
        }
        guard let first = number(atMost: 2), at < bytes.count else { return nil }
        let mark = bytes[at]
        guard mark == UInt8(ascii: "/") || mark == UInt8(ascii: ".") else { return nil }
        at += 1
        guard let second = number(atMost: 2), at < bytes.count, bytes[at] == mark else { return nil }
        at += 1
        let yearStart = at
        guard (1...31).contains(first), (1...31).contains(second), let year = number(atMost: 4), year >= 1_000 else { return nil }
        guard at == bytes.count || bytes[at] == UInt8(ascii: ",") || bytes[at] == UInt8(ascii: " ") else { return nil }
        return Date(first: first, second: second, isDotted: mark == UInt8(ascii: "."), yearStart: yearStart)
    }
}
