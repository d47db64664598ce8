import Foundation

/// Makes values on a thread of its own, a few ahead of whoever takes them: the two work side by side, and what one makes never piles up.
///
/// What the closure uses belongs to its thread until `next()` has returned nil or thrown.
package final class Ahead<Value: Sendable> {
    private let state: State

    /// `make` returns nil after the last value. At most `limit` values wait.
    package init(limit: Int, make: @escaping () throws -> Value?) {
        let state = State(limit: limit)
        self.state = state
        // Called by that thread alone: hence what it captured need not be sendable.
        nonisolated(unsafe) let make = make
        let thread = Thread {
            do {
                while let value = try make(), state.put(value) {}
                state.end(nil)
            } catch {
                state.end(error)
            }
        }
        // What parses deeply nested evidence wants as much as the main thread has.
        thread.stackSize = 8 << 20
        thread.start()
    }

    deinit { state.abandon() }

    /// The next value in the order in which they were made; nil after the last.
    package func next() throws -> Value? { try state.take() }

    /// What both threads see; everything in it is read and written under the condition's lock: hence unchecked.
    private final class State: @unchecked Sendable {
        private let condition = NSCondition()
        private let limit: Int
        private var waiting: [Value] = []
        private var isEnded = false
        private var isAbandoned = false
        private var failure: (any Error)?

        init(limit: Int) { self.limit = limit }

        /// Waits for room; false if nobody takes values any more.
        func put(_ value: Value) -> Bool {
            condition.lock()
            defer { condition.unlock() }
            while waiting.count >= limit, !isAbandoned { condition.wait() }
            guard !isAbandoned else { return false }
            waiting.append(value)
            condition.signal()
            return true
        }

        func take() throws -> Value? {
            condition.lock()
            defer { condition.unlock() }
            while waiting.isEmpty, !isEnded { condition.wait() }
            if !waiting.isEmpty {
                condition.signal()
                return waiting.removeFirst()
            }
            if let failure { throw failure }
            return nil
        }

        func end(_ error: (any Error)?) {
            condition.lock()
            defer { condition.unlock() }
            failure = error
            isEnded = true
            condition.signal()
        }

        func abandon() {
            condition.lock()
            defer { condition.unlock() }
            isAbandoned = true
            condition.signal()
        }
    }
}
