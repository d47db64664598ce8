import Foundation
import Testing

@testable import Intake

@Suite("Content probe")
struct ContentProbeTests {
    private func probe(_ bytes: [UInt8], prefixes: [Int64]) throws -> ContentProbe? {
        let path = NSTemporaryDirectory() + "probe-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(bytes).write(to: URL(filePath: path))
        return ContentProbe(InputFile(shownPath: "x", path: path), prefixes: prefixes)
    }

    private func hash(_ bytes: some Sequence<UInt8>) -> String {
        var hash = ContentHash()
        Array(bytes).withUnsafeBytes { hash.update($0) }
        return hash.hexadecimal
    }

    @Test("the hash of a beginning is that of a file that ends there, also across blocks")
    func prefixes() throws {
        let bytes = (0..<(ByteSource.blockBytes * 2 + 77)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let block = Int64(ByteSource.blockBytes)
        let lengths: [Int64] = [0, 1, 33, block - 1, block, block + 1, Int64(bytes.count), Int64(bytes.count) + 1, 33]
        let probe = try #require(try probe(bytes, prefixes: lengths))
        #expect(probe.bytes == Int64(bytes.count))
        #expect(probe.contentHash == hash(bytes))
        let expected = Set(lengths.filter { $0 <= Int64(bytes.count) }).map { ($0, hash(bytes.prefix(Int($0)))) }
        #expect(probe.prefixHashes == Dictionary(uniqueKeysWithValues: expected))
    }

    @Test("a file that cannot be opened has no probe")
    func missing() {
        #expect(ContentProbe(InputFile(shownPath: "x", path: "/nowhere/at/all"), prefixes: []) == nil)
    }
}
