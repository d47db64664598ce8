/// How much may come out of one file: a few kilobytes can be made to unpack to petabytes.
final class UnpackingBudget {
    /// Text packs 5 to 50 fold, the most regular logs 200 fold.
    static let maximumRatio = 500
    /// Whatever the ratio: small files may be very regular.
    static let freeBytes = 256 << 20
    /// No export of logs comes near it.
    static let maximumBytes = 1 << 40
    static let maximumMembers = 100_000

    private let storedBytes: () -> Int
    private var unpacked = 0
    private var members = 0
    /// Set once the budget is used up; nothing more is unpacked then.
    private(set) var damage: StreamDamage?

    init(storedBytes: @escaping () -> Int) {
        self.storedBytes = storedBytes
    }

    /// Counts unpacked bytes; false if these are too many.
    func take(_ count: Int) -> Bool {
        guard damage == nil else { return false }
        unpacked += count
        // What stands in an archive within an archive is unpacked twice and counted twice, within what the ratio allows.
        let stored = storedBytes()
        if unpacked > UnpackingBudget.maximumBytes || unpacked - UnpackingBudget.freeBytes > stored * UnpackingBudget.maximumRatio {
            damage = StreamDamage(reason: "its \(stored) stored bytes unpack to more than \(unpacked) bytes", offset: 0)
        }
        return damage == nil
    }

    /// Counts a member; false if there are too many.
    func takeMember() -> Bool {
        members += 1
        if members > UnpackingBudget.maximumMembers, damage == nil {
            damage = StreamDamage(reason: "it has more than \(UnpackingBudget.maximumMembers) members", offset: 0)
        }
        return damage == nil
    }
}
