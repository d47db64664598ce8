/// How much may come out of one file: a few kilobytes can be made to unpack to petabytes.
final class UnpackingBudget {
    /// What is too much.
    struct Limits: Sendable {
        /// Text packs 5 to 50 fold, the most regular logs 200 fold.
        var ratio = 500
        /// Whatever the ratio: small files may be very regular.
        var freeBytes = 256 << 20
        /// No export of logs comes near it.
        var bytes = 1 << 40
        var members = 100_000
        /// Held in memory of one archive within another. They stand in each other at most four deep, so this bounds the memory of a file.
        var heldBytes = 64 << 20
    }

    let limits: Limits
    private let storedBytes: () -> Int
    private var unpacked = 0
    private var members = 0
    /// Set once the budget is used up; nothing more is unpacked then.
    private(set) var damage: StreamDamage?

    init(_ limits: Limits, storedBytes: @escaping () -> Int) {
        self.limits = limits
        self.storedBytes = storedBytes
    }

    /// Counts unpacked bytes; false if these are too many.
    func take(_ count: Int) -> Bool {
        guard damage == nil else { return false }
        unpacked += count
        // What stands in an archive within an archive is unpacked twice and counted twice, within what the ratio allows.
        let stored = storedBytes()
        if unpacked > limits.bytes || unpacked - limits.freeBytes > stored * limits.ratio {
            damage = StreamDamage(reason: "its \(stored) stored bytes unpack to more than \(unpacked - count) bytes", offset: 0)
        }
        return damage == nil
    }

    /// Counts a member; false if there are too many.
    func takeMember() -> Bool {
        members += 1
        if members > limits.members, damage == nil {
            damage = StreamDamage(reason: "it has more than \(limits.members) members", offset: 0)
        }
        return damage == nil
    }
}
