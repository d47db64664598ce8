import Foundation
import Testing

@testable import Intake

@Suite("Work ahead: on a thread of its own, in order, and never far")
struct AheadTests {
    private struct Refusal: Error {}

    /// A stream of blocks of growing size, each full of its number.
    private final class Numbers: ByteStream {
        private var made = 0
        private let count: Int
        private let block: UnsafeMutableBufferPointer<UInt8>
        var damage: StreamDamage? { made > count ? StreamDamage(reason: "it was cut", offset: count) : nil }

        init(count: Int) {
            self.count = count
            block = .allocate(capacity: count * 1_000)
            block.initialize(repeating: 0)
        }

        deinit { block.deallocate() }

        func next() -> UnsafeRawBufferPointer? {
            made += 1
            guard made <= count else { return nil }
            // Overwritten by the next call, as a real stream does.
            block.update(repeating: UInt8(truncatingIfNeeded: made))
            return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(block)[0..<made * 1_000])
        }
    }

    @Test("all values come in the order in which they were made")
    func keepsOrder() throws {
        var made = 0
        let ahead = Ahead<Int>(limit: 3) {
            made += 1
            return made <= 1_000 ? made : nil
        }
        var taken: [Int] = []
        while let value = try ahead.next() { taken.append(value) }
        #expect(taken == Array(1...1_000))
        #expect(try ahead.next() == nil)
    }

    @Test("an error comes after the values before it")
    func passesErrorsOn() throws {
        var made = 0
        let ahead = Ahead<Int>(limit: 2) {
            made += 1
            if made > 5 { throw Refusal() }
            return made
        }
        var taken: [Int] = []
        #expect(throws: Refusal.self) { while let value = try ahead.next() { taken.append(value) } }
        #expect(taken == [1, 2, 3, 4, 5])
    }

    @Test("no more values are made than may wait, and one more")
    func staysNear() throws {
        let made = Made()
        let ahead = Ahead<Int>(limit: 4) { made.next() }
        #expect(try ahead.next() == 1)
        Thread.sleep(forTimeInterval: 0.2)
        #expect(made.count <= 6)
    }

    @Test("one that nobody reads to its end stops")
    func stopsWhenAbandoned() throws {
        let made = Made()
        do {
            let ahead = Ahead<Int>(limit: 2) { made.next() }
            _ = try ahead.next()
        }
        Thread.sleep(forTimeInterval: 0.2)
        let count = made.count
        Thread.sleep(forTimeInterval: 0.1)
        #expect(made.count == count)
    }

    @Test("a stream read ahead has the bytes and the damage of the stream itself")
    func streamIsTheSame() {
        let stream = ReadAheadStream(Numbers(count: 40))
        var number = 0
        while let block = stream.next() {
            number += 1
            #expect(block.count == number * 1_000)
            #expect(block.allSatisfy { $0 == UInt8(truncatingIfNeeded: number) })
        }
        #expect(number == 40)
        #expect(stream.damage?.reason == "it was cut")
        #expect(stream.next() == nil)
    }

    /// Counts; asked by two threads.
    private final class Made: @unchecked Sendable {
        private let lock = NSLock()
        private var number = 0

        var count: Int {
            lock.lock()
            defer { lock.unlock() }
            return number
        }

        func next() -> Int {
            lock.lock()
            defer { lock.unlock() }
            number += 1
            return number
        }
    }
}
