import Foundation

/// A queue between two threads: one puts values in, the other takes them out in the same order, and few wait.
///
/// Everything in it is read and written under the condition's lock: hence unchecked.
final class Channel<Value: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private let limit: Int
    private let weight: (Value) -> Int
    private var waiting: [Value] = []
    /// Of all that wait.
    private var load = 0
    private var isEnded = false
    private var isAbandoned = false
    private var failure: (any Error)?

    /// Values wait while they weigh less than `limit`, the last one not counted.
    init(limit: Int, weight: @escaping (Value) -> Int = { _ in 1 }) {
        self.limit = limit
        self.weight = weight
    }

    /// Waits for room; false if nobody takes values any more.
    @discardableResult
    func put(_ value: Value) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while load >= limit, !isAbandoned { condition.wait() }
        guard !isAbandoned else { return false }
        waiting.append(value)
        load += weight(value)
        condition.signal()
        return true
    }

    /// Waits for a value; nil once all were taken and no more will come.
    func take() throws -> Value? {
        condition.lock()
        defer { condition.unlock() }
        while waiting.isEmpty, !isEnded { condition.wait() }
        if let value = first() { return value }
        if let failure { throw failure }
        return nil
    }

    /// A value if one waits already.
    func takeIfReady() -> Value? {
        condition.lock()
        defer { condition.unlock() }
        return first()
    }

    private func first() -> Value? {
        guard !waiting.isEmpty else { return nil }
        condition.signal()
        let value = waiting.removeFirst()
        load -= weight(value)
        return value
    }

    /// No value waits.
    var isEmpty: Bool {
        condition.lock()
        defer { condition.unlock() }
        return waiting.isEmpty
    }

    /// No more values will be put in.
    func end(_ error: (any Error)? = nil) {
        condition.lock()
        defer { condition.unlock() }
        failure = error
        isEnded = true
        condition.signal()
    }

    /// No more values will be taken out.
    func abandon() {
        condition.lock()
        defer { condition.unlock() }
        isAbandoned = true
        condition.signal()
    }
}
