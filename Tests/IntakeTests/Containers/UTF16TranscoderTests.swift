import Testing

@testable import Intake

@Suite("UTF-16 becomes UTF-8")
struct UTF16TranscoderTests {
    private func bytes(_ text: String, bigEndian: Bool) -> [UInt8] {
        ([0xFEFF] + Array(text.utf16)).flatMap { unit in
            bigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
    }

    private func transcode(_ bytes: [UInt8], blocks: Int) -> String? {
        guard var transcoder = bytes.withUnsafeBytes({ UTF16Transcoder(head: $0) }) else { return nil }
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: blocks) {
            output += bytes[start..<min(start + blocks, bytes.count)].withUnsafeBytes { transcoder.transcode($0) }
        }
        return String(decoding: output + transcoder.finish(), as: UTF8.self)
    }

    @Test("of either byte order, in blocks of any size", arguments: [1, 2, 3, 100])
    func orders(blocks: Int) {
        let text = "{\"a\": \"é € 😀\"}\r\n"
        for bigEndian in [false, true] { #expect(transcode(bytes(text, bigEndian: bigEndian), blocks: blocks) == text) }
    }

    @Test("with a replacement for what is cut or unpaired")
    func damage() {
        #expect(transcode([0xFF, 0xFE, 0x41, 0, 0x3D, 0xD8, 0x42, 0, 0x00, 0xDC, 0x43], blocks: 100) == "A\u{FFFD}B\u{FFFD}\u{FFFD}")
    }

    @Test("only behind a byte order mark", arguments: [[], [0xFF], [0x7B, 0], [0xEF, 0xBB, 0xBF]] as [[UInt8]])
    func others(bytes: [UInt8]) {
        #expect(transcode(bytes, blocks: 100) == nil)
    }
}
