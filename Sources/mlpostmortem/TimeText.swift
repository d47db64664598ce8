import Evidence

/// Reads a moment as people type it: `2026-11-01`, `2026-11-01T02:03`, `2026-11-01 02:03:04.5+01:00`, `...Z`.
enum TimeText {
    static func time(of text: String) -> Timestamp? {
        guard
            let match = text.wholeMatch(
                of: /(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|z|[+-]\d\d(?::?\d\d)?)?/)
        else { return nil }
        let part = { (digits: Substring?) in digits.flatMap { Int($0) } ?? 0 }
        let fraction = match.7.map { Int(String($0.prefix(6)) + String(repeating: "0", count: max(0, 6 - $0.count))) ?? 0 } ?? 0
        guard
            let time = Timestamp(
                year: part(match.1), month: part(match.2), day: part(match.3), hour: part(match.4), minute: part(match.5),
                second: part(match.6),
                microsecond: fraction)
        else { return nil }
        guard let zone = match.8, zone.lowercased() != "z" else { return time }
        let digits = zone.dropFirst().filter(\.isNumber)
        let minutes = (Int(digits.prefix(2)) ?? 0) * 60 + (Int(digits.dropFirst(2)) ?? 0)
        return time.adding(seconds: Double(zone.hasPrefix("-") ? minutes * 60 : -minutes * 60))
    }
}
