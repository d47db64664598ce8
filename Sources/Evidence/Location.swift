/// Where a person can check a statement: a source, a line in it, a byte in it.
package struct Location: Hashable, Sendable, Codable {
    /// Path of the source as the report shows it: relative to the ingested folder, archive members behind `!`.
    package var source: String
    /// 1-based; lines end at `\n` only. Nil where the source has no lines to speak of.
    package var line: Int?
    /// Byte offset of the line in the unpacked stream.
    package var offset: Int?

    package init(source: String, line: Int? = nil, offset: Int? = nil) {
        self.source = source
        self.line = line
        self.offset = offset
    }
}

extension Location: Comparable {
    package static func < (left: Location, right: Location) -> Bool {
        (left.source, left.line ?? 0, left.offset ?? 0) < (right.source, right.line ?? 0, right.offset ?? 0)
    }
}

/// A line of evidence as it stands in its source, with the lines around it.
package struct Quote: Hashable, Sendable, Codable {
    package var location: Location
    package var time: Timestamp?
    /// The raw line, cut at 2,000 bytes at a character's border.
    package var text: String
    package var before: [String]
    package var after: [String]

    package init(location: Location, time: Timestamp? = nil, text: String, before: [String] = [], after: [String] = []) {
        self.location = location
        self.time = time
        self.text = text
        self.before = before
        self.after = after
    }

    /// The cap on `text`, in bytes.
    package static let maximumBytes = 2_000
}
