import Synchronization

/// Tells how far the reading of a file is while it goes on: a file of gigabytes is one source, of which nothing else is heard until its end.
package final class ReadMeter: Sendable {
    /// Taken from the disk and not told yet; a thread that reads ahead adds to it.
    private let stored = Atomic<Int>(0)
    private let tell: @Sendable (_ stored: Int64, _ unpacked: Int64) -> Void

    /// `tell` is called after each block with what came since the last call: bytes as they lie on disk, and as they are unpacked.
    package init(tell: @escaping @Sendable (_ stored: Int64, _ unpacked: Int64) -> Void) { self.tell = tell }

    func noteStored(_ count: Int) { stored.add(count, ordering: .relaxed) }

    func noteRead(_ count: Int) { tell(Int64(stored.exchange(0, ordering: .relaxed)), Int64(count)) }
}
