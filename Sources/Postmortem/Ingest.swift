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
    package var bytes: Int64
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
        var summary = IngestSummary()
    }

    /// Reads all files; which task reads which, and in what order they end, does not show.
    func run(_ files: [InputFile]) async throws -> IngestSummary {
        let board = Shared(Board())
        let queue = InputNames.distinct(files)
        try await withThrowingTaskGroup { group in
            for _ in 0..<jobs {
                group.addTask {
                    while let file = board.with({ board in
                        defer { board.next += 1 }
                        return board.next < queue.count ? queue[board.next] : nil
                    }) {
                        try Task.checkCancellation()
                        let part = try read(file.file, key: file.key)
                        let state = board.with { board in
                            board.summary.add(part)
                            board.done += 1
                            return (done: board.done, bytes: board.summary.bytes)
                        }
                        progress(IngestProgress(files: state.done, totalFiles: queue.count, bytes: state.bytes))
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
        let known = try store.ingested(pathKey: key)
        let storedHash = SourceReader.storedHash(of: file)
        let reading = SourceReading(
            storedHash: storedHash ?? "", patterns: patterns.fingerprint, forcedFormat: options.formatID, forcedRun: options.runID)
        if let known, let storedHash, storedHash == known.storedHash, reading.isCovered(by: known) {
            var summary = IngestSummary(unchanged: known.state)
            for state in try store.memberStates(ofPath: file.shownPath) { summary.add(IngestSummary(unchanged: state)) }
            return summary
        }
        let readOptions = ReadOptions(
            patterns: patterns, formatID: options.formatID ?? known?.forcedFormat, runID: options.runID ?? known?.forcedRun)
        let container = try ContainerReader(file, options: readOptions)
        var summary = IngestSummary()
        while let reader = try container.next() {
            try Task.checkCancellation()
            // The file itself: what it is, or the archive whose members came before. Its row says that all of them are written.
            if reader.source.path == file.shownPath {
                summary.add(try write(reader, key: key, known: known, reading: reading))
            } else {
                // By its full name: a member and its packed twin may stand in one archive.
                let memberKey = reader.source.path
                var memberReading = reading
                memberReading.storedHash = ""
                summary.add(try write(reader, key: memberKey, known: store.ingested(pathKey: memberKey), reading: memberReading))
            }
        }
        return summary
    }

    /// Reads one source to its end and writes it, unless the store already holds it.
    private func write(_ reader: SourceReader, key: String, known: KnownSource?, reading: SourceReading) throws -> IngestSummary {
        var problems: [Problem] = []
        var batches: [EvidenceBatch] = []
        var count = 0
        var isEnded = false
        while count < Ingest.streamingRecords {
            guard let batch = try reader.next() else {
                isEnded = true
                break
            }
            count += batch.count
            problems += batch.problems
            batches.append(batch)
        }
        if isEnded, let known, known.contentHash == reader.source.contentHash, known.state == reader.source.state,
            reading.isCovered(by: known)
        {
            return IngestSummary(unchanged: known.state)
        }
        let outcome = try store.write(pathKey: key, reading: reading) { writer in
            for batch in batches { try writer.write(batch) }
            batches = []
            while let batch = try reader.next() {
                problems += batch.problems
                try writer.write(batch)
            }
            return reader.source
        }
        return IngestSummary(source: reader.source, outcome: outcome, problems: problems)
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
