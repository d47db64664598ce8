/// The little mathematics that the statistics of metrics need, without a library whose last digit differs from machine to machine.
enum MetricMath {
    /// The natural logarithm of a positive finite number.
    static func log(_ x: Double) -> Double {
        guard x > 0, x.isFinite else { return x == 0 ? -.infinity : .nan }
        var mantissa = x.significand
        var exponent = Double(x.exponent)
        if mantissa > 1.414_213_562_373_095_1 {
            mantissa /= 2
            exponent += 1
        }
        // ln m = 2 artanh((m - 1) / (m + 1)); the argument is below 0.172, so that twelve terms exhaust the precision.
        let s = (mantissa - 1) / (mantissa + 1)
        let square = s * s
        var sum = 0.0
        for k in stride(from: 23, through: 1, by: -2) { sum = sum * square + 1 / Double(k) }
        return 2 * s * sum + exponent * 0.693_147_180_559_945_3
    }

    /// The chance of a Student's t beyond ±`t` with so many degrees of freedom.
    static func tTail(_ t: Double, degrees: Int) -> Double {
        let t = abs(t)
        guard t > 0, degrees > 0 else { return 1 }
        guard t.isFinite else { return 0 }
        let n = Double(degrees)
        // Γ((n+1)/2) / Γ(n/2), up from n = 1 or 2.
        var ratio = degrees % 2 == 1 ? 0.564_189_583_547_756_3 : 0.886_226_925_452_758
        for k in stride(from: degrees % 2 == 1 ? 1 : 2, to: degrees, by: 2) { ratio *= Double(k + 1) / Double(k) }
        // The tail from t on, with x = t / s: an integral over a polynomial-like function of s between 0 and 1, by Simpson.
        let steps = 400
        func value(_ s: Double) -> Double {
            power(s, degrees - 1) / power((s * s + t * t / n).squareRoot(), degrees + 1)
        }
        var sum = value(0) + value(1)
        for k in 1..<steps { sum += (k % 2 == 1 ? 4 : 2) * value(Double(k) / Double(steps)) }
        let tail = t * sum / Double(3 * steps)
        return min(1, 2 * tail * ratio / (n * Double.pi).squareRoot())
    }

    static func power(_ base: Double, _ exponent: Int) -> Double {
        var result = 1.0
        var factor = base
        var left = exponent
        while left > 0 {
            if left % 2 == 1 { result *= factor }
            factor *= factor
            left /= 2
        }
        return result
    }
}
