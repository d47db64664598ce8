import Foundation

/// A zip whose members are not packed; enough to test what becomes of archives.
enum SmallZip {
    static func archive(_ files: [String: String]) -> Data {
        var (zip, contents): ([UInt8], [UInt8]) = ([], [])
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            let (path, bytes) = (Array(name.utf8), Array(text.utf8))
            // Version, flags, method, time and date; checksum and sizes; lengths of the name and of what follows it.
            let common =
                number(20, 2) + number(0, 2) + number(0, 2) + number(0, 2) + number(0x21, 2) + number(Int(checksum(bytes)), 4)
                + number(bytes.count, 4) + number(bytes.count, 4) + number(path.count, 2) + number(0, 2)
            contents += [0x50, 0x4B, 1, 2] + number(20, 2) + common + number(0, 10) + number(zip.count, 4) + path
            zip += [0x50, 0x4B, 3, 4] + common + path + bytes
        }
        let end = number(0, 4) + number(files.count, 2) + number(files.count, 2) + number(contents.count, 4) + number(zip.count, 4)
        return Data(zip + contents + [0x50, 0x4B, 5, 6] + end + number(0, 2))
    }

    private static func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
    }

    /// CRC-32 as in gzip and zip.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
        }
    }
}
