import Testing

@testable import Intake

@Suite("Digits read at once")
struct DigitRunTests {
    private func run(_ text: [UInt8]) -> DigitRun {
        DigitRun(text.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) })
    }

    @Test("are those before the first other byte, whatever that is", arguments: 0...8)
    func count(digits: Int) {
        for other in UInt8.min...UInt8.max where !other.isDigit {
            for last in [UInt8(ascii: "9"), other, 0xFF, 0] {
                let text = (Array("98765432".utf8.prefix(digits)) + [other] + [UInt8](repeating: last, count: 8)).prefix(8)
                let run = run(Array(text))
                #expect(run.count == digits)
                #expect(run.value == Int64(String(decoding: text.prefix(digits), as: UTF8.self)) ?? 0)
            }
        }
    }

    @Test("make the number that they mean")
    func value() {
        for number in stride(from: 0, to: 100_000_000, by: 999_983) {
            let run = run(Array(String(number).utf8.prefix(8)))
            #expect(run.value == Int64(number))
        }
        #expect(run(Array("00000000".utf8)).value == 0)
        #expect(run(Array("99999999".utf8)).value == 99_999_999)
        #expect(run(Array("000123,5".utf8)).value == 123)
    }
}
