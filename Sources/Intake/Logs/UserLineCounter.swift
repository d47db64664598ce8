/// How many lines user code wrote, by rank where the lines name one.
struct UserLineCounter {
    private(set) var total = 0
    private var unranked = 0
    private var byRank: [Int: Int] = [:]

    @inline(__always)
    mutating func add(rank: Int?) {
        total += 1
        if let rank { byRank[rank, default: 0] += 1 } else { unranked += 1 }
    }

    /// Lines by this rank and by nobody in particular; all lines if no rank is asked for.
    func count(rank: Int?) -> Int {
        rank.map { unranked + (byRank[$0] ?? 0) } ?? total
    }
}
