import Evidence
import Store

/// Sources that one task has read and not written yet, and what its work came to.
struct PendingSources {
    private let store: Store
    private var sources: [(read: ReadSource, problems: [Problem])] = []
    private var summary = IngestSummary()
    /// Bytes that wait.
    private(set) var weight = 0

    init(store: Store) { self.store = store }

    mutating func add(_ source: ReadSource, problems: [Problem]) {
        sources.append((source, problems))
        weight += source.weight
    }

    /// Counts what needs no writing.
    mutating func note(_ part: IngestSummary) { summary.add(part) }

    /// Writes what waits, in the order in which it was read.
    mutating func flush() throws {
        let outcomes = try store.write(sources.map(\.read))
        for (one, outcome) in zip(sources, outcomes) {
            summary.add(IngestSummary(source: one.read.source, outcome: outcome, problems: one.problems).redacted(by: store.redactor))
        }
        sources = []
        weight = 0
    }

    /// What was done since the last call.
    mutating func takeSummary() -> IngestSummary {
        defer { summary = IngestSummary() }
        return summary
    }
}
