import Foundation

/// Strings that rows hold again and again, made once.
///
/// The lines of a short log stand in its head and its tail and around every hit, a record is quoted for each of its statements, and every
/// quote names its source: three strings of four were made a moment ago.
final class RowWords {
    private struct Slot {
        var text = ""
        /// The row in which it stood, and where.
        var row: UInt32 = 0
        var start = 0
        var count = 0
        var isEscaped = false
    }

    /// Swift keeps so many bytes without an allocation.
    private static let smallest = 16

    private var row: UInt32 = 0
    /// How many strings are kept: a power of two.
    private let most: Int
    /// Made when the first string is: many a decoder reads none.
    private lazy var slots: UnsafeMutablePointer<Slot> = {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: most)
        slots.initialize(repeating: Slot(), count: most)
        hasSlots = true
        return slots
    }()
    private var hasSlots = false

    init(most: Int) { self.most = most }

    deinit {
        guard hasSlots else { return }
        slots.deinitialize(count: most)
        slots.deallocate()
    }

    /// The bytes of the row before are gone.
    func beginRow() { row &+= 1 }

    /// The string of `count` bytes at `start`, whose escapes are resolved.
    func string(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int, isEscaped: Bool) -> String {
        let text = bytes + start
        guard count >= RowWords.smallest else { return RowWords.make(text, count, isEscaped: isEscaped) }
        let slot = slots + RowWords.place(text, count) & (most - 1)
        if slot.pointee.count == count, slot.pointee.isEscaped == isEscaped, isSame(slot, bytes, text) { return slot.pointee.text }
        let made = RowWords.make(text, count, isEscaped: isEscaped)
        slot.pointee = Slot(text: made, row: row, start: start, count: count, isEscaped: isEscaped)
        return made
    }

    private func isSame(_ slot: UnsafeMutablePointer<Slot>, _ bytes: UnsafePointer<UInt8>, _ text: UnsafePointer<UInt8>) -> Bool {
        let count = slot.pointee.count
        if slot.pointee.row == row { return memcmp(bytes + slot.pointee.start, text, count) == 0 }
        // Of another row only the string is left, which is its bytes where nothing was escaped.
        guard !slot.pointee.isEscaped else { return false }
        return slot.pointee.text.utf8.withContiguousStorageIfAvailable { $0.elementsEqual(text, count) } ?? false
    }

    private static func make(_ text: UnsafePointer<UInt8>, _ count: Int, isEscaped: Bool) -> String {
        isEscaped
            ? RowTokens.unescaped(UnsafeRawBufferPointer(start: text, count: count))
            : String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    /// From the length and some of the bytes: what is alike in all of them is compared whole.
    private static func place(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int {
        func word(_ at: Int) -> UInt64 { UnsafeRawPointer(text + at).loadUnaligned(as: UInt64.self) }
        var sum = UInt64(truncatingIfNeeded: count)
        for at in [0, count / 3, count / 2, count - 8] { sum = (sum ^ word(at)) &* 0x9E37_79B9_7F4A_7C15 }
        return Int(sum >> 48)
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func elementsEqual(_ other: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        guard self.count == count, let base = baseAddress else { return false }
        return memcmp(base, other, count) == 0
    }
}
