/// The decimal digits at the beginning of eight bytes, read at once: in a loop over them every change of their number costs a
/// mispredicted branch.
struct DigitRun {
    let count: Int
    let value: Int64

    /// The bytes of `word`, the lowest first.
    @inline(__always)
    init(_ word: UInt64) {
        let digits = word ^ 0x3030_3030_3030_3030
        // The high bit of what is no digit. Only digits stand before the first of them, and they carry nothing into it.
        let others = ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
        count = others.trailingZeroBitCount / 8
        // Zeros in front make them eight digits; then two, four and eight of them become one number.
        let eight = digits << UInt64(64 - 8 * count)
        let pairs = eight &* 10 &+ eight &>> 8
        let low: UInt64 = 0x0000_00FF_0000_00FF
        let sum = (pairs & low) &* (1_000_000 << 32 + 100) &+ (pairs &>> 16 & low) &* (10_000 << 32 + 1)
        value = Int64(truncatingIfNeeded: sum &>> 32)
    }
}
