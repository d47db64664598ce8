/// A fast 128-bit hash of a stream of bytes: two xxHash64 with different seeds, computed in one pass.
///
/// It tells unchanged files from changed ones, nothing more; nobody is kept from making two files of one hash.
package struct ContentHash: Sendable {
    private var first = XXHash64(seed: 0)
    private var second = XXHash64(seed: 0x9E37_79B9_7F4A_7C15)
    /// Bytes that do not fill a stripe of 32 yet.
    private var rest: [UInt8] = []
    private var length: UInt64 = 0

    package init() {
        rest.reserveCapacity(XXHash64.stripe)
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        length &+= UInt64(bytes.count)
        var index = 0
        if !rest.isEmpty {
            index = min(XXHash64.stripe - rest.count, bytes.count)
            rest.append(contentsOf: bytes[0..<index])
            guard rest.count == XXHash64.stripe else { return }
            rest.withUnsafeBytes { stripe in
                first.mix(stripe)
                second.mix(stripe)
            }
            rest.removeAll(keepingCapacity: true)
        }
        let whole = (bytes.count - index) / XXHash64.stripe * XXHash64.stripe
        if whole > 0 {
            let stripes = UnsafeRawBufferPointer(rebasing: bytes[index..<index + whole])
            XXHash64.mix(stripes, into: &first, and: &second)
        }
        rest.append(contentsOf: bytes[(index + whole)...])
    }

    /// 32 hexadecimal digits.
    package var hexadecimal: String {
        ContentHash.digits(first.finished(rest: rest, length: length)) + ContentHash.digits(second.finished(rest: rest, length: length))
    }

    private static func digits(_ number: UInt64) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 16 - text.utf8.count) + text
    }
}

/// xxHash64 (Yann Collet): four lanes of multiply and rotate.
struct XXHash64: Sendable {
    static let stripe = 32
    private static let primes: (UInt64, UInt64, UInt64, UInt64, UInt64) = (
        0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63, 0x27D4_EB2F_1656_67C5
    )

    private let seed: UInt64
    private var lanes: SIMD4<UInt64>

    init(seed: UInt64) {
        let primes = XXHash64.primes
        self.seed = seed
        lanes = SIMD4(seed &+ primes.0 &+ primes.1, seed &+ primes.1, seed, seed &- primes.0)
    }

    @inline(__always)
    private static func rotated(_ value: UInt64, by count: UInt64) -> UInt64 {
        value &<< count | value &>> (64 &- count)
    }

    @inline(__always)
    private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
        rotated(lane &+ input &* primes.1, by: 31) &* primes.0
    }

    @inline(__always)
    private static func word(_ bytes: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Takes whole stripes.
    mutating func mix(_ bytes: UnsafeRawBufferPointer) {
        var unused = XXHash64(seed: 0)
        XXHash64.mix(bytes, into: &self, and: &unused)
    }

    /// Takes whole stripes into two states at once: the loads are shared, and the multiplications of one fill the other's waits.
    static func mix(_ bytes: UnsafeRawBufferPointer, into first: inout XXHash64, and second: inout XXHash64) {
        guard let start = bytes.baseAddress else { return }
        var (a0, a1, a2, a3) = (first.lanes[0], first.lanes[1], first.lanes[2], first.lanes[3])
        var (b0, b1, b2, b3) = (second.lanes[0], second.lanes[1], second.lanes[2], second.lanes[3])
        var offset = 0
        while offset &+ stripe <= bytes.count {
            let (w0, w1) = (word(start, offset), word(start, offset &+ 8))
            let (w2, w3) = (word(start, offset &+ 16), word(start, offset &+ 24))
            (a0, b0) = (round(a0, w0), round(b0, w0))
            (a1, b1) = (round(a1, w1), round(b1, w1))
            (a2, b2) = (round(a2, w2), round(b2, w2))
            (a3, b3) = (round(a3, w3), round(b3, w3))
            offset &+= stripe
        }
        first.lanes = SIMD4(a0, a1, a2, a3)
        second.lanes = SIMD4(b0, b1, b2, b3)
    }

    /// The hash of `length` bytes of which `rest` are not mixed in yet.
    func finished(rest: [UInt8], length: UInt64) -> UInt64 {
        let primes = XXHash64.primes
        var hash = seed &+ primes.4
        if length >= UInt64(XXHash64.stripe) {
            hash = XXHash64.rotated(lanes[0], by: 1) &+ XXHash64.rotated(lanes[1], by: 7)
            hash = hash &+ XXHash64.rotated(lanes[2], by: 12) &+ XXHash64.rotated(lanes[3], by: 18)
            for lane in 0..<4 { hash = (hash ^ XXHash64.round(0, lanes[lane])) &* primes.0 &+ primes.3 }
        }
        hash = hash &+ length
        rest.withUnsafeBytes { bytes in
            var offset = 0
            while offset + 8 <= bytes.count {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                hash = XXHash64.rotated(hash ^ XXHash64.round(0, word), by: 27) &* primes.0 &+ primes.3
                offset += 8
            }
            if offset + 4 <= bytes.count {
                let word = UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
                hash = XXHash64.rotated(hash ^ (word &* primes.0), by: 23) &* primes.1 &+ primes.2
                offset += 4
            }
            for byte in bytes[offset...] { hash = XXHash64.rotated(hash ^ (UInt64(byte) &* primes.4), by: 11) &* primes.0 }
        }
        hash = (hash ^ (hash &>> 33)) &* primes.1
        hash = (hash ^ (hash &>> 29)) &* primes.2
        return hash ^ (hash &>> 32)
    }
}
