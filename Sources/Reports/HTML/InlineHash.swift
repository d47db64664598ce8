import Evidence

/// What a content security policy calls an inline script or style: `sha256-` and the digest in base 64.
enum InlineHash {
    static func of(_ content: StaticString) -> String {
        let digits = Array(SHA256.hexadecimal(of: content.description))
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(String(digits[$0...($0 + 1)]), radix: 16) ?? 0 }
        return "sha256-" + base64(bytes)
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

    private static func base64(_ bytes: [UInt8]) -> String {
        var output = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            let bits = (0..<3).reduce(0) { $0 << 8 | (start + $1 < bytes.count ? Int(bytes[start + $1]) : 0) }
            for index in 0..<4 {
                output += index <= part.count ? String(alphabet[bits >> (18 - 6 * index) & 63]) : "="
            }
        }
        return output
    }
}
