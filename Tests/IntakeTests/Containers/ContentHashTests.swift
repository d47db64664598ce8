import Testing

@testable import Intake

@Suite("The hash of contents")
struct ContentHashTests {
    private func hash(_ bytes: [UInt8], blocks: Int = .max) -> String {
        var hash = ContentHash()
        var index = 0
        while index < bytes.count {
            let end = min(index + min(blocks, bytes.count), bytes.count)
            bytes[index..<end].withUnsafeBytes { hash.update($0) }
            index = end
        }
        return hash.hexadecimal
    }

    @Test(
        "begins with xxHash64 as its author defines it",
        arguments: [
            ("", "ef46db3751d8e999"), ("a", "d24ec4f1a98c6e5b"), ("abc", "44bc2cf5ad770999"), ("xxhash", "32dd38952c4bc720"),
            ("Nobody inspects the spammish repetition", "fbcea83c8a378bf1"),
        ])
    func reference(text: String, digits: String) {
        #expect(hash(Array(text.utf8)).prefix(16) == digits)
    }

    @Test("does not depend on the cutting into blocks")
    func blocks() {
        var generator = SeededGenerator(seed: 1)
        for length in [0, 1, 31, 32, 33, 63, 64, 65, 1_000] {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            for size in [1, 7, 31, 32, 33, 100] {
                #expect(hash(bytes, blocks: size) == hash(bytes), "\(length) bytes in blocks of \(size)")
            }
        }
    }

    @Test("has 32 digits, and its halves differ")
    func digits() {
        let digits = hash(Array("abc".utf8))
        #expect(digits.count == 32)
        #expect(digits.prefix(16) != digits.suffix(16))
    }

    @Test("changes with every bit")
    func bits() {
        let bytes = [UInt8](repeating: 0, count: 40)
        var seen: Set<String> = [hash(bytes)]
        for bit in 0..<320 {
            var changed = bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            seen.insert(hash(changed))
        }
        #expect(seen.count == 321)
    }
}
