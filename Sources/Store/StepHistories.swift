import Evidence
import Synchronization

/// Earlier runs of steps, read once and shared by all runs of a diagnosis.
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
    }

    private let state = Mutex(State())

    /// Runs and their lines are tens of kilobytes each: those of some nights are kept, which is what runs of one time ask for.
    private static let mostLarge = 400

    package init() {}

    func entries(of step: String, _ load: () throws -> [Entry]) throws -> [Entry] {
        try value(of: step, at: \.steps, load)
    }

    func digest(of key: String, _ load: () throws -> RunDigest) throws -> RunDigest {
        try value(of: key, at: \.digests, load)
    }

    func run(_ key: String, _ load: () throws -> Run?) throws -> Run? {
        try value(of: key, at: \.runs, most: StepHistories.mostLarge, load)
    }

    func habits(of key: String, _ load: () throws -> Set<String>) throws -> Set<String> {
        try value(of: key, at: \.habits, most: StepHistories.mostLarge, load)
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
