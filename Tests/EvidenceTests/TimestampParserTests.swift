import Evidence
import Testing

struct TimestampParserTests {
    @Test(
        "Every form of a time stamp is read as the same moment in UTC",
        arguments: [
            ("2026-02-01T19:54:04.1138657Z", "2026-02-01T19:54:04.113865Z"),
            ("2026-02-01T19:54:04.113865Z", "2026-02-01T19:54:04.113865Z"),
            ("2026-02-01T19:54:04.1138Z", "2026-02-01T19:54:04.1138Z"),
            ("2026-02-01T19:54:04.113Z", "2026-02-01T19:54:04.113Z"),
            ("2026-02-01T19:54:04Z", "2026-02-01T19:54:04Z"),
            ("2026-02-01T19:54:04.1138657+00:00", "2026-02-01T19:54:04.113865Z"),
            ("2026-02-01T19:54:04+0000", "2026-02-01T19:54:04Z"),
            ("2026-02-01T19:54:04+05:30", "2026-02-01T14:24:04Z"),
            ("2026-02-01 23:54:04-0800", "2026-02-02T07:54:04Z"),
            ("2019-10-28T22:30:10.764428389Z", "2019-10-28T22:30:10.764428Z"),
            ("[2021-04-03T14:17:58.226511]", "2021-04-03T14:17:58.226511Z"),
            ("2021/04/03 14:17:57", "2021-04-03T14:17:57Z"),
            ("2026-02-01 19:54:05,919", "2026-02-01T19:54:05.919Z"),
            ("[2026-02-01 19:53:42Z]", "2026-02-01T19:53:42Z"),
            ("12/01/2020 23:51:00", "2020-12-01T23:51:00Z"),
            ("2/25/2025, 9:19:25.391 AM", "2025-02-25T09:19:25.391Z"),
            ("2/25/2025, 12:00:01 PM", "2025-02-25T12:00:01Z"),
            ("2/25/2025, 12:00:01\u{202F}AM", "2025-02-25T00:00:01Z"),
            ("2026-01-02 03:04:05.123+00:00", "2026-01-02T03:04:05.123Z"),
            ("2026-01-02 03:04:05 UTC", "2026-01-02T03:04:05Z"),
            ("2026-01-02 03:04:05 +0000 UTC", "2026-01-02T03:04:05Z"),
            ("1767323045123", "2026-01-02T03:04:05.123Z"),
            ("2026-01-02", "2026-01-02T00:00:00Z"),
            ("2026-01-02T03:04Z", "2026-01-02T03:04:00Z"),
            ("  2026-01-02T03:04:05Z\n", "2026-01-02T03:04:05Z"),
        ])
    func readsForms(text: String, expected: String) {
        #expect(TimestampParser.parse(text)?.rfc3339 == expected)
    }

    @Test(
        "What is no time stamp, or stands for no value, is none",
        arguments: [
            "", "0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00", "None", "2026-13-01T00:00:00Z", "2026-02-01T25:00:00Z",
            "2026-02-01T1:2",
            "2026-02-01T10:00:00Zebra", "10:00:00", "20260201", "2026-02-01 10:00:00 and more", "1.2.3", "123/456", "2026-02-01T", "[", "5",
        ])
    func refuses(text: String) {
        #expect(TimestampParser.parse(text) == nil)
    }

    @Test(
        "At the start of a line the stamp ends before the message",
        arguments: [
            ("[2021-04-03T14:17:58.226511] Entering", 28, false),
            ("[2026-02-01 19:53:42Z] Job is in progress", 22, true),
            ("2026-02-01 19:54:05,919 - INFO - x", 23, false),
            ("2026-02-01 19:54:05,7 is the next field", 19, false),
            ("2026-02-01 19:54:05-1234 rows", 19, false),
            ("2026-02-01 19:54:05 +12 rows", 19, false),
            ("2026-02-01T19:54:04.113865Z  INFO span", 27, true),
            ("2021/04/03 14:17:57 Process Exiting", 19, false),
            ("2026-01-02 03:04:05 UTC [12] LOG:", 23, true),
            ("[2026-01-02 03:04:05 INFO] x", 20, false),
        ])
    func endsBeforeMessage(line: String, end: Int, hasZone: Bool) throws {
        let bytes = Array(line.utf8)
        let found = try #require(bytes.withUnsafeBytes { TimestampParser.parse($0) })
        #expect(found.end == end)
        #expect(found.hasZone == hasZone)
    }

    @Test("Reading may start anywhere, and stops at the end of the bytes")
    func survivesCuts() {
        let line = Array("x [2026-02-01T19:54:04.1138657+00:00] y".utf8)
        let found = line.withUnsafeBytes { TimestampParser.parse($0, from: 2) }
        #expect(found?.time.rfc3339 == "2026-02-01T19:54:04.113865Z")
        #expect(found?.end == 37)
        for length in 0...line.count {
            for start in 0...(length + 2) {
                let cut = Array(line.prefix(length))
                let part = cut.withUnsafeBytes { TimestampParser.parse($0, from: start) }
                #expect((part?.end ?? 0) <= length)
            }
        }
    }
}
