import Testing

@testable import Intake

@Suite("Values of holes")
struct HoleValueTests {
    @Test("are text that is printable and no word for something else")
    func texts() {
        for text in [
            "x", "run_1", " ", "None of them", "nonet", "nil", "tru", "truer", "3.00", "1.0x", "0", ".1", "{}", "a b", "/x/y", "it's", "~",
        ] {
            #expect(HoleValue.isText(text), "\(text)")
        }
        let refused = [
            "", "None", "none", "NONE", "NaT", "nan", "null", "True", "FALSE", "3.0", ".0", "v1.0", "a\"b", "a\\b", "a\u{1F}b", "a\u{7F}",
            "\n", "\u{0}",
            "ä", "abcdefg\u{80}", "ÿ",
        ]
        for text in refused { #expect(!HoleValue.isText(text), "\(text)") }
    }

    @Test("end at the first byte that is no text, wherever that lies")
    func ends() {
        for count in 1...40 {
            for last: UInt8 in [0x00, 0x1F, 0x22, 0x5C, 0x7F, 0x80, 0xC3, 0xFF] {
                for behind: UInt8 in [0x22, 0x61, 0xFF] {
                    let bytes = [UInt8](repeating: 0x61, count: count) + [last] + [UInt8](repeating: behind, count: 9)
                    for limit in [count + 1, bytes.count] {
                        let end = bytes.withUnsafeBufferPointer { $0.baseAddress.flatMap { HoleValue.endOfText($0, from: 0, to: limit) } }
                        #expect(end == count, "\(count) bytes before \(last)")
                    }
                }
            }
        }
    }

    @Test("end where the bytes do")
    func limits() {
        for count in 1...40 {
            let bytes = [UInt8](repeating: 0x37, count: count)
            let ends = bytes.withUnsafeBufferPointer { buffer in
                buffer.baseAddress.map { [HoleValue.endOfText($0, from: 0, to: count), HoleValue.endOfNumber($0, from: 0, to: count)] }
            }
            #expect(ends == [count, count])
        }
    }

    @Test("are numbers as JSON writes them")
    func numbers() {
        for text in ["0", "-0", "7", "120", "-3", "0.5", "10.25", "1e5", "1E+5", "-2.5e-10", "18446744073709551616"] {
            #expect(HoleValue.isNumber(text), "\(text)")
        }
        for text in ["", "-", "01", "-01", ".5", "1.", "1.e5", "1e", "1e+", "+1", "0x1", "1 ", "3.0", "NaN", "1,5", "--1"] {
            #expect(!HoleValue.isNumber(text), "\(text)")
        }
    }
}
