package import Evidence
import GRDB

/// What the store remembers of a source that it has read.
package struct KnownSource: Hashable, Sendable {
    /// Hash of the file as it lay on disk.
    package var storedHash: String
    /// Hash of the unpacked bytes.
    package var contentHash: String
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

    package init(storedHash: String, patterns: String, forcedFormat: String? = nil, forcedRun: String? = nil) {
        self.storedHash = storedHash
        self.patterns = patterns
        self.forcedFormat = forcedFormat
        self.forcedRun = forcedRun
    }

    /// The store already holds what this reading would bring, given equal bytes.
    package func isCovered(by known: KnownSource) -> Bool {
        patterns == known.patterns && (forcedFormat ?? known.forcedFormat) == known.forcedFormat
            && (forcedRun ?? known.forcedRun) == known.forcedRun
    }
}

/// What writing a source changed.
package enum WriteOutcome: String, Sendable {
    case added, replaced, unchanged
}

extension Store {
    /// What is known of the source with this key (`Source.key(ofPath:)`).
    package func ingested(pathKey: String) throws -> KnownSource? {
        try reading { try Store.known($0, pathKey)?.source }
    }

    /// How far the members of the archive at this path could be read, in the order of their names.
    package func memberStates(ofPath path: String) throws -> [SourceState] {
        try reading { db in
            // `"` follows `!`: all keys that begin with the path and the mark.
            let sql = "SELECT state FROM source WHERE key >= ? AND key < ? ORDER BY key"
            return try String.fetchAll(db, sql: sql, arguments: [path + "!", path + "\""]).map { SourceState(rawValue: $0) ?? .read }
        }
    }

    private static func known(_ db: Database, _ key: String) throws -> (id: Int64, source: KnownSource)? {
        let sql = """
            SELECT id, stored_hash, content_hash, patterns, forced_format, forced_run, state FROM source WHERE key = ?
            """
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [key]) else { return nil }
        let source = KnownSource(
            storedHash: row[1], contentHash: row[2], patterns: row[3], forcedFormat: row[4], forcedRun: row[5],
            state: SourceState(rawValue: row[6]) ?? .read)
        return (row[0], source)
    }

    /// Writes one source: all of it or nothing. What the source said before is replaced; the same content again changes no row.
    ///
    /// `body` hands over the batches and returns the source, whose hash is known once all of it was read.
    package func write(
        pathKey: String, reading: SourceReading, body: (SourceWriter) throws -> Source
    ) throws -> WriteOutcome {
        var outcome = WriteOutcome.added
        try writing { db in
            let old = try Store.known(db, pathKey)
            try db.inSavepoint {
                if let old { try remove(old.id, in: db) }
                try db.execute(
                    sql: "INSERT INTO source VALUES (NULL, ?, '', '', '', 0, NULL, '', 0, NULL, NULL, ?, ?, ?)",
                    arguments: [
                        pathKey, reading.patterns, reading.forcedFormat ?? old?.source.forcedFormat,
                        reading.forcedRun ?? old?.source.forcedRun,
                    ])
                let id = db.lastInsertedRowID
                let writer = SourceWriter(db: db, sourceID: id, redactor: redactor)
                let source = try body(writer)
                if let old, old.source.contentHash == source.contentHash, old.source.state == source.state,
                    reading.isCovered(by: old.source)
                {
                    outcome = .unchanged
                    return .rollback
                }
                outcome = old == nil ? .added : .replaced
                try writer.finish()
                try db.execute(
                    sql: """
                        UPDATE source SET path = ?, stored_hash = ?, content_hash = ?, bytes = ?, format = ?, state = ?, records = ?,
                            first_time = ?, last_time = ? WHERE id = ?
                        """,
                    arguments: [
                        source.path, reading.storedHash, source.contentHash, source.bytes, source.format, source.state.rawValue,
                        source.records, source.firstTime?.microseconds, source.lastTime?.microseconds, id,
                    ])
                try setMeta("bindings", "stale", in: db)
                try setMeta("diagnosed", nil, in: db)
                return .commit
            }
        }
        return outcome
    }

    /// Takes back what a source said and marks the runs it spoke of.
    private func remove(_ id: Int64, in db: Database) throws {
        for table in ["statement", "event", "binding"] {
            try db.execute(
                sql: "INSERT OR IGNORE INTO stale_run SELECT DISTINCT run_key FROM \(table) WHERE source_id = ? AND run_key IS NOT NULL",
                arguments: [id])
        }
        try db.execute(sql: "DELETE FROM source WHERE id = ?", arguments: [id])
    }
}
