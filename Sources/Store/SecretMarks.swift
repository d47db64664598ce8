/// Tells in one quick pass that a text holds no secret: whatever tells one has one of a few marks, and hardly any text has any.
enum SecretMarks {
    /// What `SecretScan` looks for, as far as it is text: words of names (`SecretNames.mayPromise`), then what stands before tokens. In whatever
    /// case.
    private static let words: [[UInt8]] = [
        "key", "tok", "pas", "pwd", "aut", "cre", "secr", "sig", "sas", "eyj", "bearer ", "basic ", "curl", "-----", "sk-", "glpat-", "xox",
        "hf_",
        "ghp_", "gho_", "ghs_", "ghu_", "ghr_", "github_pat_",
    ].map { Array($0.utf8) }

    /// Bit by bit, whether three bytes begin a mark; of each byte five bits count, in which the case of letters does not show.
    private static let beginnings: [UInt64] = {
        var table = [UInt64](repeating: 0, count: 1 << 9)
        func add(_ a: UInt8, _ b: UInt8, _ c: UInt8) {
            let index = index(UInt32(a) | UInt32(b) << 8 | UInt32(c) << 16)
            table[index >> 6] |= 1 << UInt64(index & 63)
        }
        for word in words { add(word[0], word[1], word[2]) }
        add(UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "/"))
        for digit in UInt8(ascii: "0")...UInt8(ascii: "9") { add(digit, UInt8(ascii: "Q"), UInt8(ascii: "~")) }
        // The bytes of base64, and the rest with them.
        for byte in UInt8(0x20)..<0x40 { add(byte, UInt8(ascii: "="), UInt8(ascii: "=")) }
        return table
    }()

    private static func index(_ bytes: UInt32) -> Int { Int(bytes & 0x1F | bytes >> 3 & 0x3E0 | bytes >> 6 & 0x7C00) }

    /// False where `SecretScan` would find nothing by a name or by a token's own letters.
    static func mayStand(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = bytes.baseAddress, bytes.count >= 3 else { return false }
        return beginnings.withUnsafeBufferPointer { beginnings in
            var at = 0
            while at + 4 <= bytes.count {
                let index = index(UnsafeRawPointer(start + at).loadUnaligned(as: UInt32.self).littleEndian)
                if beginnings[index >> 6] >> UInt64(index & 63) & 1 != 0, isMark(at: at, in: bytes) { return true }
                at += 1
            }
            return isMark(at: bytes.count - 3, in: bytes)
        }
    }

    private static func isMark(at start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let rest = bytes[start...]
        switch (rest[start], rest[start + 1], rest[start + 2]) {
        case (_, UInt8(ascii: "="), UInt8(ascii: "=")), (_, UInt8(ascii: "Q"), UInt8(ascii: "~")): return true
        // An address tells a password only in front of its host.
        case (UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "/")): return rest.prefix(403).contains(UInt8(ascii: "@"))
        default: return words.contains { word in rest.count >= word.count && zip(rest, word).allSatisfy { $0 | 0x20 == $1 | 0x20 } }
        }
    }
}
