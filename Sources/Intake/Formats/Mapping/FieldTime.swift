import Evidence

/// Time stamps in the forms that only records have: values of Python's own type, and a zone's name after its offset.
enum FieldTime {
    /// The moment that `text` names; nil if it is none, or stands for "no value".
    static func parse(_ text: String) -> Timestamp? {
        if let time = TimestampParser.parse(text) { return time }
        if text.hasPrefix("datetime.datetime(") || text.hasPrefix("datetime(") { return python(text) }
        // azcopy: `2026-02-01 19:54:21 +0000 GMT`.
        for zone in [" GMT", " UTC"] where text.hasSuffix(zone) {
            return TimestampParser.parse(String(text.dropLast(zone.count)))
        }
        return nil
    }

    /// The same of bytes that are printable ASCII.
    static func parse(_ bytes: UnsafeRawBufferPointer) -> Timestamp? {
        // Nearly all are written as log lines write them, and nothing is allocated for those. Blanks around it are for the other way.
        if let last = bytes.last, last > 0x20, let found = TimestampParser.parse(bytes), found.end == bytes.count { return found.time }
        return parse(String(decoding: bytes, as: UTF8.self))
    }

    /// `datetime.datetime(2026, 2, 1, 19, 54, 19, 113000, tzinfo=datetime.timezone.utc)`. Zones other than UTC are not printed by the
    /// clients, which convert what they receive; of such a value the moment is not known.
    private static func python(_ text: String) -> Timestamp? {
        guard let open = text.firstIndex(of: "("), text.last == ")" else { return nil }
        var numbers: [Int] = []
        for part in text[text.index(after: open)...].dropLast().split(separator: ",") {
            let word = part.filter { $0 != " " }
            if let number = Int(word) {
                numbers.append(number)
            } else {
                guard word.hasPrefix("tzinfo="), word.containsIgnoringASCIICase("utc") else { return nil }
            }
        }
        guard (3...7).contains(numbers.count), numbers[0] > 1 else { return nil }
        numbers += Array(repeating: 0, count: 7 - numbers.count)
        return Timestamp(
            year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4], second: numbers[5],
            microsecond: numbers[6])
    }
}
