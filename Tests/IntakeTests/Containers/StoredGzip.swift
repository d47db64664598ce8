/// A gzip member whose blocks are stored, not packed: enough to test the framing, and no packer is needed.
enum StoredGzip {
    static func member(_ bytes: [UInt8]) -> [UInt8] {
        var member: [UInt8] = [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0xFF]
        var index = 0
        repeat {
            let end = min(index + 0xFFFF, bytes.count)
            let length = UInt16(end - index)
            member.append(end == bytes.count ? 1 : 0)
            member += little(length) + little(~length) + bytes[index..<end]
            index = end
        } while index < bytes.count
        return member + little(checksum(bytes)) + little(UInt32(truncatingIfNeeded: bytes.count))
    }

    static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    /// CRC-32 as RFC 1952 asks for.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = ~0
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}
