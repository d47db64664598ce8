import Foundation
import GRDB
import Synchronization

/// How long another process that writes to the store is waited for, and who is told.
package struct Patience: Sendable {
    package var seconds: Double
    /// Called once a store, when waiting takes longer than one would not notice; with a full sentence.
    private let tell: @Sendable (String) -> Void
    private let memory = Memory()

    /// Told after so many seconds: two ingests that take turns at every file wait for milliseconds, which is no news.
    private static let silence = 1.0

    package init(seconds: Double, tell: @escaping @Sendable (String) -> Void = { _ in }) {
        self.seconds = seconds
        self.tell = tell
    }

    /// `2 seconds`
    var words: String {
        let text = seconds == seconds.rounded() ? String(Int(min(seconds, 1e9))) : String(seconds)
        return text + (text == "1" ? " second" : " seconds")
    }

    private final class Memory: Sendable {
        let began = Mutex(ContinuousClock.Instant?.none)
        let hasTold = Mutex(false)
    }

    /// Sleeps a little; false when patience is at its end. SQLite asks again and again with the number of times it has asked.
    func goesOn(after tries: Int, store: String) -> Bool {
        let now = ContinuousClock.now
        let began = memory.began.withLock { began in
            if tries == 0 || began == nil { began = now }
            return began ?? now
        }
        let waited = (now - began) / .seconds(1)
        guard waited < seconds else { return false }
        if waited >= Patience.silence { say(store) }
        // Sleeps of unequal length, so that two that wait do not keep meeting the same third.
        usleep(1_000 * UInt32(2 + min(tries, 20) + (tries &* 7) % 5))
        return true
    }

    /// Switching a new file to its journal mode asks nobody to wait, so it is tried again here.
    func opening<Value>(_ body: () throws -> Value) throws -> Value {
        var tries = 0
        while true {
            do { return try body() } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                guard goesOn(after: tries, store: "") else { throw error }
                tries += 1
            }
        }
    }

    private func say(_ store: String) {
        let isFirst = memory.hasTold.withLock { told in
            defer { told = true }
            return !told
        }
        if isFirst, !store.isEmpty { tell("Another process is writing to \(store); waiting for up to \(words).") }
    }
}
