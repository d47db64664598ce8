package import Evidence
import Intake
package import Store

/// What an ingest did.
package struct IngestSummary: Sendable, Equatable {
    /// Sources: files, archives and their members.
    package var files = 0
    package var added = 0
    /// Files that go on where the ones known ended.
    package var grown = 0
    /// Files whose new content, or new way of being read, took the place of what the store held.
    package var replaced = 0
    /// Of these, the paths of those whose older content is gone.
    package var rewritten: [String] = []
    /// Files that the store already held.
    package var unchanged = 0
    package var read = 0
    package var damaged = 0
    package var skipped = 0
    package var bytes: Int64 = 0
    package var records = 0
    /// Files given now that the store keeps as they are, and how many bytes they take there.
    package var kept = KeptSize()
    /// Of the files read now, by place.
    package var problems: [Problem] = []

    package init() {}

    init(kept bytes: Int64) { kept = KeptSize(files: 1, bytes: bytes) }

    init(unchanged state: SourceState) {
        files = 1
        unchanged = 1
        count(state)
    }

    init(source: Source, outcome: WriteOutcome, problems: [Problem]) {
        files = 1
        bytes = source.bytes
        records = source.records
        self.problems = problems
        count(source.state)
        switch outcome {
        case .added: added = 1
        case .grown: grown = 1
        case .reread: replaced = 1
        case .replaced:
            replaced = 1
            rewritten = [source.path]
        case .unchanged: unchanged = 1
        }
    }

    private mutating func count(_ state: SourceState) {
        switch state {
        case .read: read += 1
        case .damaged: damaged += 1
        case .skipped: skipped += 1
        }
    }

    mutating func add(_ other: IngestSummary) {
        files += other.files
        added += other.added
        grown += other.grown
        replaced += other.replaced
        rewritten += other.rewritten
        unchanged += other.unchanged
        read += other.read
        damaged += other.damaged
        skipped += other.skipped
        bytes += other.bytes
        records += other.records
        kept.files += other.kept.files
        kept.bytes += other.kept.bytes
        problems += other.problems
    }

    /// Without the secrets that names of files and messages may hold: it is printed, and printed text is kept.
    func redacted(by redactor: Redactor) -> IngestSummary {
        var result = self
        result.rewritten = rewritten.map { redactor.redact($0) }
        for i in problems.indices {
            result.problems[i].source = redactor.redact(problems[i].source)
            result.problems[i].reason = redactor.redact(problems[i].reason)
        }
        return result
    }

    /// With its lists in their fixed order.
    func sorted() -> IngestSummary {
        var result = self
        result.problems.sort { ($0.source, $0.line ?? 0, $0.offset ?? 0, $0.reason) < ($1.source, $1.line ?? 0, $1.offset ?? 0, $1.reason) }
        result.rewritten.sort()
        return result
    }

    /// Bytes were lost.
    package var isDamaged: Bool { damaged > 0 }

    /// Bytes were lost of what was read now, not only of what the store held already.
    package var isDamagedAnew: Bool { problems.contains(where: \.isDamage) }

    /// One line for people.
    package var sentence: String {
        var text = "\(files) \(files == 1 ? "file" : "files"): \(added) new, \(grown) grown, \(replaced) changed, \(unchanged) unchanged"
        text += "; \(read) read, \(damaged) damaged, \(skipped) skipped (empty or of no known format)"
        return text + "; \(records) records, \(bytes) bytes."
    }

    /// What is kept, and what that means; nil where nothing is.
    package var keptSentence: String? {
        guard kept.files > 0 else { return nil }
        let (files, them) = kept.files == 1 ? ("1 file as it is", "it") : ("\(kept.files) files as they are", "them")
        return "kept \(files), \(ByteText.of(kept.bytes)) in the store: secrets that stand in \(them) are not redacted there."
    }

    /// For scripts.
    package var json: String {
        var text = "{\"added\":\(added),\"bytes\":\(bytes),\"damaged\":\(damaged),\"files\":\(files),\"grown\":\(grown),"
        text += "\"kept_bytes\":\(kept.bytes),\"kept_files\":\(kept.files),\"problems\":["
        text += problems.map { problem in
            let line = problem.line.map(String.init) ?? "null"
            let offset = problem.offset.map(String.init) ?? "null"
            return "{\"line\":\(line),\"offset\":\(offset),\"reason\":\(JSONQuoted.of(problem.reason)),"
                + "\"recovered_bytes\":\(problem.recoveredBytes),\"source\":\(JSONQuoted.of(problem.source))}"
        }.joined(separator: ",")
        text += "],\"read\":\(read),\"records\":\(records),\"replaced\":\(replaced),\"rewritten\":["
        text += rewritten.map(JSONQuoted.of).joined(separator: ",")
        return text + "],\"skipped\":\(skipped),\"unchanged\":\(unchanged)}"
    }
}
