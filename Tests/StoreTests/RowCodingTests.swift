import Evidence
import Foundation
import Testing

@testable import Store

/// A value with every kind of member that the store's types have.
private struct Everything: Codable, Equatable {
    enum Word: String, Codable, CodingKeyRepresentable { case first, second }
    struct Inner: Codable, Equatable {
        var zebra: Int?
        var apple: [String]
        var isBig: Bool
    }
    var text: String
    var maybe: String?
    var inner: Inner
    var list: [Inner]
    var counts: [String: Int]
    var byWord: [Word: Inner]
    var range: ClosedRange<Int>
    var time: Timestamp?
    var number: Double
    var large: Int64
    var nothing: [Inner]
    var matrix: [[Double]]
}

@Suite("Rows are written and read as Foundation would, only faster")
struct RowCodingTests {
    private static func foundation(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private static func ours(_ value: some Encodable) throws -> String { String(decoding: try RowEncoder().encode(value), as: UTF8.self) }

    private static func everything(_ random: inout RandomNumbers) -> Everything {
        func text() -> String {
            let alphabet: [String] = [
                "a", "Z", "\"", "\\", "/", "\n", "\t", "\r", "\u{8}", "\u{C}", "\u{1B}", "\u{0}", "é", "e\u{301}", "😀", "\u{2028}",
                "\u{7F}",
            ]
            return (0..<Int.random(in: 0...12, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "" }.joined()
        }
        func inner() -> Everything.Inner {
            Everything.Inner(
                zebra: Bool.random(using: &random) ? Int.random(in: -1_000...1_000, using: &random) : nil,
                apple: (0..<Int.random(in: 0...3, using: &random)).map { _ in text() }, isBig: Bool.random(using: &random))
        }
        let bits = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &random))
        var counts: [String: Int] = [:]
        for _ in 0..<Int.random(in: 0...20, using: &random) { counts[text()] = Int.random(in: Int.min...Int.max, using: &random) }
        return Everything(
            text: text(), maybe: Bool.random(using: &random) ? text() : nil, inner: inner(),
            list: (0..<Int.random(in: 0...4, using: &random)).map { _ in inner() }, counts: counts,
            byWord: Bool.random(using: &random) ? [.second: inner(), .first: inner()] : [:],
            range: 3...Int.random(in: 3...9, using: &random),
            time: Bool.random(using: &random) ? Timestamp(microseconds: Int64.random(in: -5...5, using: &random)) : nil,
            number: bits.isFinite ? bits : 0, large: [Int64.min, .max, 0, -1].randomElement(using: &random) ?? 0, nothing: [],
            matrix: [[], [1, 0.1, 1e21, -0.0, 1e-7], [100_000_000_000_000_000]])
    }

    @Test("the bytes are those of Foundation's encoder with sorted keys, whatever the value", arguments: 0..<8)
    func bytesAreTheSame(seed: UInt64) throws {
        var random = RandomNumbers(seed: seed)
        for _ in 0..<25 {
            let value = Self.everything(&random)
            #expect(try Self.ours(value) == Self.foundation(value))
        }
    }

    @Test("what was written is read again, by either decoder", arguments: 40..<44)
    func roundTrip(seed: UInt64) throws {
        var random = RandomNumbers(seed: seed)
        for _ in 0..<25 {
            let value = Self.everything(&random)
            let text = try Self.ours(value)
            #expect(try RowDecoder().decode(Everything.self, from: text) == value)
            #expect(try JSONDecoder().decode(Everything.self, from: Data(text.utf8)) == value)
        }
    }

    @Test("every character below 256 and the pairs of surrogates")
    func everyCharacter() throws {
        for code in (0..<0x100) + [0x2028, 0x2029, 0xFFFD, 0xFEFF, 0x1F600, 0x10FFFF] {
            let text = Unicode.Scalar(UInt32(code)).map { String(Character($0)) } ?? ""
            #expect(try Self.ours([text]) == Self.foundation([text]), "U+\(String(code, radix: 16))")
        }
        let escaped = #"["\u00e9\ud83d\ude00\/\b\f\n\r\t\"\\","\ud83d x","\udc00","\ud83d\u0041"]"#
        #expect(
            try RowDecoder().decode([String].self, from: escaped) == ["é😀/\u{8}\u{C}\n\r\t\"\\", "\u{FFFD} x", "\u{FFFD}", "\u{FFFD}A"])
    }

    @Test("white space, any order of keys, null for what is missing, and members nobody asks for are read")
    func otherWritings() throws {
        let text = #" { "zebra" : null , "extra" : {"a":[1,{"b":2}]}, "isBig":true ,"apple" : [ "x" , "y" ] } "#
        #expect(try RowDecoder().decode(Everything.Inner.self, from: text) == Everything.Inner(zebra: nil, apple: ["x", "y"], isBig: true))
        let escaped = #"{"\u007aebra":7,"apple":[],"isBig":false}"#
        #expect(try RowDecoder().decode(Everything.Inner.self, from: escaped) == Everything.Inner(zebra: 7, apple: [], isBig: false))
    }

    @Test("numbers are read at their limits and refused beyond")
    func numbers() throws {
        #expect(
            try RowDecoder().decode([Int].self, from: "[9223372036854775807,-9223372036854775808,3.0,1e3,0,-0]")
                == [Int.max, Int.min, 3, 1000, 0, 0])
        #expect(throws: DecodingError.self) { try RowDecoder().decode([Int].self, from: "[9223372036854775808]") }
        #expect(throws: DecodingError.self) { try RowDecoder().decode([Int].self, from: "[1.5]") }
        #expect(throws: DecodingError.self) { try RowDecoder().decode([UInt8].self, from: "[256]") }
        #expect(throws: DecodingError.self) { try RowDecoder().decode([Int].self, from: #"["1"]"#) }
        #expect(try RowDecoder().decode([Double].self, from: "[1,-2.5e-3]") == [1, -0.0025])
        #expect(throws: EncodingError.self) { try RowEncoder().encode([Double.nan]) }
    }

    @Test("a row that was cut anywhere is refused and does not end the program")
    func cutRows() throws {
        var random = RandomNumbers(seed: 7)
        let bytes = Array(try Self.ours(Self.everything(&random)).utf8)
        for length in 0..<bytes.count {
            let cut = Array(bytes.prefix(length))
            #expect(throws: DecodingError.self) {
                try cut.withUnsafeBytes { try RowDecoder().decode(Everything.self, from: $0) }
            }
        }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: DecodingError.self) { try RowDecoder().decode([Int].self, from: deep) }
    }

    @Test("bytes that were changed are refused or read, never more")
    func changedRows() throws {
        var random = RandomNumbers(seed: 8)
        let bytes = Array(try Self.ours(Self.everything(&random)).utf8)
        var refused = 0
        for _ in 0..<1_000 {
            var changed = bytes
            changed[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            do { _ = try changed.withUnsafeBytes { try RowDecoder().decode(Everything.self, from: $0) } } catch { refused += 1 }
        }
        #expect(refused > 250)
    }
}
