import Foundation

/// A tar as POSIX describes it; enough to test what becomes of archives.
enum SmallTar {
    static func archive(_ files: [String: String]) -> Data {
        var tar: [UInt8] = []
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            let bytes = Array(text.utf8)
            tar += header(name, count: bytes.count) + bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
        }
        return Data(tar + [UInt8](repeating: 0, count: 1024))
    }

    private static func header(_ name: String, count: Int) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) { header.replaceSubrange(offset..<offset + text.utf8.count, with: Array(text.utf8)) }
        put(name, at: 0)
        put("0000644\0", at: 100)
        put(octal(count, digits: 11), at: 124)
        put("0", at: 156)
        put("ustar\u{0}00", at: 257)
        put("        ", at: 148)
        put(octal(header.reduce(0) { $0 + Int($1) }, digits: 6) + "\0 ", at: 148)
        return header
    }

    private static func octal(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
