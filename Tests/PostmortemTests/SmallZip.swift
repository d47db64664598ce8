import Foundation

/// A zip whose members are not packed; enough to test what becomes of archives.
enum SmallZip {
    static func archive(_ files: [String: String]) -> Data {
        var (zip, contents): ([UInt8], [UInt8]) = ([], [])
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            let (path, bytes) = (Array(name.utf8), Array(text.utf8))
            // Version, flags, method, time and date; checksum and sizes; lengths of the name and of what follows it.
            var common = number(20, 2) + number(0, 6) + number(0x21, 2) + number(Int(checksum(bytes)), 4)
            common += number(bytes.count, 4) + number(bytes.count, 4) + number(path.count, 2) + number(0, 2)
            contents += [0x50, 0x4B, 1, 2] + number(20, 2) + common
            contents += number(0, 10) + number(zip.count, 4) + path
            zip += [0x50, 0x4B, 3, 4] + common + path + bytes
        }
        var end = [0x50, 0x4B, 5, 6] + number(0, 4) + number(files.count, 2) + number(files.count, 2)
        end += number(contents.count, 4) + number(zip.count, 4) + number(0, 2)
        return Data(zip + contents + end)
    }

    private static func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
    }

    /// CRC-32 as in gzip and zip.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum = ~UInt32(0)
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}
