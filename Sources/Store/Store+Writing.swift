package import Evidence
import GRDB

/// A source that was read to its end, ready to be written.
package struct ReadSource: Sendable {
    package let name: SourceName
    package let source: Source
    package let reading: SourceReading
    let rows: [SourceRows]

    package init(name: SourceName, source: Source, reading: SourceReading, rows: [SourceRows]) {
        self.name = name
        self.source = source
        self.reading = reading
        self.rows = rows
    }

    /// Bytes that it brings, roughly.
    package var weight: Int { rows.reduce(0) { $0 + $1.weight } }
}

extension Store {
    /// Writes sources that were read to their end, all of them in one transaction: a source is there wholly or not at all, and many small
    /// ones share the cost of one. What a source said before is replaced; the same content again changes no row.
    package func write(_ sources: [ReadSource]) throws -> [WriteOutcome] {
        guard !sources.isEmpty else { return [] }
        return try writing { db in
            var outcomes: [WriteOutcome] = []
            for source in sources { outcomes.append(try write(source, in: db)) }
            if outcomes.contains(where: { $0 != .unchanged }) { try markChanged(db) }
            return outcomes
        }
    }

    private func write(_ read: ReadSource, in db: Database) throws -> WriteOutcome {
        // Looked up here, within the transaction: another process may have written the same source since.
        let name = SourceName(key: redactor.redact(read.name.key))
        let place = try place(of: name, read.source, read.reading, in: db)
        if place.outcome == .unchanged { return .unchanged }
        for id in place.older { try Store.remove(id, in: db) }
        let row = columns(of: read.source, as: name, read.reading)
        let given: StatementArguments = [
            read.reading.patterns, read.reading.forcedFormat ?? place.known?.forcedFormat, read.reading.forcedRun,
        ]
        try db.cachedStatement(sql: "INSERT INTO source VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .execute(arguments: row + given)
        let writer = SourceWriter(db: db, sourceID: db.lastInsertedRowID, redactor: redactor)
        for part in read.rows { try writer.write(part) }
        try writer.finish()
        return place.outcome
    }

    /// Writes one source while it is read: all of it or nothing. For sources that are too large to be held; while it is read, nobody else
    /// writes.
    ///
    /// `body` hands over the batches and returns the source, whose hash is known once all of it was read; `name` then names it.
    package func write(
        name: (Source) -> SourceName, reading: SourceReading, body: (SourceWriter) throws -> Source
    ) throws -> WriteOutcome {
        var outcome = WriteOutcome.added
        try writing { db in
            try db.inSavepoint {
                let writer = try begin(reading, in: db)
                let source = try body(writer)
                let name = SourceName(key: redactor.redact(name(source).key))
                let place = try place(of: name, source, reading, in: db)
                outcome = place.outcome
                if outcome == .unchanged { return .rollback }
                for id in place.older { try Store.remove(id, in: db) }
                try finish(writer, as: name, source, reading, older: place.known, in: db)
                try markChanged(db)
                return .commit
            }
        }
        return outcome
    }

    /// What a source meets in the store.
    private struct Place {
        var outcome: WriteOutcome
        /// The source of the same name.
        var known: KnownSource?
        /// Rows of sources that give way to it.
        var older: [Int64] = []
    }

    private func place(of name: SourceName, _ source: Source, _ reading: SourceReading, in db: Database) throws -> Place {
        let old = try Store.known(db, name)
        if let old, old.source.contentHash == source.contentHash, old.source.state == source.state, reading.isCovered(by: old.source) {
            return Place(outcome: .unchanged, known: old.source)
        }
        let replaced = try reading.replaced.flatMap { $0 == name ? nil : try Store.known(db, $0) }
        return Place(
            outcome: WriteOutcome.of(source, after: old?.source ?? replaced?.source, reading), known: old?.source,
            older: [old, replaced].compactMap { $0?.id })
    }

    /// A row for the source, without a name as yet.
    private func begin(_ reading: SourceReading, in db: Database) throws -> SourceWriter {
        try db.cachedStatement(sql: "INSERT INTO source VALUES (NULL, '', '', '', '', 0, NULL, '', 0, NULL, NULL, ?, NULL, ?)")
            .execute(arguments: [reading.patterns, reading.forcedRun])
        return SourceWriter(db: db, sourceID: db.lastInsertedRowID, redactor: redactor)
    }

    private func finish(
        _ writer: SourceWriter, as name: SourceName, _ source: Source, _ reading: SourceReading, older: KnownSource?, in db: Database
    ) throws {
        try writer.finish()
        let sql = """
            UPDATE source SET key = ?, path = ?, stored_hash = ?, content_hash = ?, bytes = ?, format = ?, state = ?,
                records = ?, first_time = ?, last_time = ?, forced_format = ? WHERE id = ?
            """
        let last: StatementArguments = [reading.forcedFormat ?? older?.forcedFormat, writer.sourceID]
        try db.cachedStatement(sql: sql).execute(arguments: columns(of: source, as: name, reading) + last)
    }

    /// The columns of a source's row from `key` to `last_time`.
    private func columns(of source: Source, as name: SourceName, _ reading: SourceReading) -> StatementArguments {
        [
            name.key, redactor.redact(source.path), reading.storedHash, source.contentHash, source.bytes, source.format,
            source.state.rawValue, source.records, source.firstTime?.microseconds, source.lastTime?.microseconds,
        ]
    }
}

extension WriteOutcome {
    fileprivate static func of(_ source: Source, after old: KnownSource?, _ reading: SourceReading) -> WriteOutcome {
        guard let old else { return .added }
        if old.contentHash == source.contentHash { return .reread }
        return old.contentHash == reading.continued ? .grown : .replaced
    }
}
