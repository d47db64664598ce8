import Testing

@testable import Intake

@Suite("Literals are found alike by the index and by Vectorscan")
struct LiteralSearchTests {
    private static let literals = ["ab", "abc", "bc", "xbc", "aaa", "aaaa", "\u{1B}[", "failure in", "a failure in a", "━━━━", "x━━━━"].map
    { Array($0.utf8) }

    private func found(_ bytes: [UInt8], _ search: (UnsafeRawBufferPointer, UnsafeMutablePointer<LiteralSink>) -> Void) -> [[UInt32]] {
        LiteralSink.hits { sink in bytes.withUnsafeBytes { search($0, sink) } }.map { [$0.end, $0.literal] }
    }

    /// Every literal at every place.
    private func expected(_ bytes: [UInt8]) -> [[UInt32]] {
        (0...bytes.count).flatMap { end in
            Self.literals.indices.filter { bytes[..<end].reversed().starts(with: Self.literals[$0].reversed()) }
                .map { [UInt32(end), UInt32($0)] }
        }
    }

    @Test("every occurrence, in the order of the ends, then of the numbers", arguments: 0..<20)
    func findsAll(seed: UInt64) throws {
        var generator = SplitMix(state: seed)
        var bytes: [UInt8] = []
        while bytes.count < 3_000 {
            if Bool.random(using: &generator) {
                bytes += Self.literals.randomElement(using: &generator) ?? []
            } else {
                bytes.append("abcx \n".utf8.randomElement(using: &generator) ?? 0)
            }
        }
        bytes.removeLast(Int.random(in: 0..<3_000, using: &generator))
        let index = LiteralIndex(Self.literals)
        let database = try #require(LiteralDatabase(Self.literals, index: index))
        let scratch = try #require(database.makeScratch())
        defer { LiteralDatabase.free(scratch: scratch) }
        let all = expected(bytes)
        #expect(found(bytes) { index.search($0, into: $1) } == all)
        #expect(found(bytes) { database.search($0, scratch: scratch, into: $1) } == all)
    }

    @Test("texts shorter than the literals hold none", arguments: 0..<4)
    func shortTexts(count: Int) {
        let index = LiteralIndex(Self.literals)
        let bytes = Array("abc".utf8.prefix(count))
        #expect(found(bytes) { index.search($0, into: $1) } == expected(bytes))
    }

    @Test("a literal that holds another is not looked for by itself")
    func stems() {
        #expect(LiteralDatabase.stems(["rror", "Error: ", "an Error: x", "ror", "other"].map { Array($0.utf8) }) == 2)
    }
}
