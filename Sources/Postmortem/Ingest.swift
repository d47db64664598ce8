import Evidence
import Foundation
import Intake
import Rules
import Store

/// What `ingest` is told beside the paths.
package struct IngestOptions: Sendable {
    /// Run that loose logs belong to.
    package var runID: String?
    /// Format to use whatever a file looks like.
    package var formatID: String?

    package init(runID: String? = nil, formatID: String? = nil) {
        self.runID = runID
        self.formatID = formatID
    }
}

/// How far an ingest is.
package struct IngestProgress: Sendable {
    package var files: Int
    package var totalFiles: Int
    /// Unpacked.
    package var bytes: Int64
    /// As the files lie on disk.
    package var storedBytes: Int64 = 0
    package var totalStoredBytes: Int64 = 0
}

/// Reads files into the store.
struct Ingest: Sendable {
    let store: Store
    let patterns: PatternSet
    let options: IngestOptions
    let jobs: Int
    let progress: @Sendable (IngestProgress) -> Void

    /// A source with more records than this is written while it is read, so that memory stays flat.
    private static let streamingRecords = 20_000

    /// The next file to read, and what was read so far.
    private struct Board {
        var next = 0
        /// Files given that are done; the summary counts the members of archives, too.
        var done = 0
        var storedBytes: Int64 = 0
        var summary = IngestSummary()
    }

    /// Reads all files; which task reads which, and in what order they end, does not show.
    func run(_ files: [InputFile]) async throws -> IngestSummary {
        let board = Shared(Board())
        let queue = InputNames.distinct(files)
        let total = queue.reduce(0) { $0 + $1.file.size }
        try await withThrowingTaskGroup { group in
            for _ in 0..<jobs {
                group.addTask {
                    while let file = board.with({ board in
                        defer { board.next += 1 }
                        return board.next < queue.count ? queue[board.next] : nil
                    }) {
                        try Task.checkCancellation()
                        let part = try read(file.file, key: store.redactor.redact(file.key))
                        let state = board.with { board in
                            board.summary.add(part)
                            board.done += 1
                            board.storedBytes += file.file.size
                            return (done: board.done, bytes: board.summary.bytes, stored: board.storedBytes)
                        }
                        progress(
                            IngestProgress(
                                files: state.done, totalFiles: queue.count, bytes: state.bytes, storedBytes: state.stored,
                                totalStoredBytes: total))
                    }
                }
            }
            try await group.waitForAll()
        }
        try store.refresh()
        return board.with { $0.summary.sorted() }
    }

    /// Reads one file and, if it is an archive, its members, unless the store already holds it.
    private func read(_ file: InputFile, key: String) throws -> IngestSummary {
        let storedHash = SourceReader.storedHash(of: file)
        var reading = SourceReading(
            storedHash: storedHash ?? "", patterns: patterns.fingerprint + " " + store.redactor.rules.fingerprint,
            forcedFormat: options.formatID, forcedRun: options.runID)
        let choice = try SourceChoice(file, pathKey: key, reading: reading, among: store.ingested(pathKey: key))
        if let state = choice.unchangedState {
            var summary = IngestSummary(unchanged: state)
            for state in try store.memberStates(ofPath: file.shownPath) { summary.add(IngestSummary(unchanged: state)) }
            return summary
        }
        let known = choice.known
        reading.forcedRun = options.runID ?? known?.forcedRun
        reading.forcedFormat = options.formatID ?? known?.forcedFormat
        let container = try ContainerReader(
            file, options: ReadOptions(patterns: patterns, formatID: reading.forcedFormat, runID: reading.forcedRun))
        var summary = IngestSummary()
        while let reader = try container.next() {
            try Task.checkCancellation()
            var own = reading
            // The file itself: what it is, or the archive whose members came before. Its row says that all of them are written.
            if reader.source.path == file.shownPath {
                own.replaced = known?.name
                own.continued = choice.isGrown ? known?.contentHash : nil
                summary.add(try write(reader, key: key, isPiped: file.isStandardInput, known: known, reading: own))
            } else {
                // By its full name: a member and its packed twin may stand in one archive.
                let memberKey = store.redactor.redact(reader.source.path)
                let name = SourceName(pathKey: memberKey, run: reading.forcedRun)
                own.storedHash = ""
                let older = try store.ingested(pathKey: memberKey).first { $0.name == name }
                summary.add(try write(reader, key: memberKey, isPiped: false, known: older, reading: own))
            }
        }
        return summary
    }

    /// Reads one source to its end and writes it, unless the store already holds it. What comes through a pipe is named by its content.
    private func write(
        _ reader: SourceReader, key: String, isPiped: Bool, known: KnownSource?, reading: SourceReading
    ) throws -> IngestSummary {
        var problems: [Problem] = []
        var rows: [SourceRows] = []
        var count = 0
        var isEnded = false
        while count < Ingest.streamingRecords {
            guard let batch = try reader.next() else {
                isEnded = true
                break
            }
            count += batch.count
            problems += batch.problems
            rows.append(try store.rows(of: batch))
        }
        if isEnded, let known, known.contentHash == reader.source.contentHash, known.state == reader.source.state,
            reading.isCovered(by: known)
        {
            return IngestSummary(unchanged: known.state)
        }
        let run = reading.forcedRun
        let outcome = try store.write(
            name: { source in
                isPiped
                    ? SourceName(pathKey: key, contentHash: source.contentHash, run: run) : SourceName(pathKey: key, run: run)
            }, reading: reading
        ) { writer in
            for part in rows { try writer.write(part) }
            rows = []
            while let batch = try reader.next() {
                problems += batch.problems
                try writer.write(batch)
            }
            return reader.source
        }
        return IngestSummary(source: reader.source, outcome: outcome, problems: problems).redacted(by: store.redactor)
    }
}

extension Session {
    /// Reads files, folders, archives and standard input (`-`) into the store.
    package func ingest(
        _ paths: [String], options: IngestOptions = IngestOptions(), progress: @escaping @Sendable (IngestProgress) -> Void = { _ in }
    ) async throws -> IngestSummary {
        do {
            let files = try SourceWalk.files(at: paths)
            let patterns = try PatternSet(RuleCatalogue.patterns)
            return try await Ingest(store: store, patterns: patterns, options: options, jobs: jobs, progress: progress).run(files)
        } catch {
            throw CannotRun.translated(error)
        }
    }
}
