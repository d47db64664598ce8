package import Evidence
import GRDB

/// What the store remembers of a source that it has read.
package struct KnownSource: Hashable, Sendable {
    package var name: SourceName
    /// Hash of the file as it lay on disk.
    package var storedHash: String
    /// Hash of the unpacked bytes.
    package var contentHash: String
    /// Number of the unpacked bytes.
    package var bytes: Int64
    /// Fingerprint of the patterns that its lines were matched with.
    package var patterns: String
    package var forcedFormat: String?
    package var forcedRun: String?
    package var state: SourceState
}

/// How a source is to be read, as far as it changes what is stored.
package struct SourceReading: Hashable, Sendable {
    package var storedHash: String
    package var patterns: String
    package var forcedFormat: String?
    package var forcedRun: String?
    /// A source of the same path that gives way to this one, though its name is another: it was read before a run was given.
    package var replaced: SourceName?
    /// Content hash of the older state of the same file that this one begins with.
    package var continued: String?

    package init(storedHash: String, patterns: String, forcedFormat: String? = nil, forcedRun: String? = nil) {
        self.storedHash = storedHash
        self.patterns = patterns
        self.forcedFormat = forcedFormat
        self.forcedRun = forcedRun
    }

    /// The store already holds what this reading would bring, given equal bytes.
    package func isCovered(by known: KnownSource) -> Bool {
        patterns == known.patterns && (forcedFormat ?? known.forcedFormat) == known.forcedFormat
            && (forcedRun.map(RunKey.of) ?? known.name.run) == known.name.run
    }
}

/// What writing a source changed.
package enum WriteOutcome: String, Sendable {
    case added
    /// The file goes on where the one known ended.
    case grown
    /// Other content has the place of what was known under this name.
    case replaced
    /// The same content, read with other patterns, as another format or for another run.
    case reread
    case unchanged
}

extension Store {
    /// What is known of the files of this path (`Source.key(ofPath:)`): one for each run that was given, and one without.
    package func ingested(pathKey: String) throws -> [KnownSource] {
        try ingested(pathKeys: [pathKey]).flatMap { $0 }
    }

    /// The same for many files at one look.
    package func ingested(pathKeys: [String]) throws -> [[KnownSource]] {
        try reading { db in
            let sql = Store.knownColumns + "WHERE key = ?1 OR (key > ?1 || char(31) AND key < ?1 || char(32)) ORDER BY key"
            let statement = try db.cachedStatement(sql: sql)
            return try pathKeys.map { try Row.fetchAll(statement, arguments: [redactor.redact($0)]).map { Store.known($0).source } }
        }
    }

    /// How far the members of the archive at this path could be read, in the order of their names.
    package func memberStates(ofPath path: String) throws -> [SourceState] {
        try reading { db in
            // `"` follows `!`: all keys that begin with the path and the mark.
            let sql = "SELECT state FROM source WHERE key >= ? AND key < ? ORDER BY key"
            let path = redactor.redact(path)
            return try String.fetchAll(db, sql: sql, arguments: [path + "!", path + "\""]).map { SourceState(rawValue: $0) ?? .read }
        }
    }

    private static let knownColumns = """
        SELECT id, key, stored_hash, content_hash, bytes, patterns, forced_format, forced_run, state FROM source

        """

    private static func known(_ row: Row) -> (id: Int64, source: KnownSource) {
        let source = KnownSource(
            name: SourceName(key: row[1]), storedHash: row[2], contentHash: row[3], bytes: row[4], patterns: row[5], forcedFormat: row[6],
            forcedRun: row[7], state: SourceState(rawValue: row[8]) ?? .read)
        return (row[0], source)
    }

    static func known(_ db: Database, _ name: SourceName) throws -> (id: Int64, source: KnownSource)? {
        try Row.fetchOne(db.cachedStatement(sql: knownColumns + "WHERE key = ?"), arguments: [name.key]).map(known)
    }

    /// What is derived from the sources has to be made anew.
    func markChanged(_ db: Database) throws {
        try setMeta("bindings", "stale", in: db)
        try db.cachedStatement(
            sql: "INSERT INTO meta VALUES ('changes', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value + 1 AS TEXT)"
        ).execute()
    }

    /// Takes back what a source said and marks what hangs on it.
    static func remove(_ id: Int64, in db: Database) throws {
        try StaleMarks(db: db).remove(source: id)
        try db.cachedStatement(sql: "DELETE FROM source WHERE id = ?").execute(arguments: [id])
    }
}
