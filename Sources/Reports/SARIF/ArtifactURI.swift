/// Paths of sources as relative URIs.
enum ArtifactURI {
    /// Percent-encoded but for what RFC 3986 reserves for nothing, so that no path is read as a scheme, a query or a host.
    static func of(_ path: String) -> String {
        var output = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "!"), UInt8(ascii: "/"):
                output.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                output += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        // A leading slash would make it absolute, two a host.
        let slashes = output.prefix { $0 == "/" }
        return slashes.isEmpty ? output : String(repeating: "%2F", count: slashes.count) + output.dropFirst(slashes.count)
    }
}
