import Testing

@testable import Intake

@Suite("The bytes of a file")
struct ByteSourceTests {
    private let folder = TemporaryFolder()

    /// What comes out, and how it ended.
    private func read(_ stored: [UInt8]) throws -> (bytes: [UInt8], damage: String?, offset: Int?) {
        let path = folder.write(stored, to: "file")
        let source = try ByteSource(InputFile(shownPath: "file", path: path))
        var bytes: [UInt8] = []
        while let block = source.next() { bytes += block }
        #expect(source.next() == nil)
        return (bytes, source.damage?.reason, source.damage?.offset)
    }

    private let text = Array(String(repeating: "one line of text\n", count: 20_000).utf8)

    @Test("of a plain file come as they are, whatever their number", arguments: [0, 1, 2, 3, 262_144, 262_145, 1 << 20, 1 << 20 + 1])
    func plain(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 % 251) }
        let read = try read(bytes)
        #expect(read.bytes == bytes)
        #expect(read.damage == nil)
    }

    @Test("are unpacked if the file begins as gzip, whatever its name")
    func packed() throws {
        let read = try read(StoredGzip.member(text))
        #expect(read.bytes == text)
        #expect(read.damage == nil)
    }

    @Test("packed by gzip itself are unpacked")
    func deflated() throws {
        let stored: [UInt8] = [
            0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57,
            0xC8, 0x40, 0x27, 0xB9, 0x32, 0x46, 0xC5, 0x87, 0x85, 0x38, 0x00, 0x83, 0x89, 0x2F, 0xC6, 0xE0,
            0x01, 0x00, 0x00,
        ]
        let read = try read(stored)
        #expect(String(decoding: read.bytes, as: UTF8.self) == String(repeating: "hello hello hello hello\n", count: 20))
        #expect(read.damage == nil)
    }

    @Test("come from every member, with zeros or nothing between and behind them")
    func members() throws {
        let member = StoredGzip.member(text)
        let empty = StoredGzip.member([])
        let read = try read(member + empty + [0, 0, 0, 0] + member + [UInt8](repeating: 0, count: 600_000))
        #expect(read.bytes == text + text)
        #expect(read.damage == nil)
    }

    @Test("that begin like gzip but are too short come as they are")
    func twoBytes() throws {
        #expect(try read([0x1F, 0x8B]).bytes == [0x1F, 0x8B])
        #expect(try read([0x1F, 0x8B, 0x07, 1]).bytes == [0x1F, 0x8B, 0x07, 1])
    }

    @Test("in front of a cut are kept")
    func cut() throws {
        let member = StoredGzip.member(text)
        for end in [3, 9, 10, 12, 15, 1_000, 65_550, member.count - 9, member.count - 8, member.count - 1] {
            let read = try read(Array(member[..<end]))
            #expect(read.damage == "the gzip stream ends early", "cut at \(end)")
            #expect(read.offset == end)
            #expect(text.starts(with: read.bytes))
            // Ten bytes of header, five of each block; nothing else is lost.
            #expect(read.bytes.count >= min(text.count, end - 10 - 5 * (end / 65_540 + 1)), "cut at \(end)")
        }
    }

    @Test("in front of a wrong checksum are kept")
    func checksum() throws {
        var member = StoredGzip.member(text)
        member[member.count - 5] ^= 1
        let read = try read(member + StoredGzip.member(text))
        #expect(read.bytes == text)
        #expect(read.damage == "the gzip stream is damaged: incorrect data check")
    }

    @Test("in front of a broken block are kept")
    func brokenBlock() throws {
        var member = StoredGzip.member(text)
        // Length of the second block.
        member[10 + 5 + 0xFFFF + 1] ^= 1
        let read = try read(member)
        #expect(read.bytes == Array(text[..<0xFFFF]))
        #expect(read.damage == "the gzip stream is damaged: invalid stored block lengths")
    }

    @Test("in front of junk are kept, the junk is not")
    func junk() throws {
        let member = StoredGzip.member(text)
        for junk in [[1], [0, 0x1F], Array("<html>".utf8), [0x1F, 0x8B]] as [[UInt8]] {
            let read = try read(member + junk)
            #expect(read.bytes == text)
            #expect(read.damage == "something that is no gzip follows the gzip stream")
            #expect(read.offset == member.count + junk.prefix { $0 == 0 }.count)
        }
    }

    @Test("of a packed file do not end the program when any of them is flipped")
    func flipped() throws {
        let member = StoredGzip.member(Array(text[..<40]))
        for index in member.indices {
            for bit in 0..<8 {
                var broken = member + member
                broken[index] ^= 1 << UInt8(bit)
                #expect(try read(broken).bytes.count <= 1_000, "byte \(index), bit \(bit)")
            }
        }
    }
}
