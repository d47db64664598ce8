/// SHA-256 (FIPS 180-4) of short texts: finding ids, event keys, fingerprints. Content of files is hashed by something faster.
package enum SHA256 {
    /// The first `digits` hexadecimal digits of the digest of `text` in UTF-8.
    package static func hexadecimal(of text: String, digits: Int = 64) -> String {
        var text = text
        return text.withUTF8 { hexadecimal(of: $0, digits: digits) }
    }

    /// The same of a text in UTF-8.
    package static func hexadecimal(of text: UnsafeBufferPointer<UInt8>, digits: Int = 64) -> String {
        let state = digest(text)
        return String(unsafeUninitializedCapacity: 64) { room in
            for digit in 0..<64 {
                let nibble = UInt8(truncatingIfNeeded: state[digit / 8] >> UInt32(28 - digit % 8 * 4)) & 15
                room[digit] = nibble < 10 ? 0x30 + nibble : 0x61 + nibble - 10
            }
            return min(64, max(0, digits))
        }
    }

    private typealias State = SIMD8<UInt32>

    private static func digest(_ message: UnsafeBufferPointer<UInt8>) -> State {
        var state = State(
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)
        // The schedule of one block; on the stack, since keys of events are made by the hundred thousand.
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { w in
            constants.withUnsafeBufferPointer { k in
                let whole = message.count / 64 * 64
                for start in stride(from: 0, to: whole, by: 64) {
                    add(UnsafeBufferPointer(rebasing: message[start..<start + 64]), to: &state, w, k)
                }
                withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 128) { rest in
                    // What is left, a one bit, zeros, and the length in bits.
                    let left = message.count - whole
                    let size = left < 56 ? 64 : 128
                    for i in 0..<size { rest[i] = i < left ? message[whole + i] : i == left ? 0x80 : 0 }
                    let bits = UInt64(message.count) * 8
                    for i in 0..<8 { rest[size - 1 - i] = UInt8(truncatingIfNeeded: bits >> UInt64(8 * i)) }
                    for start in stride(from: 0, to: size, by: 64) {
                        add(UnsafeBufferPointer(rebasing: rest[start..<start + 64]), to: &state, w, k)
                    }
                }
            }
        }
        return state
    }

    /// Mixes a block of 64 bytes into the state.
    private static func add(
        _ block: UnsafeBufferPointer<UInt8>, to state: inout State, _ w: UnsafeMutableBufferPointer<UInt32>,
        _ k: UnsafeBufferPointer<UInt32>
    ) {
        for i in 0..<16 {
            let at = i * 4
            w[i] = UInt32(block[at]) << 24 | UInt32(block[at + 1]) << 16 | UInt32(block[at + 2]) << 8 | UInt32(block[at + 3])
        }
        for i in 16..<64 {
            let s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ (w[i - 15] >> 3)
            let s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ (w[i - 2] >> 10)
            w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
        }
        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7])
        for i in 0..<64 {
            let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
            let t1 = h &+ s1 &+ ((e & f) ^ (~e & g)) &+ k[i] &+ w[i]
            let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
            let t2 = s0 &+ ((a & b) ^ (a & c) ^ (b & c))
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
        }
        state = state &+ State(a, b, c, d, e, f, g, h)
    }

    private static func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 {
        x >> n | x << (32 - n)
    }

    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}
