import Foundation
import Testing

@testable import Intake

@Suite("Work ahead: on a thread of its own, in order, and never far")
struct AheadTests {
    private struct Refusal: Error {}

    /// A file of many blocks, each full of its number; it cannot be read to its end.
    private final class Numbers: ByteInput {
        private var made = 0
        private let count: Int

        init(count: Int) { self.count = count }

        func readBytes(into buffer: UnsafeMutableRawBufferPointer) throws(StoredFile.Refusal) -> Int {
            guard made < count else { throw StoredFile.Refusal(code: 5) }
            made += 1
            let block = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(ByteSource.blockBytes))
            block.initializeMemory(as: UInt8.self, repeating: UInt8(truncatingIfNeeded: made))
            return block.count
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

    @Test("a channel tells whether a value waits in it")
    func channelIsEmpty() throws {
        let channel = Channel<Int>(limit: 2)
        #expect(channel.isEmpty)
        channel.put(1)
        #expect(!channel.isEmpty)
        #expect(try channel.take() == 1)
        #expect(channel.isEmpty)
    }

    @Test("a stream read ahead has the bytes and the damage of the stream itself")
    func streamIsTheSame() {
        let file = ByteSource(Numbers(count: 40))
        let whole = ByteSource(Numbers(count: 40))
        let stream = ReadAheadStream(PeekedStream(file), of: file)
        while let expected = whole.next() {
            guard let block = stream.next() else { break }
            // As slow as a reader may be: what it holds must stay as it is while others are made.
            if expected.first == 7 { Thread.sleep(forTimeInterval: 0.05) }
            #expect(block.elementsEqual(expected))
        }
        #expect(stream.next() == nil)
        #expect(whole.damage != nil)
        #expect(stream.damage?.reason == whole.damage?.reason)
        #expect(stream.damage?.offset == whole.damage?.offset)
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
