/// A file or archive member that was read.
package struct Source: Hashable, Sendable, Codable {
    /// Relative to the ingested folder, as shown; archive members behind `!`.
    package var path: String
    /// Hash of the unpacked bytes: 32 hexadecimal digits.
    package var contentHash: String
    /// Bytes of the unpacked stream that could be read.
    package var bytes: Int64
    /// Id of the input format, `nil` where none fitted.
    package var format: String?
    package var state: SourceState
    /// Records or lines that were understood.
    package var records: Int
    /// First and last time stamp that its records carry.
    package var firstTime: Timestamp?
    package var lastTime: Timestamp?

    package init(
        path: String, contentHash: String, bytes: Int64, format: String?, state: SourceState, records: Int,
        firstTime: Timestamp? = nil, lastTime: Timestamp? = nil
    ) {
        self.path = path
        self.contentHash = contentHash
        self.bytes = bytes
        self.format = format
        self.state = state
        self.records = records
        self.firstTime = firstTime
        self.lastTime = lastTime
    }

    /// The path that names the source in the store: without `.gz` and its like, so that packing a file makes no new source of it.
    package static func key(ofPath path: String) -> String {
        let folded = path.lowercased()
        guard let suffix = packingSuffixes.first(where: folded.hasSuffix) else { return path }
        return String(path.dropLast(suffix.count))
    }

    /// What packers of single files add to a name.
    private static let packingSuffixes = [".gz", ".bz2", ".xz", ".zst", ".lz4"]
}

/// How far a source could be read.
package enum SourceState: String, Sendable, Codable {
    case read
    /// Bytes were lost, or a record could not be decoded; what came before is kept.
    case damaged
    /// Empty, or of no known format.
    case skipped
}

/// Something that went wrong with a source, for coverage.
package struct Problem: Hashable, Sendable, Codable {
    package var source: String
    package var line: Int?
    package var offset: Int?
    /// A full sentence.
    package var reason: String
    /// Unpacked bytes that could be used all the same.
    package var recoveredBytes: Int64
    /// Bytes were lost: the source counts as damaged.
    package var isDamage: Bool

    package init(source: String, line: Int? = nil, offset: Int? = nil, reason: String, recoveredBytes: Int64, isDamage: Bool = true) {
        self.source = source
        self.line = line
        self.offset = offset
        self.reason = reason
        self.recoveredBytes = recoveredBytes
        self.isDamage = isDamage
    }
}

/// What a source says about which run it belongs to; resolved once all runs are known.
package struct BindingHints: Hashable, Sendable, Codable {
    /// Run ids named as such in the text (`'run_id'`, `correlation_id`, `RunId:[...]`), in order of first sight.
    package var runIDs: [String] = []
    /// 32-digit folder names of `.../azureml/cr/j/<uuid>/`.
    package var runUUIDs: [String] = []
    /// The run given on the command line (`--run`).
    package var explicitRunID: String?

    package init() {}
}

/// A part of what a source holds; sources hand out as many as they need, so that memory stays flat.
package struct EvidenceBatch: Sendable {
    package var statements: [RunStatement] = []
    package var events = EventList()
    package var outputs: [OutputObject] = []
    package var logs: [LogEvidence] = []
    package var snapshots: [CodeEvidence] = []
    package var metrics: [MetricPoint] = []
    package var problems: [Problem] = []

    package init() {}

    /// Number of records in the batch.
    package var count: Int {
        statements.count + events.count + outputs.count + logs.count + snapshots.count + metrics.count
    }
}
