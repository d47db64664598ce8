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
                            return board.summary
                        }
                        progress(IngestProgress(files: state.files, totalFiles: queue.count, bytes: state.bytes))
                    }
                }
            }
            try await group.waitForAll()
        }
        try store.refresh()
        return board.with { $0.summary.sorted() }
    }

    /// Reads one file, unless the store already holds it.
    private func read(_ file: InputFile, key: String) throws -> IngestSummary {
        let storedHash = SourceReader.storedHash(of: file)
        var reading = SourceReading(
            storedHash: storedHash ?? "", patterns: patterns.fingerprint, forcedFormat: options.formatID, forcedRun: options.runID)
        let choice = try SourceChoice(file, pathKey: key, reading: reading, among: store.ingested(pathKey: key))
        if let state = choice.unchangedState { return IngestSummary(unchanged: file, state: state) }
        let known = choice.known
        reading.forcedRun = options.runID ?? known?.forcedRun
        reading.forcedFormat = options.formatID ?? known?.forcedFormat
        reading.replaced = known?.name
        reading.continued = choice.isGrown ? known?.contentHash : nil
        let reader = try SourceReader(
            file, options: ReadOptions(patterns: patterns, formatID: reading.forcedFormat, runID: reading.forcedRun))
        var problems: [Problem] = []
        var rows: [SourceRows] = []
        var count = 0
        while count < Ingest.streamingRecords, let batch = try reader.next() {
            count += batch.count
            problems += batch.problems
            rows.append(try store.rows(of: batch))
        }
        if count < Ingest.streamingRecords, let known, known.contentHash == reader.source.contentHash, known.state == reader.source.state,
            reading.isCovered(by: known)
        {
            return IngestSummary(unchanged: file, state: known.state)
        }
        let run = reading.forcedRun
        let outcome = try store.write(
            name: { source in
                file.isStandardInput
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
        return IngestSummary(source: reader.source, outcome: outcome, problems: problems)
    }
}

extension Session {
    /// Reads files, folders and standard input (`-`) into the store.
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
