/// Search for a text in a text, byte by byte.
///
/// The library's own search compares whole characters and builds a table for every call: of the signs that rules look for in messages it
/// costs a hundred times as much.
extension String {
    /// Whether the bytes of `other` stand somewhere in it.
    package func contains(_ other: String) -> Bool {
        TextSearch.offset(of: other, in: utf8) != nil
    }

    /// Where the bytes of `other` stand first.
    package func firstRange(of other: String) -> Range<Index>? {
        TextSearch.offset(of: other, in: utf8).map { at in
            let start = utf8.index(startIndex, offsetBy: at)
            return start..<utf8.index(start, offsetBy: other.utf8.count)
        }
    }
}

extension Substring {
    /// Whether the bytes of `other` stand somewhere in it.
    package func contains(_ other: String) -> Bool {
        TextSearch.offset(of: other, in: utf8) != nil
    }
}

private enum TextSearch {
    static func offset(of needle: String, in text: some Collection<UInt8>) -> Int? {
        var needle = needle
        let found = needle.withUTF8 { needle in
            text.withContiguousStorageIfAvailable { offset(of: needle, in: $0) }
                ?? Array(text).withUnsafeBufferPointer { offset(of: needle, in: $0) }
        }
        return found
    }

    private static func offset(of needle: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard !needle.isEmpty else { return 0 }
        guard needle.count <= text.count, let start = text.baseAddress, let sought = needle.baseAddress else { return nil }
        let last = text.count - needle.count
        let first = sought[0]
        var at = 0
        // `at + needle.count` never exceeds `text.count`, so that no comparison reads behind the end.
        while at <= last {
            if start[at] == first {
                var matched = 1
                while matched < needle.count, start[at + matched] == sought[matched] { matched += 1 }
                if matched == needle.count { return at }
            }
            at += 1
        }
        return nil
    }
}
