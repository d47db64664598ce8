import Evidence
import Synchronization

/// Earlier runs of steps, and their code, read once and shared by all runs of a diagnosis.
///
/// Every run of a nightly step has the night before among its baselines: without this the digest of each would be read again and again.
package final class StepHistories: Sendable {
    /// A run of a step, with the moment by which runs are ordered.
    struct Entry: Sendable {
        var time: Int64
        var runID: String
        var key: String
    }

    private struct State {
        /// Of each step, oldest first.
        var steps: [String: [Entry]] = [:]
        var digests: [String: RunDigest] = [:]
        var runs: [String: Run?] = [:]
        var habits: [String: Set<String>] = [:]
        var code: [String: CodeEvidence?] = [:]
    }

    private let state = Mutex(State())

    /// Runs and their lines are tens of kilobytes each: those of some nights are kept, which is what runs of one time ask for.
    private static let mostLarge = 400

    package init() {}

    func entries(of step: String, _ load: () throws -> [Entry]) throws -> [Entry] {
        try value(of: step, at: \.steps, load)
    }

    /// The digests of many runs. What is known of them is taken in one go: every run asks for dozens.
    func digests(of entries: ArraySlice<Entry>, _ load: (Entry) throws -> RunDigest) throws -> [RunDigest] {
        let known = state.withLock { state in entries.map { state.digests[$0.key] } }
        guard known.contains(where: { $0 == nil }) else { return known.compactMap { $0 } }
        let all = try zip(entries, known).map { entry, digest in try digest ?? load(entry) }
        state.withLock { state in
            for (entry, digest) in zip(entries, all) { state.digests[entry.key] = digest }
        }
        return all
    }

    func run(_ key: String, _ load: () throws -> Run?) throws -> Run? {
        try value(of: key, at: \.runs, most: StepHistories.mostLarge, load)
    }

    func habits(of key: String, _ load: () throws -> Set<String>) throws -> Set<String> {
        try value(of: key, at: \.habits, most: StepHistories.mostLarge, load)
    }

    /// A file of a code snapshot, which all runs of its step have in common.
    func code(_ place: String, _ load: () throws -> CodeEvidence?) throws -> CodeEvidence? {
        try value(of: place, at: \.code, most: StepHistories.mostLarge, load)
    }

    /// Reads outside the lock: two tasks may read the same thing, and get the same.
    private func value<Value: Sendable>(
        of key: String, at place: WritableKeyPath<State, [String: Value]>, most: Int = .max, _ load: () throws -> Value
    ) throws -> Value {
        if let known = state.withLock({ $0[keyPath: place][key] }) { return known }
        let value = try load()
        state.withLock { state in
            if state[keyPath: place].count >= most { state[keyPath: place].removeAll() }
            state[keyPath: place][key] = value
        }
        return value
    }
}
