import Foundation

/// The text of a page that people may have written into with whatever editor they have.
enum PageText {
    /// Nil where the bytes are no text of lines (UTF-16, or something else altogether). A line that is no UTF-8 is taken for Latin-1, as
    /// older editors write it: better than losing letters of it.
    static func read(_ data: Data) -> String? {
        let data = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data
        guard !data.contains(0) else { return nil }
        if let text = String(validating: data, as: UTF8.self) { return text }
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.map { String(validating: $0, as: UTF8.self) ?? String(String.UnicodeScalarView($0.map { Unicode.Scalar($0) })) }
            .joined(separator: "\n")
    }
}
