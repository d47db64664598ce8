import Foundation
import Testing

@testable import Intake

@Suite("Files as a store keeps them")
struct KeepableFileTests {
    /// Bytes that no packing makes much smaller.
    private static func noise(_ count: Int) -> [UInt8] {
        var state: UInt64 = 11
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 40)
        }
    }

    /// The parts of a file, and what they become when they are put together again.
    private func kept(_ bytes: [UInt8], _ name: String) throws -> (file: KeepableFile, parts: [[UInt8]], restored: Data) {
        let folder = TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let input = InputFile(shownPath: name, path: folder.write(bytes, to: name))
        let file = try KeepableFile(input)
        var parts: [[UInt8]] = []
        while let part = try file.next() { parts.append(part) }
        #expect(file.hash == SourceReader.storedHash(of: input))
        #expect(file.bytes == Int64(bytes.count))
        let restored = try RestoredFile(in: folder.path, packing: file.packing)
        for part in parts {
            let isSound = try part.withUnsafeBytes { try restored.append($0) }
            #expect(isSound)
        }
        defer { restored.remove() }
        return (file, parts, try Data(contentsOf: URL(fileURLWithPath: restored.path)))
    }

    @Test("what is not packed is packed, in parts, and comes back byte by byte", arguments: [0, 1, 300_000, 1 << 20, 3_000_001])
    func plain(count: Int) throws {
        let bytes = Self.noise(count)
        let (file, parts, restored) = try kept(bytes, "std_log.txt")
        #expect(file.packing == "gzip")
        #expect(parts.allSatisfy { $0.count <= KeepableFile.partBytes })
        #expect(parts.count == max(1, (parts.reduce(0) { $0 + $1.count } + KeepableFile.partBytes - 1) / KeepableFile.partBytes))
        #expect(restored == Data(bytes))
    }

    @Test("text takes less than it is long")
    func text() throws {
        let bytes = Array(String(repeating: "INFO step done\n", count: 200_000).utf8)
        let (_, parts, restored) = try kept(bytes, "std_log.txt")
        #expect(parts.count == 1 && parts[0].count < bytes.count / 50)
        #expect(restored == Data(bytes))
    }

    @Test("what is packed already is kept as it lies on disk")
    func packed() throws {
        let gzip = [0x1F, 0x8B, 0x08] + Self.noise(2_500_000)
        let (file, parts, restored) = try kept(gzip, "std_log.txt.gz")
        #expect(file.packing == nil)
        #expect(parts.map(\.count) == [1 << 20, 1 << 20, 2_500_003 - (2 << 20)])
        #expect(restored == Data(gzip))
        #expect(try kept([0x50, 0x4B, 3, 4] + Self.noise(100), "logs.zip").file.packing == nil)
    }

    @Test("a restored file is its owner's alone and is gone afterwards; what is no gzip is told")
    func restored() throws {
        let folder = TemporaryFolder()
        let restored = try RestoredFile(in: folder.path, packing: "gzip")
        var status = stat()
        #expect(stat(restored.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        let isSound = try [UInt8](repeating: 7, count: 40).withUnsafeBytes { try restored.append($0) }
        #expect(!isSound)
        restored.remove()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        #expect(throws: IntakeError.self) { try RestoredFile(in: folder.path + "/none", packing: nil) }
    }

    @Test("what can be read only once, or not at all, is refused")
    func refused() throws {
        #expect(throws: IntakeError.self) { try KeepableFile(.standardInput) }
        #expect(throws: IntakeError.self) { try KeepableFile(InputFile(shownPath: "a", path: "/nowhere/a")) }
        #expect(throws: IntakeError.self) { try KeepableFile(InputFile(shownPath: "a", path: "/dev/null", obstacle: "A device.")) }
    }
}
