import Foundation

/// Makes values on a thread of its own, a few ahead of whoever takes them: the two work side by side, and what one makes never piles up.
///
/// What the closure uses belongs to its thread until `next()` has returned nil or thrown.
package final class Ahead<Value: Sendable> {
    private let values: Channel<Value>

    /// `make` returns nil after the last value. Values wait while they weigh less than `limit`, the last one not counted; each weighs one
    /// unless `weight` says otherwise.
    package init(limit: Int, weight: @escaping (Value) -> Int = { _ in 1 }, make: @escaping () throws -> Value?) {
        let values = Channel<Value>(limit: limit, weight: weight)
        self.values = values
        // Called by that thread alone: hence what it captured need not be sendable.
        nonisolated(unsafe) let make = make
        let thread = Thread {
            do {
                while let value = try make(), values.put(value) {}
                values.end()
            } catch {
                values.end(error)
            }
        }
        // What parses deeply nested evidence wants as much as the main thread has.
        thread.stackSize = 8 << 20
        thread.start()
    }

    deinit { values.abandon() }

    /// The next value in the order in which they were made; nil after the last.
    package func next() throws -> Value? { try values.take() }

    /// The next value if it waits already.
    func nextIfReady() -> Value? { values.takeIfReady() }
}
