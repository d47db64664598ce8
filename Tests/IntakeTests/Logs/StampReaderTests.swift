import Evidence
import Testing

@testable import Intake

@Suite("Time stamps of a log's lines")
struct StampReaderTests {
    private func read(_ line: [UInt8], with reader: inout StampReader) -> [Int64]? {
        line.withUnsafeBytes { reader.read(LineBytes($0), at: 0) }.map { [$0.time.microseconds, Int64($0.end)] }
    }

    @Test(
        "on the date of the line before are read as on a new date, whatever stands in them",
        arguments: ["2026-03-01 10:20:30,123 ", "2026-03-01T10:20:30.123456Z ", "[2026-03-01 23:59:59.5] ", "2026-03-01 10:20:30 "])
    func sameDate(stamp: String) {
        let line = Array((stamp + "INFO trainer: a message that is long enough to look ahead").utf8)
        for place in 10..<stamp.utf8.count + 4 {
            for byte in Array("0159:.,-/+ TZ]apM".utf8) + [0, 0xB0, 0xFF] {
                var other = line
                other[place] = byte
                var (fresh, warm) = (StampReader(), StampReader())
                _ = read(Array("2026-03-01 10:20:29 INFO trainer: a message that is long enough to look ahead".utf8), with: &warm)
                #expect(read(other, with: &warm) == read(other, with: &fresh), "byte \(byte) at \(place)")
            }
        }
    }
}
