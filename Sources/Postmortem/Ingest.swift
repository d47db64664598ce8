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
    /// The files are kept in the store as they are.
    package var keepsSources = false

    package init(runID: String? = nil, formatID: String? = nil, keepsSources: Bool = false) {
        self.runID = runID
        self.formatID = formatID
        self.keepsSources = keepsSources
    }
}

/// Reads files into the store.
struct Ingest: Sendable {
    let store: Store
    let patterns: PatternSet
    let options: IngestOptions
    let jobs: Int
    let progress: @Sendable (IngestProgress) -> Void

    /// A source that comes to more than this is written while it is read, so that memory stays flat.
    private static let streamingBytes = 8 << 20
    /// So many files are looked up at once, and what was read of them is written in one go: enough to share the cost of a transaction, few
    /// enough that little has to be read again after an interruption.
    private static let portion = 32
    /// What was read is written when it comes to so many bytes, whether the portion is done or not.
    private static let mostHeld = 4 << 20
    /// Of a source that is written while it is read, rows of so many bytes wait: writing goes by fits and starts.
    private static let mostAhead = 8 << 20

    /// A batch of a large source.
    private struct Part: Sendable {
        var rows: SourceRows
        var problems: [Problem]
    }

    /// The next file to read, and what was read so far.
    private struct Board {
        var next = 0
        /// Files given that are done; the summary counts the members of archives, too.
        var done = 0
        var storedBytes: Int64 = 0
        var inHand = IngestProgress.InHand()
        var summary = IngestSummary()

        /// An archive's table of contents is read twice, and of standard input nobody knows the size: never more than there is.
        func progress(files: Int, storedBytes total: Int64) -> IngestProgress {
            IngestProgress(
                files: done, totalFiles: files, bytes: summary.bytes + inHand.bytes, storedBytes: min(total, storedBytes + inHand.stored),
                totalStoredBytes: total)
        }
    }

    /// Reads all files; which task reads which, and in what order they end, does not show.
    func run(_ files: [InputFile]) async throws -> IngestSummary { try await run(InputNames.distinct(files)) }

    /// The same for files that have their names.
    func run(_ queue: [NamedFile]) async throws -> IngestSummary {
        let board = Shared(Board())
        let total = queue.reduce(0) { $0 + $1.file.size }
        try await withThrowingTaskGroup { group in
            for _ in 0..<jobs {
                group.addTask {
                    while let files = board.with({ take(from: queue, &$0) }) { try read(files, of: queue.count, totalBytes: total, board) }
                }
            }
            try await group.waitForAll()
        }
        try store.dropOutdatedKeptFiles()
        try store.refresh()
        return board.with { $0.summary.sorted() }
    }

    /// The next files; fewer towards the end, so that no task has many left when the others have none.
    private func take(from queue: [NamedFile], _ board: inout Board) -> ArraySlice<NamedFile>? {
        guard board.next < queue.count else { return nil }
        let count = max(1, min(Ingest.portion, (queue.count - board.next) / (jobs * 4)))
        defer { board.next += count }
        return queue[board.next..<board.next + count]
    }

    private func read(_ files: ArraySlice<NamedFile>, of total: Int, totalBytes: Int64, _ board: Shared<Board>) throws {
        let versions = try store.ingested(pathKeys: files.map(\.key))
        var pending = PendingSources(store: store)
        var done = 0
        var stored: Int64 = 0
        let inHand = Shared(IngestProgress.InHand())
        let meter = ReadMeter { stored, unpacked in
            let part = IngestProgress.InHand(stored: stored, bytes: unpacked)
            inHand.with { $0.add(part) }
            progress(
                board.with { board in
                    board.inHand.add(part)
                    return board.progress(files: total, storedBytes: totalBytes)
                })
        }
        func report() {
            let part = pending.takeSummary()
            let (finished, bytes, read) = (done, stored, inHand.with { $0.take() })
            (done, stored) = (0, 0)
            progress(
                board.with { board in
                    board.summary.add(part)
                    board.done += finished
                    board.storedBytes += bytes
                    board.inHand.remove(read)
                    return board.progress(files: total, storedBytes: totalBytes)
                })
        }
        var keeping: [(file: InputFile, name: SourceName)] = []
        for (file, known) in zip(files, versions) {
            try Task.checkCancellation()
            let key = store.redactor.redact(file.key)
            if let kept = file.kept {
                try RestoredSource(kept, store: store).reading(into: &pending) { restored, pending in
                    _ = try read(restored, key: key, runID: kept.forcedRun, versions: known, meter: meter, into: &pending)
                }
            } else {
                let name = try read(file.file, key: key, runID: options.runID, versions: known, meter: meter, into: &pending)
                if options.keepsSources { keeping.append((file.file, name)) }
            }
            done += 1
            stored += file.file.size
            if pending.weight > Ingest.mostHeld {
                try pending.flush()
                report()
            }
        }
        try pending.flush()
        for (file, name) in keeping { pending.note(try SourceKeeper(store: store).keep(file, as: name)) }
        report()
    }

    /// Reads one file and, if it is an archive, its members, unless the store already holds it. Returns the source that it is.
    private func read(
        _ file: InputFile, key: String, runID: String?, versions: [KnownSource], meter: ReadMeter, into pending: inout PendingSources
    ) throws -> SourceName {
        // A file that nobody knows is not read twice.
        let storedHash = versions.isEmpty ? nil : SourceReader.storedHash(of: file)
        var reading = SourceReading(
            storedHash: storedHash ?? "", patterns: patterns.fingerprint + " " + store.redactor.rules.fingerprint,
            forcedFormat: options.formatID, forcedRun: runID)
        let choice = try SourceChoice(file, pathKey: key, reading: reading, among: versions)
        if let same = choice.unchanged {
            pending.note(IngestSummary(unchanged: same.state))
            for state in try store.memberStates(ofPath: file.shownPath) { pending.note(IngestSummary(unchanged: state)) }
            return same.name
        }
        let known = choice.known
        reading.forcedRun = runID ?? known?.forcedRun
        reading.forcedFormat = options.formatID ?? known?.forcedFormat
        let container = try ContainerReader(
            file,
            options: ReadOptions(
                patterns: patterns, formatID: reading.forcedFormat, runID: reading.forcedRun, readsAhead: jobs > 1, meter: meter))
        while let reader = try container.next() {
            try Task.checkCancellation()
            var own = reading
            // The file itself: what it is, or the archive whose members came before. Its row says that all of them are written.
            if reader.source.path == file.shownPath {
                own.replaced = known?.name
                own.continued = choice.isGrown ? known?.contentHash : nil
                try write(reader, of: file, key: key, known: known, reading: own, into: &pending)
            } else {
                // By its full name: a member and its packed twin may stand in one archive.
                let memberKey = store.redactor.redact(reader.source.path)
                let name = SourceName(pathKey: memberKey, run: reading.forcedRun)
                own.storedHash = ""
                let older = try store.ingested(pathKey: memberKey).first { $0.name == name }
                try write(reader, of: nil, key: memberKey, known: older, reading: own, into: &pending)
            }
            if pending.weight > Ingest.mostHeld { try pending.flush() }
        }
        return SourceName(pathKey: key, run: reading.forcedRun)
    }

    /// Reads one source to its end and writes it, unless the store already holds it. What comes through a pipe is named by its content.
    ///
    /// `file` is nil for a member of an archive.
    private func write(
        _ reader: SourceReader, of file: InputFile?, key: String, known: KnownSource?, reading: SourceReading,
        into pending: inout PendingSources
    ) throws {
        var reading = reading
        let run = reading.forcedRun
        let name = { (source: Source) in
            file?.isStandardInput == true
                ? SourceName(pathKey: key, contentHash: source.contentHash, run: run) : SourceName(pathKey: key, run: run)
        }
        var problems: [Problem] = []
        var rows: [SourceRows] = []
        var held = 0
        while held < Ingest.streamingBytes {
            guard let batch = try reader.next() else {
                let source = reader.source
                if let file, reading.storedHash.isEmpty {
                    let told = file.isStandardInput ? nil : reader.storedHash
                    reading.storedHash = told ?? SourceReader.storedHash(of: file) ?? ""
                }
                if let known, known.contentHash == source.contentHash, known.state == source.state, reading.isCovered(by: known) {
                    return pending.note(IngestSummary(unchanged: known.state))
                }
                return pending.add(ReadSource(name: name(source), source: source, reading: reading, rows: rows), problems: problems)
            }
            problems += batch.problems
            rows.append(try store.rows(of: batch))
            held += rows.last?.weight ?? 0
        }
        if let file, reading.storedHash.isEmpty { reading.storedHash = SourceReader.storedHash(of: file) ?? "" }
        // The rest becomes rows on a thread of its own, while what came before is inserted.
        let rest = Ahead<Part>(limit: Ingest.mostAhead, weight: { 1 + $0.rows.weight }) {
            guard let batch = try reader.next() else { return nil }
            return Part(rows: try store.rows(of: batch), problems: batch.problems)
        }
        // What waits is written first: the order of sources is that in which they were read.
        try pending.flush()
        let outcome = try store.write(name: name, reading: reading) { writer in
            for part in rows { try writer.write(part) }
            rows = []
            while let part = try rest.next() {
                problems += part.problems
                try writer.write(part.rows)
            }
            return reader.source
        }
        pending.note(IngestSummary(source: reader.source, outcome: outcome, problems: problems).redacted(by: store.redactor))
    }
}

extension Session {
    /// Reads files, folders, archives and standard input (`-`) into the store.
    package func ingest(
        _ paths: [String], options: IngestOptions = IngestOptions(), progress: @escaping @Sendable (IngestProgress) -> Void = { _ in }
    ) async throws -> IngestSummary {
        do {
            return try await ingest(options, progress).run(try SourceWalk.files(at: paths))
        } catch {
            throw CannotRun.translated(error)
        }
    }

    func ingest(_ options: IngestOptions, _ progress: @escaping @Sendable (IngestProgress) -> Void) throws -> Ingest {
        Ingest(store: store, patterns: try PatternSet(RuleCatalogue.patterns), options: options, jobs: jobs, progress: progress)
    }
}
