package import Evidence
import Intake
import Store

/// What an ingest did.
package struct IngestSummary: Sendable, Equatable {
    /// Sources: files, archives and their members.
    package var files = 0
    package var added = 0
    package var replaced = 0
    /// Files that the store already held.
    package var unchanged = 0
    package var read = 0
    package var damaged = 0
    package var skipped = 0
    package var bytes: Int64 = 0
    package var records = 0
    /// Of the files read now, by place.
    package var problems: [Problem] = []

    package init() {}

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
        case .replaced: replaced = 1
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
        replaced += other.replaced
        unchanged += other.unchanged
        read += other.read
        damaged += other.damaged
        skipped += other.skipped
        bytes += other.bytes
        records += other.records
        problems += other.problems
    }

    /// With its lists in their fixed order.
    func sorted() -> IngestSummary {
        var result = self
        result.problems.sort { ($0.source, $0.line ?? 0, $0.offset ?? 0, $0.reason) < ($1.source, $1.line ?? 0, $1.offset ?? 0, $1.reason) }
        return result
    }

    /// Bytes were lost.
    package var isDamaged: Bool { damaged > 0 }

    /// One line for people.
    package var sentence: String {
        var text = "\(files) \(files == 1 ? "file" : "files"): \(added) new, \(replaced) changed, \(unchanged) unchanged"
        text += "; \(read) read, \(damaged) damaged, \(skipped) skipped (empty or of no known format)"
        return text + "; \(records) records, \(bytes) bytes."
    }

    /// For scripts.
    package var json: String {
        var text = "{\"added\":\(added),\"bytes\":\(bytes),\"damaged\":\(damaged),\"files\":\(files),\"problems\":["
        text += problems.map { problem in
            let line = problem.line.map(String.init) ?? "null"
            let offset = problem.offset.map(String.init) ?? "null"
            return "{\"line\":\(line),\"offset\":\(offset),\"reason\":\(JSONQuoted.of(problem.reason)),"
                + "\"recovered_bytes\":\(problem.recoveredBytes),\"source\":\(JSONQuoted.of(problem.source))}"
        }.joined(separator: ",")
        return text
            + "],\"read\":\(read),\"records\":\(records),\"replaced\":\(replaced),\"skipped\":\(skipped),\"unchanged\":\(unchanged)}"
    }
}
