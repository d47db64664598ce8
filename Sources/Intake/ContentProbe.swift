/// Hashes a file's unpacked bytes without reading what they say: whole, and up to given lengths.
///
/// Tells a file that has grown from one that was rewritten, before anything of it is decoded.
package struct ContentProbe: Hashable, Sendable {
    package private(set) var contentHash = ""
    package private(set) var bytes: Int64 = 0
    /// By length, the hash of the first so many bytes.
    package private(set) var prefixHashes: [Int64: String] = [:]
    /// The unpacked stream ended before its end.
    package private(set) var isDamaged = false

    /// Nil for a file that cannot be opened.
    package init?(_ file: InputFile, prefixes: [Int64]) {
        guard file.obstacle == nil, let source = try? ByteSource(file) else { return nil }
        var hash = ContentHash()
        var open = Set(prefixes).sorted(by: >)
        while let block = source.next() {
            var taken = 0
            while let length = open.last, length <= bytes + Int64(block.count) {
                let end = Int(length - bytes)
                hash.update(UnsafeRawBufferPointer(rebasing: block[taken..<end]))
                taken = end
                prefixHashes[length] = hash.hexadecimal
                open.removeLast()
            }
            hash.update(UnsafeRawBufferPointer(rebasing: block[taken...]))
            bytes += Int64(block.count)
        }
        contentHash = hash.hexadecimal
        isDamaged = source.damage != nil
    }
}
